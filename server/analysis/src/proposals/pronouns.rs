//! Whom a subject means: the bearer of a name, whoever a pronoun stands for, or words.

use std::collections::{BTreeMap, BTreeSet};

use super::events::Event;
use super::last_speakers::{LastSpeakers, Spoke, pronoun_gender};
use super::lexicon::{Gender, class};
use super::names::Mention;
use super::referent::{Referent, Resolved};
use super::subject::{Reading, Subject, SubjectKind};
use super::work;

/// How far the first whom a pronoun may mean has to be ahead of the second.
pub const MARGIN: f64 = 2.0;

/// How many paragraphs back a pronoun may reach.
const FARTHEST: usize = 6;

/// How many sentences back it may reach; whoever is farther away weighs nothing.
const MOST_SENTENCES: usize = 40;

/// How much the last speaker still counts where a new paragraph has another subject.
const LEFT: f64 = 0.25;

/// How much whoever spoke before somebody without a name counts still.
const OVERTAKEN: f64 = 0.4;

/// How much less whoever spoke last counts who may be no person: `the Evening Star`.
const MAYBE_PERSON: f64 = 0.6;

/// How much somebody counts whom the text has introduced without a name since somebody spoke.
const INTRODUCED: f64 = 2.6;

/// How much more somebody counts whom the text has turned to since somebody spoke.
const TOPIC: f64 = 1.3;

/// How many names back it may reach. So many sentences of news have fewer.
const MOST_NAMES: usize = 200;

