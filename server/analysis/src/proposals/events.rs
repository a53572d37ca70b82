//! The places where an article says that somebody speaks: a verb and its subject.

use std::collections::BTreeMap;

use super::following::{Following, Next};
use super::lexicon::{class, cue};
use super::subject::{Inherited, Reading, Subject, SubjectKind};

/// A verb of speech, or `according to`, with who it says it of.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its token.
    pub verb: usize,
    /// Who.
    pub subject: Subject,
    /// Whether the subject stands behind the verb.
    pub is_inverted: bool,
    /// Whether it is `according to`.
    pub is_according: bool,
    /// The sentence in which it stands.
    pub sentence: (usize, usize),
    /// What follows.
    pub following: Following,
    /// Whether it is in the passive.
    pub is_passive: bool,
    /// The base form of the verb; nothing where it is none that is known.
    pub lemma: Option<&'static str>,
    /// What the verb does, see [`cue`].
    pub classes: u8,
}

impl Event {
    /// The token with which subject and verb begin: the verb where that comes first.
    pub fn begins(&self) -> usize {
        match self.is_inverted {
            true => self.verb,
            false => self.subject.first,
        }
    }
}

impl Reading<'_> {
    /// All of an article, in the order of the text.
    pub fn events(&self) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for sentence in &self.article.sentences {
            let mut at = sentence.0;
            while at < sentence.1 {
                if let Some(event) = self.event(at, *sentence, &events) {
                    events.push(event);
                }
                at += 1;
            }
        }
        let found = self.behind_quotations(&events);
        events.retain(|event| !found.contains_key(&event.verb));
        events.extend(found.into_values());
        events.sort_by_key(|event| event.verb);
        for event in &mut events {
            let subject = &event.subject;
            let is_who =
                subject.kind == SubjectKind::Pronoun && self.article.is_any(subject.head, &["who"]);
            if is_who || subject.kind == SubjectKind::Relative {
                let before = subject.first.checked_sub(1);
                let before = before.and_then(|at| match self.article.is_any(at, &[","]) {
                    true => at.checked_sub(1),
                    false => Some(at),
                });
                let before = before.filter(|at| *at >= event.sentence.0);
                event.subject.antecedent =
                    before.and_then(|at| self.phrase_ending(at, event.sentence.0));
            }
        }
        events
    }

    fn event(&self, verb: usize, sentence: (usize, usize), events: &[Event]) -> Option<Event> {
        let article = self.article;
        let (low, high) = sentence;
        if article.is_quoted(verb) {
            return None;
        }
        if article.is_any(verb, &["according"]) {
            return self.according(verb, sentence);
        }
        let puts_it = verb + 1 < high
            && article.is_any(verb, &["put", "puts", "putting"])
            && article.is_any(verb + 1, &["it"]);
        let has_particle = puts_it
            || verb + 1 < high
                && (article.is_any(verb, &["pointed", "points", "point", "pointing"])
                    && article.is_any(verb + 1, &["out"])
                    || article.is_any(verb, &["made", "makes", "make", "making"])
                        && article.is_any(verb + 1, &["clear"]));
        let (lemma, classes) = match article.tokens[verb].cue {
            _ if puts_it => ("put it", cue::SAY),
            _ if has_particle => ("point out", cue::SAY),
            Some(cue) => (cue.lemma, cue.classes),
            None => return None,
        };
        let is_behind_mark = |at: usize| article.is_any(at, &[",", "—", "–"]);
        let is_behind_quotation = verb > low && self.closes(verb - 1)
            || verb > low + 1 && is_behind_mark(verb - 1) && self.closes(verb - 2);
        // `a blunt answer`: as a verb that form has several subjects.
        let is_object = verb > low + 1
            && article.is_any(verb - 2, &["a", "an", "his", "her", "its", "their", "this"])
            && article.tokens[verb]
                .cue
                .is_some_and(|cue| article.is_any(verb, &[cue.lemma]))
            && !article.lower(verb - 1).ends_with('s');
        // `the report`, `the jobs report was released`
        let is_noun = article.is(verb, class::NOUN_LIKE)
            && (is_object
                || verb > low && article.is(verb - 1, class::DETERMINER)
                || verb > low + 1
                    && article.is_possessive(verb - 1)
                    && !article.is(verb - 2, class::PRONOUN | class::SUBJECT_PRONOUN)
                || verb + 1 < high
                    && article.is(verb + 1, class::AUXILIARY)
                    && !article.is_any(verb + 1, &["to", "not", "n't", "being", "having"]));
        if is_noun {
            return None;
        }
        let inverts = [
            "said",
            "says",
            "wrote",
            "added",
            "asked",
            "explained",
            "tweeted",
            "argued",
            "noted",
            "replied",
        ];
        let may_invert = is_behind_quotation
            || verb > low && article.is_any(verb - 1, &[","]) && article.is_any(verb, &inverts);
        let ends_there = |subject: &Subject| {
            subject.end >= high || article.is_any(subject.end, &[".", ",", "who"])
        };
        let inverted = may_invert
            .then(|| self.subject_after(verb, high))
            .flatten()
            .filter(|subject| is_behind_quotation || ends_there(subject))
            .filter(|subject| {
                if is_behind_quotation {
                    return true;
                }
                let left = self.subject_before(verb, low);
                let goes_on = subject.end < high && !article.is_any(subject.end, &[".", "who"]);
                !left.is_some_and(|left| left.first == low || goes_on)
            });
        let is_inverted = inverted.is_some();
        let is_participle = article.lower(verb).ends_with("ing");
        // `is saying` has its subject beside it; a participle alone shares that of the
        // sentence, whatever noun stands before it: `revised his plans, saying`.
        let is_helped = verb > low
            && (article.is(verb - 1, class::AUXILIARY)
                || article.tokens[verb - 1].is_adverb()
                    && verb > low + 1
                    && article.is(verb - 2, class::AUXILIARY));
        let shared = || {
            let subject = self
                .main_subject(low, verb)
                .or_else(|| self.first_subject(low, verb))?;
            Some(Subject {
                inherited: Some(Inherited::Participle),
                ..subject
            })
        };
        let shared = (is_participle && !is_helped && inverted.is_none())
            .then(|| self.subject_behind_with(verb, low).or_else(shared))
            .flatten();
        let subject = inverted
            .or_else(|| self.subject_of_phrase(verb, low))
            .or(shared)
            .or_else(|| self.subject_before(verb, low))
            .or_else(|| self.inherited(verb, low, is_participle, events))?;
        let tells = classes & cue::TELL > 0 && !matches!(lemma, "promise" | "caution");
        let from = match (is_inverted, has_particle) {
            (true, _) => subject.end - 1,
            (false, true) => verb + 1,
            (false, false) => verb,
        };
        Some(Event {
            verb,
            is_inverted,
            is_according: false,
            sentence,
            following: self.following(from, high, tells || lemma == "tell"),
            is_passive: self.is_passive(verb, &subject),
            subject,
            lemma: Some(lemma),
            classes,
        })
    }

    /// The subject of a participle that has one of its own: `…, with teachers warning that`.
    fn subject_behind_with(&self, verb: usize, low: usize) -> Option<Subject> {
        let subject = self.subject_before(verb, low)?;
        let with = subject.first.checked_sub(1).filter(|with| *with >= low)?;
        let begins = with == low || self.article.is_any(with - 1, &[",", "—", "–", ";"]);
        (begins && self.article.is_any(with, &["with"])).then_some(subject)
    }

    /// The subject of a verb that another one leads to: `went on to say`, `began by saying`,
    /// `is quoted as saying`.
    fn subject_of_phrase(&self, verb: usize, low: usize) -> Option<Subject> {
        const PHRASES: [(&[&str], &[&str]); 4] = [
            (&["went", "goes", "going", "gone"], &["on", "to"]),
            (&["quoted", "cited"], &["as"]),
            (
                &[
                    "began",
                    "begins",
                    "started",
                    "opened",
                    "ended",
                    "concluded",
                    "closed",
                ],
                &["by"],
            ),
            (&["continued", "continues"], &["to"]),
        ];
        let article = self.article;
        PHRASES.iter().find_map(|(verbs, links)| {
            let first = verb.checked_sub(links.len())?;
            let leading = first.checked_sub(1).filter(|leading| *leading >= low)?;
            let is_linked = (links.iter().enumerate())
                .all(|(place, link)| article.is_any(first + place, &[link]));
            let leads = is_linked && article.is_any(leading, verbs);
            leads.then(|| self.subject_before(leading, low)).flatten()
        })
    }

    /// `according to the minister`
    fn according(&self, verb: usize, sentence: (usize, usize)) -> Option<Event> {
        let high = sentence.1;
        if verb + 1 >= high || !self.article.is_any(verb + 1, &["to"]) {
            return None;
        }
        let subject = self.subject_after(verb + 1, high).or_else(|| {
            let end = self.phrase_end(verb + 2, high);
            (end > verb + 2).then(|| Subject::words(verb + 2, end, SubjectKind::Noun))
        })?;
        Some(Event {
            verb,
            is_inverted: false,
            is_according: true,
            sentence,
            following: Following {
                next: Next::End,
                at: subject.end,
                behind_comma: false,
                behind_colon: false,
                addressee: None,
            },
            is_passive: false,
            subject,
            lemma: Some("according"),
            classes: cue::SAY,
        })
    }

    /// The subject of the sentence for a verb behind `and`, or for a participle.
    fn inherited(
        &self,
        verb: usize,
        low: usize,
        is_participle: bool,
        events: &[Event],
    ) -> Option<Subject> {
        let article = self.article;
        if verb <= low {
            return None;
        }
        let (how, may_be) = if is_participle {
            let joins = [",", "by", "in", "and"];
            (Inherited::Participle, article.is_any(verb - 1, &joins))
        } else {
            let joins = ["and", "but", "then"];
            let behind_adverb = verb > low + 1
                && article.tokens[verb - 1].is_adverb()
                && article.is_any(verb - 2, &["and", "but"]);
            (
                Inherited::Coordinated,
                article.is_any(verb - 1, &joins) || behind_adverb,
            )
        };
        if !may_be {
            return None;
        }
        let before = events.last().filter(|event| event.sentence.0 == low);
        // A noun that looks like a verb has no subject: `said his attacks have helped`.
        let before = before.filter(|event| !article.is(event.verb, class::NOUN_LIKE));
        let main = self.main_subject(low, verb);
        let subject = match before {
            // `When asked what she wanted, Ann Lee smiled and said`: the nearer one.
            Some(event) => match main.filter(|main| main.first > event.subject.first) {
                Some(main) if event.verb < main.first => Some(main),
                _ => Some(event.subject.clone()),
            },
            None => main.or_else(|| self.first_subject(low, verb)),
        };
        subject.map(|subject| Subject {
            inherited: Some(how),
            ..subject
        })
    }

    /// The verbs that are known for nothing, or whose subject is not clear, where they
    /// stand right behind a quotation that ends with a comma.
    fn behind_quotations(&self, events: &[Event]) -> BTreeMap<usize, Event> {
        let article = self.article;
        let mut found = BTreeMap::new();
        let mut is_taken = vec![false; article.len()];
        for event in events.iter() {
            let (from, to) = (event.subject.first.min(event.verb), event.verb);
            is_taken[from..=to].fill(true);
        }
        for quoted in &article.quotations {
            let end = quoted.end;
            if !quoted.is_there() || end >= article.len() || end - quoted.first < 3 {
                continue;
            }
            let marks = [",", "?", "!", "—", "–", "-"];
            if !article.is_any(end - 2, &marks) && !article.is_any(end, &[","]) {
                continue;
            }
            let is_mark = article.is_any(end, &[",", "—", "–"]);
            if is_taken[end] || is_mark && is_taken.get(end + 1).copied().unwrap_or(false) {
                continue;
            }
            if article.sentence[end] != article.sentence[end - 1] {
                continue;
            }
            let sentence = article.sentences[article.sentence[end]];
            let from = if is_mark { end + 1 } else { end };
            if from < sentence.1
                && let Some(event) = self.behind_quotation(from, sentence)
            {
                found.insert(event.verb, event);
            }
        }
        found
    }

    fn behind_quotation(&self, from: usize, sentence: (usize, usize)) -> Option<Event> {
        let article = self.article;
        let high = sentence.1;
        let event =
            |verb: usize, subject: Subject, is_inverted: bool, cue: Option<(&'static str, u8)>| {
                let tells = cue.is_some_and(|(_, classes)| classes & cue::TELL > 0);
                let behind = if is_inverted { subject.end - 1 } else { verb };
                Event {
                    verb,
                    is_inverted,
                    is_according: false,
                    sentence,
                    following: self.following(behind, high, tells),
                    is_passive: cue.is_some() && self.is_passive(verb, &subject),
                    subject,
                    lemma: cue.map(|(lemma, _)| lemma),
                    classes: cue.map_or(cue::ANY, |(_, classes)| classes),
                }
            };
        let may_be_verb = |at: usize| {
            let token = &article.tokens[at];
            token.is_lower
                && token.is_alphabetic()
                && !article.stops(at)
                && !token.is(class::DETERMINER | class::PRONOUN)
        };
        let ends = |at: usize, ending: &str| article.lower(at).ends_with(ending);
        if may_be_verb(from) && from + 1 < high && (ends(from, "ed") || ends(from, "s")) {
            let subject = self.subject_after(from, high);
            if let Some(subject) = subject.filter(|one| one.kind == SubjectKind::Name) {
                return Some(event(from, subject, true, None));
            }
        }
        let is_stop = |at: usize| article.is_quoted(at) || article.is_any(at, &[".", ";", ":"]);
        for verb in from + 1..high.min(from + 26) {
            if is_stop(verb) {
                break;
            }
            let is_participle = ends(verb, "ing");
            if !self.is_verb(verb, cue::SPEECH) || is_participle {
                continue;
            }
            let mut end = verb;
            while end > from + 1
                && (article.is(end - 1, class::AUXILIARY) || article.tokens[end - 1].is_adverb())
            {
                end -= 1;
            }
            let is_named = || (from..end).any(|at| self.names.at[at].is_some());
            let begins = article.is(from, class::DETERMINER)
                || article.tokens[from].first.is_uppercase()
                || self.names.at[from].is_some()
                || ends(from, "s")
                || may_be_verb(from) && !article.tokens[from].is_adverb() && is_named();
            let is_free = !(from..end).any(|at| article.is(at, class::VERB));
            if end > from && is_free && begins {
                let comma = (from..end).find(|at| article.is_any(*at, &[","]));
                // `“…,” the dawn of a movement, Mr Hall said`: who says it stands beside the verb.
                let beside = comma.and_then(|comma| {
                    let mention = self.names.mention_ending(end - 1)?;
                    let is_beside = mention.with_titles > comma
                        && article.is_any(mention.with_titles - 1, &[","])
                        && mention.is_person;
                    is_beside.then_some(mention.with_titles)
                });
                let from = beside.unwrap_or(from);
                let cut = comma.filter(|_| beside.is_none()).unwrap_or(end);
                let mentions = (from..end).filter_map(|at| self.names.mention_at(at));
                let mut heads = mentions.filter(|one| one.end == cut && !one.is_organisation);
                let kind = match heads.next() {
                    Some(_) => SubjectKind::Name,
                    None => SubjectKind::Noun,
                };
                let subject = Subject {
                    full_end: end,
                    has_apposition: cut < end,
                    auxiliaries: (end..verb)
                        .filter(|at| article.is(*at, class::AUXILIARY))
                        .collect(),
                    ..Subject::words(from, cut.max(from + 1), kind)
                };
                let cue = article.tokens[verb].cue.map(|cue| (cue.lemma, cue.classes));
                return Some(event(verb, subject, false, cue));
            }
            break;
        }
        let known = ["shot", "went", "began", "fired", "put", "said", "told"];
        for verb in from + 1..high.min(from + 14) {
            if is_stop(verb) {
                break;
            }
            let looks = ends(verb, "ed")
                || ends(verb, "s") && !article.is(verb, class::NOUN_LIKE)
                || article.is_any(verb, &known);
            if may_be_verb(verb) && !article.tokens[verb].is_adverb() && looks {
                let subject = self.subject_before(verb, from);
                let fits = |one: &Subject| one.first == from && one.is_name_or_pronoun();
                if let Some(subject) = subject.filter(fits) {
                    return Some(event(verb, subject, false, None));
                }
            }
        }
        None
    }
}