impl Reading<'_> {
    /// Whom the subjects of all events mean.
    pub fn resolve(&self, events: &[Event]) -> Vec<Resolved> {
        let mut speaks = vec![false; self.names.chains.len()];
        for event in events {
            let mention = self.names.mention_ending(event.subject.head);
            if event.subject.kind == SubjectKind::Name
                && Self::is_speech(event)
                && let Some(mention) = mention
                && !self.names.chain_of(mention).is_organisation
            {
                speaks[mention.chain] = true;
            }
        }
        let mut order: Vec<usize> = (0..events.len()).collect();
        order.sort_by_key(|number| events[*number].subject.first);
        let mut found: Vec<Option<Resolved>> = vec![None; events.len()];
        let mut last = LastSpeakers::default();
        // Men and women whom a pronoun has shown to be such.
        let mut shown: Vec<Option<Gender>> = vec![None; self.names.chains.len()];
        let mut last_group: Option<(usize, Resolved)> = None;
        let mut last_body: Option<(usize, Resolved)> = None;
        for number in order {
            let subject = &events[number].subject;
            let resolved = match self.article.lower(subject.head) {
                "they" => self.group_before(subject, last_group.as_ref(), events),
                "it" => self.body_before(subject, last_body.as_ref(), events),
                _ => self.resolve_one(&events[number], &last, events, &speaks, &shown),
            };
            if let Referent::Chain(chain) = resolved.referent
                && resolved.is_pronoun
                && resolved.margin() >= MARGIN
                && shown[chain].is_none()
            {
                shown[chain] = pronoun_gender(self.article.lower(subject.head));
            }
            if self.is_group(subject, &resolved) {
                last_group = Some((number, resolved.clone()));
            }
            if self.is_body(subject, &resolved) {
                last_body = Some((number, resolved.clone()));
            }
            if self.may_go_on(subject, &resolved) && !self.is_within(&events[number], events) {
                last.speaks(number, &resolved, self.gender_of(subject, &resolved));
            }
            found[number] = Some(resolved);
        }
        found.into_iter().flatten().collect()
    }

    /// Whether somebody speaks in a clause that hangs on what somebody else does in the same
    /// sentence: `Lee recalled that Hall had said`.
    fn is_within(&self, event: &Event, events: &[Event]) -> bool {
        let subject = &event.subject;
        let Some(before) = subject.first.checked_sub(1) else {
            return false;
        };
        let hangs = subject.inherited.is_none()
            && (self.article.is(before, class::CLAUSE) || self.article.is_any(before, &["that"]));
        let earlier = events[..events.partition_point(|one| one.verb < event.verb)].last();
        hangs && earlier.is_some_and(|one| one.sentence == event.sentence)
    }

    /// Whether it is a man or a woman whom a subject means, where that is clear.
    fn gender_of(&self, subject: &Subject, resolved: &Resolved) -> Option<Gender> {
        if resolved.is_pronoun {
            return pronoun_gender(self.article.lower(subject.head));
        }
        match &resolved.referent {
            Referent::Chain(chain) => self.names.chains[*chain].gender,
            Referent::Words(..) => self.noun_gender(subject.head),
            Referent::Unknown => None,
        }
    }

    /// Whether a noun is one for men or for women.
    fn noun_gender(&self, head: usize) -> Option<Gender> {
        let word = self.article.lower(head);
        let women = [
            "mother", "wife", "daughter", "sister", "girl", "lady", "actress",
        ];
        let men = ["father", "husband", "son", "brother", "boy", "businessman"];
        if women.contains(&word) || word.ends_with("woman") {
            return Some(Gender::Female);
        }
        (men.contains(&word) || word == "man" || word.ends_with("spokesman"))
            .then_some(Gender::Male)
    }

    /// Whether a name stands as that of a thing: nobody says he or she of `the Evening Star`.
    pub(super) fn is_thing(&self, mention: &Mention) -> bool {
        let before = mention.with_titles.checked_sub(1);
        mention.titles.is_empty() && before.is_some_and(|at| self.article.is_any(at, &["the"]))
    }

    /// Whether a pronoun that follows may mean the same.
    fn may_go_on(&self, subject: &Subject, resolved: &Resolved) -> bool {
        match &resolved.referent {
            Referent::Chain(chain) => {
                let chain = &self.names.chains[*chain];
                let named = self.names.mention_ending(subject.head);
                let is_thing = named.is_some_and(|mention| self.is_thing(mention));
                resolved.is_pronoun || chain.is_person || !chain.is_organisation && !is_thing
            }
            Referent::Words(..) => self.is_one_person(subject.head),
            Referent::Unknown => false,
        }
    }

    /// Whether a noun is one for a single person.
    pub fn is_one_person(&self, head: usize) -> bool {
        let word = self.article.lower(head);
        let endings = ["man", "woman", "er", "or", "ist", "ian"];
        let is_human = self.article.is(head, class::HUMAN)
            || !self.article.is(head, class::THING)
                && endings.iter().any(|ending| word.ends_with(ending));
        is_human && !word.ends_with('s')
    }

    fn resolve_one(
        &self,
        event: &Event,
        last: &LastSpeakers,
        events: &[Event],
        speaks: &[bool],
        shown: &[Option<Gender>],
    ) -> Resolved {
        let subject = &event.subject;
        let certain = |referent: Referent, is_ambiguous: bool| Resolved {
            ranked: vec![(referent.clone(), 1.0)],
            referent,
            is_pronoun: false,
            is_ambiguous,
            is_doubtful: false,
        };
        // Somebody by name, and others who bear the same.
        let called = |mention: &Mention| {
            let others = mention
                .namesakes
                .iter()
                .map(|chain| Referent::Chain(*chain));
            let mut resolved = certain(Referent::Chain(mention.chain), mention.is_ambiguous);
            resolved.ranked.extend(others.map(|other| (other, 1.0)));
            resolved
        };
        if let Some(antecedent) = subject.antecedent {
            let mention = self.names.mention_ending(antecedent.head);
            return match mention.filter(|_| antecedent.kind == SubjectKind::Name) {
                Some(mention) => called(mention),
                None => certain(
                    Referent::Words(antecedent.first, antecedent.head + 1),
                    false,
                ),
            };
        }
        if subject.kind == SubjectKind::Name
            && let Some(mention) = self.names.mention_ending(subject.head)
        {
            return called(mention);
        }
        if subject.kind != SubjectKind::Pronoun {
            if let Some(mention) = self.writer_of(subject) {
                return called(mention);
            }
            let mut resolved = certain(Referent::Words(subject.first, subject.end), false);
            // `the minister`: perhaps whoever spoke last by a name.
            let is_epithet = self.article.is(subject.head, class::EPITHET)
                && self.article.is_any(subject.first, &["the"]);
            let latest = last.latest().filter(|_| is_epithet);
            resolved
                .ranked
                .extend(latest.map(|chain| (Referent::Chain(chain), 0.5)));
            return resolved;
        }
        let Some(gender) = pronoun_gender(self.article.lower(subject.head)) else {
            return Resolved {
                referent: Referent::Unknown,
                ranked: Vec::new(),
                is_pronoun: true,
                is_ambiguous: true,
                is_doubtful: true,
            };
        };
        let last = last.of(gender);
        let ranked = self.rank(event, gender, last, events, speaks, shown);
        let first = ranked.first().map(|(referent, _)| referent);
        let is_doubtful = last.is_some_and(|last| {
            let last = &last.resolved;
            let is_open = last.is_pronoun && (last.is_doubtful || last.margin() < MARGIN);
            is_open && first == Some(&last.referent)
        });
        Resolved {
            referent: ranked
                .first()
                .map_or(Referent::Unknown, |(referent, _)| referent.clone()),
            ranked,
            is_pronoun: true,
            is_ambiguous: false,
            is_doubtful,
        }
    }

    /// The person whose writing it is that speaks: `Dr Lee’s letter said`.
    fn writer_of(&self, subject: &Subject) -> Option<&Mention> {
        let article = self.article;
        if subject.has_phrase || !article.is(subject.head, class::WRITING) {
            return None;
        }
        let mention = self.names.mention_at(subject.first)?;
        let is_owner = mention.with_titles == subject.first
            && mention.end < subject.head
            && article.is_possessive(mention.end);
        let is_person = self.names.chain_of(mention).is_person && !mention.is_organisation;
        (is_owner && is_person).then_some(mention)
    }

    /// The people before a pronoun by how much they stand out.
    fn rank(
        &self,
        event: &Event,
        gender: Gender,
        last: Option<&Spoke>,
        events: &[Event],
        speaks: &[bool],
        shown: &[Option<Gender>],
    ) -> Vec<(Referent, f64)> {
        let article = self.article;
        let at = event.subject.first;
        let (sentence, paragraph) = (article.sentence[at], article.paragraph[at]);
        let mut before = at.checked_sub(1);
        if let Some(mark) = before.filter(|mark| article.is_any(*mark, &[",", "—", "–"])) {
            before = mark.checked_sub(1);
        }
        let own = before.filter(|mark| self.closes(*mark));
        let own = own.and_then(|mark| article.quotation[mark]);
        let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
        let mut is_in_own: BTreeSet<usize> = BTreeSet::new();
        // Those whom the paragraph itself names as the subject of a sentence.
        let mut is_topic: BTreeSet<usize> = BTreeSet::new();
        // Whoever a sentence between the last speech and this one is about, the last of them.
        let mut topic_since: Option<usize> = None;
        let spoke_in = last.map(|last| article.sentence[events[last.event].verb]);
        let told = event.following.addressee;
        let is_told = |mention: &Mention| {
            told.is_some_and(|(first, end)| first <= mention.first && mention.end <= end)
        };
        let told: BTreeSet<usize> = self.names.mentions[self
            .names
            .mentions
            .partition_point(|one| told.is_none_or(|(first, _)| one.first < first))..]
            .iter()
            .take_while(|mention| is_told(mention))
            .map(|mention| mention.chain)
            .collect();
        let end = self
            .names
            .mentions
            .partition_point(|mention| mention.first < at);
        for mention in self.names.mentions[..end].iter().rev().take(MOST_NAMES) {
            work::look();
            let distance = paragraph - article.paragraph[mention.first];
            let sentences = sentence - article.sentence[mention.first];
            if distance > FARTHEST || sentences > MOST_SENTENCES {
                break;
            }
            let fits = |number: &usize| {
                let known = self.names.chains[*number].gender.or(shown[*number]);
                known.is_none_or(|known| known == gender)
            };
            // Of several of that name those who are men, or women.
            let mut namesakes = std::iter::once(&mention.chain).chain(&mention.namesakes);
            let Some(number) = namesakes.find(|number| fits(number)).copied() else {
                continue;
            };
            let chain = &self.names.chains[number];
            let may_be = chain.is_person
                || speaks[number] && !self.is_thing(mention) && !chain.is_organisation;
            if !may_be || told.contains(&number) {
                continue;
            }
            let quotation = article.quotation[mention.first];
            let mut weight = match quotation {
                Some(_) if quotation == own || distance == 0 && own.is_some() => {
                    is_in_own.insert(number);
                    0.1
                }
                Some(_) => 0.25,
                None => 1.0,
            };
            weight *= decay(0.75, sentences) * decay(0.8, distance);
            let prominence = match self.is_object(mention) {
                true => self.prominence(mention).min(1.0),
                false => self.prominence(mention),
            };
            weight *= prominence;
            if distance == 0 && quotation.is_none() && prominence >= 1.5 {
                is_topic.insert(number);
            }
            let is_between = sentences > 0
                && spoke_in.is_some_and(|spoke| article.sentence[mention.first] > spoke);
            if is_between && quotation.is_none() && prominence >= 1.5 && topic_since.is_none() {
                topic_since = Some(number);
            }
            if chain.gender == Some(gender) {
                weight *= 1.4;
            }
            if chain.is_person {
                weight *= 1.5;
            }
            if chain.full.is_some() {
                weight *= 1.1;
            }
            let known = weights.entry(number).or_default();
            *known = known.max(weight) + 0.15 * known.min(weight);
        }
        let since = spoke_in.map_or(0, |spoke| spoke + 1);
        let introduced = match topic_since {
            Some(_) => None,
            None => self.introduced(since, sentence, gender),
        };
        let mut ranked: Vec<(Referent, f64)> = Vec::new();
        if let Some(last) = last {
            let spoke = &events[last.event].subject;
            let distance = paragraph.saturating_sub(article.paragraph[spoke.first]);
            if let Some(weight) = topic_since.and_then(|topic| weights.get_mut(&topic)) {
                *weight *= TOPIC;
            }
            let may_speak = |chain: usize, distance: usize| {
                let known = &self.names.chains[chain];
                (known.gender.or(shown[chain])).is_none_or(|known| known == gender)
                    && !told.contains(&chain)
                    && distance <= 4
                    && (known.is_person || !known.is_organisation)
            };
            match last.resolved.referent {
                Referent::Chain(chain) if may_speak(chain, distance) => {
                    let (old, new) = match is_in_own.contains(&chain) {
                        true => (0.5, 0.75),
                        false => (1.0, 1.0),
                    };
                    // A paragraph that has begun with somebody else goes on about them.
                    let is_left =
                        distance > 0 && !is_topic.is_empty() && !is_topic.contains(&chain)
                            || topic_since.is_some_and(|topic| topic != chain)
                            || introduced.is_some();
                    let new = if is_left { new * LEFT } else { new };
                    let is_person = self.names.chains[chain].is_person;
                    let new = if is_person { new } else { new * MAYBE_PERSON };
                    let weight = weights.entry(chain).or_default();
                    *weight = *weight * old + 3.2 * decay(0.72, distance) * new;
                }
                Referent::Words(first, end) => {
                    let is_left = distance > 0 && !is_topic.is_empty() || topic_since.is_some();
                    let left = if is_left { LEFT } else { 1.0 };
                    // `the senator` is whoever was named before.
                    let is_epithet =
                        article.is(spoke.head, class::EPITHET) && article.is_any(first, &["the"]);
                    let heaviest = (weights.iter())
                        .max_by(|(_, one), (_, other)| one.total_cmp(other))
                        .map(|(chain, _)| *chain)
                        .filter(|_| is_epithet);
                    if let Some(before) = last.before.filter(|before| may_speak(*before, distance))
                    {
                        let weight = 3.2 * decay(0.72, distance) * left;
                        *weights.entry(before).or_default() += weight * OVERTAKEN;
                    }
                    if distance <= 1 && self.is_one_person(spoke.head) {
                        let weight = 3.0 * decay(0.6, distance) * left;
                        match heaviest {
                            Some(chain) => *weights.entry(chain).or_default() += weight,
                            None => ranked.push((Referent::Words(first, end), weight)),
                        }
                    }
                }
                _ => {}
            }
        }
        if let Some((first, end)) = introduced {
            ranked.push((Referent::Words(first, end), INTRODUCED));
        }
        let chains = weights.into_iter();
        ranked.extend(chains.map(|(chain, weight)| (Referent::Chain(chain), weight)));
        ranked.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        ranked
    }

    /// Somebody without a name with whom one of the last sentences before one begins, but none
    /// before `since`: `A teacher from Leeds was shaken.`
    fn introduced(&self, since: usize, before: usize, gender: Gender) -> Option<(usize, usize)> {
        const SENTENCES: usize = 3;
        const LONGEST: usize = 8;
        let article = self.article;
        let from = since.max(before.saturating_sub(SENTENCES));
        (from..before).rev().find_map(|sentence| {
            let (low, high) = article.sentences[sentence];
            if !article.is_any(low, &["a", "an", "one", "another"]) || article.is_quoted(low) {
                return None;
            }
            let mut inside = low + 1..high.min(low + LONGEST);
            let noun = inside.find(|at| self.is_one_person(*at) || article.stops(*at))?;
            let is_one = self.is_one_person(noun)
                && !article.is_possessive(noun + 1)
                && (low..noun).all(|at| self.names.at[at].is_none())
                && self.noun_gender(noun).is_none_or(|known| known == gender);
            is_one.then_some((low, noun + 1))
        })
    }

    /// Whether a name stands between a comma and a verb, as the subject of a sentence that
    /// begins with something else: `Asked whether Mr Hall was right, Lee demurred.`
    fn is_main_subject(&self, mention: &Mention) -> bool {
        let article = self.article;
        let before = mention.with_titles.checked_sub(1);
        let follows_comma =
            before.is_some_and(|at| article.is_any(at, &[","]) && !article.is_quoted(at));
        let is_verb = |at: usize| {
            article.tokens.get(at).is_some_and(|token| {
                token.first.is_lowercase()
                    && (token.is(class::AUXILIARY)
                        || token.cue.is_some()
                        || token.lower.ends_with("ed"))
            })
        };
        let is_adverb = |at: usize| article.tokens.get(at).is_some_and(|one| one.is_adverb());
        follows_comma
            && (is_verb(mention.end) || is_adverb(mention.end) && is_verb(mention.end + 1))
    }

    /// Whether a name stands right behind a verb: `forcing Lee to resign`.
    fn is_object(&self, mention: &Mention) -> bool {
        let article = self.article;
        let Some(before) = mention.with_titles.checked_sub(1) else {
            return false;
        };
        let token = &article.tokens[before];
        token.is_lower
            && article.sentence[before] == article.sentence[mention.first]
            && (token.cue.is_some()
                || token.is(class::VERB)
                || token.lower.ends_with("ing")
                || token.lower.ends_with("ed"))
    }

    /// Whether a sentence begins with a token, or with `and` or `but` before it.
    fn begins_sentence(&self, at: usize) -> bool {
        let article = self.article;
        article.begins(at)
            || at > 0 && article.is_any(at - 1, &["and", "but"]) && article.begins(at - 1)
    }

    /// How much a name stands out where it stands: as the first of its sentence, or behind
    /// a preposition.
    pub fn prominence(&self, mention: &Mention) -> f64 {
        let article = self.article;
        // `Lee's been away` is no possessive.
        let is_verb = article.is_any(mention.end + 1, &["been", "not", "a", "an", "the"]);
        let is_owner = article.is_possessive(mention.end) && !is_verb;
        let links = [
            "of",
            "for",
            "to",
            "with",
            "by",
            "at",
            "from",
            "against",
            "about",
            "on",
            "in",
            "than",
            "like",
            "over",
            "supporting",
            "including",
        ];
        // `a Lee supporter` is not Lee.
        let is_modifier = article.is(mention.end, class::HUMAN)
            && article.tokens[mention.end].first.is_lowercase();
        let is_behind_link =
            mention.with_titles > 0 && article.is_any(mention.with_titles - 1, &links);
        // `As for Lee, he …`, `And for Lee, it is …`: whom a sentence is about.
        let is_topic = mention.with_titles > 1
            && article.is_any(mention.with_titles - 1, &["for"])
            && (article.is_any(mention.with_titles - 2, &["as"])
                && article.is_any(mention.end, &[","])
                || self.begins_sentence(mention.with_titles - 1));
        let is_behind_link = is_behind_link && !is_topic;
        let mut weight = 1.0;
        if !is_owner && !is_behind_link && (mention.is_first || self.is_main_subject(mention)) {
            weight *= 2.0;
        }
        if is_behind_link {
            weight *= 0.6;
        }
        if is_owner {
            weight *= 0.7;
        }
        if is_modifier {
            weight *= 0.2;
        }
        weight
    }
}

/// What is left of a weight after some steps.
pub fn decay(base: f64, steps: usize) -> f64 {
    base.powi(i32::try_from(steps).unwrap_or(i32::MAX))
}
