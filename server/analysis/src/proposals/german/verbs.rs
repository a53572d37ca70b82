//! German verbs of speech: who stands beside one, and what it says.

use super::phrases::Place;
use super::{German, Speech};
use crate::proposals::article::{Mark, Sentence};
use crate::proposals::lexicon::{Cue, class, cue};
use crate::proposals::sieve::Sieve;
use crate::proposals::subject::{Inherited, Subject, SubjectKind};

/// How many tokens a clause has at most between a verb and what belongs to it.
const LONGEST: usize = 40;

/// How many clauses may stand between a verb and what was said.
const MOST_CLAUSES: usize = 4;

/// `so`, which stands for a verb behind what was said.
const SO: Cue = Cue {
    lemma: "so",
    classes: cue::SAY,
};

/// `hatte gesagt`
pub const HAS_SAID: &str = "gesagt haben";

/// `hieß es`
const IS_SAID: Cue = Cue {
    lemma: "heißen",
    classes: cue::SAY,
};

/// `wird zitiert`
const IS_QUOTED: Cue = Cue {
    lemma: "zitieren",
    classes: cue::CALL,
};

impl German<'_> {
    /// Reads what a verb says, if a token is one.
    pub fn read_verb(&mut self, verb: usize, sentence: Sentence) {
        let article = self.article;
        if !article.tokens[verb].is_lower {
            return;
        }
        if article.is(verb, class::PARTICIPLE) {
            self.read_participle(verb, sentence);
        }
        let Some(cue) = self.cue_at(verb, sentence.1) else {
            return;
        };
        if self.read_behind(verb, cue, sentence) {
            return;
        }
        if cue.lemma == "so"
            || cue.lemma == "zitieren"
                && cue.classes == cue::CALL
                && !article.is_cue(verb, cue::CALL)
        {
            return;
        }
        let (low, high) = sentence;
        let before = match cue.lemma {
            "heißen" => None,
            _ => self.subject_before(verb, low),
        };
        // `Relativierend sagte Lee`: what stands alone before a verb may be no noun.
        let is_doubtful = before.as_ref().is_some_and(|one| self.may_be_no_noun(one))
            && !article.lower(verb).ends_with("en");
        let behind = match is_doubtful {
            true => self.subject_after(verb, cue, sentence),
            false => None,
        };
        let before = before.filter(|_| behind.is_none());
        let is_before = before.is_some();
        // `Wie die Stadt mitteilte` is read with its clause.
        let is_as = |one: &Subject| one.first > low && article.is_any(one.first - 1, &["wie"]);
        if before.as_ref().is_some_and(is_as) {
            return;
        }
        let speech = match before
            .or(behind)
            .or_else(|| self.subject_after(verb, cue, sentence))
        {
            Some(subject) => Speech {
                verb,
                subject,
                is_inverted: !is_before,
                is_according: false,
                lemma: cue.lemma,
                classes: cue.classes,
            },
            None => match self.inherited(verb, low) {
                Some(subject) => Speech {
                    verb,
                    subject,
                    is_inverted: false,
                    is_according: false,
                    lemma: cue.lemma,
                    classes: cue.classes,
                },
                None => return,
            },
        };
        if !self.is_singular_she(&speech) {
            return;
        }
        let from = match speech.is_inverted {
            true => speech.subject.full_end,
            false => verb + 1,
        };
        self.read_content(speech, from, (low, high));
    }

    /// Whether the capital of a subject may be that of the sentence alone.
    fn may_be_no_noun(&self, subject: &Subject) -> bool {
        let article = self.article;
        subject.kind == SubjectKind::Noun
            && article.begins(subject.first)
            && !article.is(subject.first, class::DETERMINER)
            && !self.nouns.contains(article.lower(subject.first))
    }

    /// The verb of speech of which a token is a form, with the word that ends its clause.
    fn cue_at(&self, verb: usize, high: usize) -> Option<Cue> {
        let article = self.article;
        let lower = article.lower(verb);
        if lower == "so" {
            let behind_comma =
                verb > 0 && (article.is_any(verb - 1, &[","]) || self.closes(verb - 1));
            return (behind_comma && self.phrase_begins(verb + 1, high)).then_some(SO);
        }
        if matches!(lower, "heißt" | "hieß") && article.is_any(verb + 1, &["es"]) {
            return Some(IS_SAID);
        }
        let parted = article.lexicon.parted(lower);
        if !parted.is_empty() {
            let end = self.find(
                verb + 1,
                high.min(verb + LONGEST),
                &[",", ":", ".", "„", "–", "!", "?"],
            );
            let end = end.unwrap_or(high.min(verb + LONGEST));
            let known = parted.iter().find(|(prefix, _)| {
                article.is_any(end - 1, &[prefix])
                    || *prefix == "hin" && article.is_any(end - 1, &["darauf", "hin"])
                    || *prefix == "davon" && article.is_any(end - 1, &["aus"])
            });
            if let Some((_, cue)) = known {
                return Some(*cue);
            }
        }
        if article.is(verb, class::PASSIVE)
            && verb > 0
            && (article.is_any(verb - 1, &[","]) || self.closes(verb - 1))
        {
            let end = self.find(verb + 1, high.min(verb + LONGEST), &[",", ":", ".", "„"]);
            let is_quoted = end.is_some_and(|end| article.is_any(end - 1, &["zitiert"]));
            if is_quoted {
                return Some(IS_QUOTED);
            }
        }
        article.tokens[verb].cue
    }

    /// The subject behind a verb: the verb is the second part of its clause.
    fn subject_after(&self, verb: usize, cue: Cue, sentence: Sentence) -> Option<Subject> {
        if cue.lemma == "heißen" {
            return self.subject_of_is_said(verb, sentence);
        }
        self.subject_behind(verb, sentence.1)
    }

    /// In what it is said: `hieß es in einer Mitteilung der Polizei`.
    fn subject_of_is_said(&self, verb: usize, (low, high): Sentence) -> Option<Subject> {
        let article = self.article;
        let links = ["in", "im", "bei", "beim", "aus", "von", "vom", "seitens"];
        let at = verb + 2;
        if article.is_any(at, &links) && at < high {
            return self.phrase(at + 1, high, Place::BeforeVerb);
        }
        let first = if article.is_any(low, &["so"]) {
            low + 1
        } else {
            low
        };
        if article.is_any(first, &links) {
            let subject = self.phrase(first + 1, verb, Place::BeforeVerb)?;
            return (subject.end == verb).then_some(subject);
        }
        None
    }

    /// The subject of the sentence for a verb behind `und`.
    fn inherited(&self, verb: usize, low: usize) -> Option<Subject> {
        let article = self.article;
        if verb <= low || !article.is_any(verb - 1, &["und", "aber"]) {
            return None;
        }
        let last = self
            .events
            .last()
            .filter(|event| event.sentence.0 == low && !event.is_according);
        let subject = match last {
            Some(event) => event.subject.clone(),
            None => {
                let subject = self.phrase(low, verb, Place::BeforeVerb)?;
                if subject.end >= verb || !article.tokens[subject.end].is_lower {
                    return None;
                }
                subject
            }
        };
        Some(Subject {
            inherited: Some(Inherited::Coordinated),
            ..subject
        })
    }

    /// Whether a subject is not `sie` for several people, or the polite one.
    fn is_singular_she(&self, speech: &Speech) -> bool {
        let article = self.article;
        if speech.subject.kind != SubjectKind::Pronoun {
            return true;
        }
        match article.lower(speech.subject.head) {
            "er" => true,
            "sie" => {
                let verb = article.lower(speech.verb);
                let is_polite = article.tokens[speech.subject.head].first == 'S'
                    && !article.begins(speech.subject.head);
                !verb.ends_with("en") && !is_polite
            }
            _ => false,
        }
    }

    /// Reads `„…“, sagte Lee`, `…, sagte Lee` and `…, so Lee`. Says whether it is one of these.
    fn read_behind(&mut self, verb: usize, cue: Cue, sentence: Sentence) -> bool {
        let article = self.article;
        let (low, high) = sentence;
        if verb <= low {
            return false;
        }
        let is_comma = article.is_any(verb - 1, &[",", "–", "—"]);
        let before = if is_comma { verb - 1 } else { verb };
        if before <= low || !is_comma && !self.closes(before - 1) {
            return false;
        }
        let closes = self.closes(before - 1);
        if !closes && (cue.classes & cue::SAY == 0 && cue.lemma != "zitieren") {
            return false;
        }
        let quotation = article.quotation[before - 1].map(|number| article.quotations[number]);
        let behind = self.subject_after(verb, cue, sentence);
        let Some(subject) = behind else {
            return cue.lemma == "heißen";
        };
        let is_pronoun_of_verb = subject.kind == SubjectKind::Pronoun;
        let end = subject.full_end;
        let stop = self
            .find(end, high, &[",", ":", ";", "„", "."])
            .unwrap_or(high);
        if !closes && !is_pronoun_of_verb && stop > end + LONGEST {
            return false;
        }
        let speech = Speech {
            verb,
            subject,
            is_inverted: true,
            is_according: cue.lemma == "so",
            lemma: cue.lemma,
            classes: cue.classes,
        };
        if !self.is_singular_she(&speech) {
            return true;
        }
        let starts = quotation.filter(|_| closes).map(|quoted| quoted.first);
        let is_whole = starts.is_some_and(|first| {
            first == low
                || article.is_any(first - 1, &[":"])
                || article.sentence[first - 1] != article.sentence[first]
        });
        if !closes || !is_whole {
            let begins = self.clause_low(low, before);
            let Some(begins) = begins else {
                return false;
            };
            if !closes && self.has_object(speech.subject.full_end, stop) {
                return false;
            }
            let finite = class::INDICATIVE | class::SUBJUNCTIVE;
            if !closes
                && (self.subject_before(verb, low).is_some()
                    || !self.is_subjunctive(begins, before, finite)
                        && !self.has_cue(begins, before))
            {
                return false;
            }
            // `Als er kam, sagte Lee, dass …`
            let goes_on = article.is_any(stop, &[","])
                && article.is_any(stop + 1, &["dass", "daß", "ob"])
                || article.is_any(stop, &[":"])
                || article.is_any(stop, &[","])
                    && !closes
                    && self.is_subjunctive(stop, high, class::STRONG_SUBJUNCTIVE)
                    && !self.is_subjunctive(low, before, class::STRONG_SUBJUNCTIVE);
            if goes_on || before - begins < 3 {
                return false;
            }
            let event = self.push_event(speech, sentence);
            let sieve = match (closes, cue.lemma == "so") {
                (true, _) => Sieve::ClauseWithQuotationThenVerb,
                (false, true) => Sieve::ClauseThenAccording,
                (false, false) => Sieve::ClauseThenVerb,
            };
            self.push(event, (begins, before), sieve);
            self.read_rest(event, stop, high, Sieve::SplitClause);
            return true;
        }
        let Some(quoted) = quotation else {
            return false;
        };
        let event = self.push_event(speech, sentence);
        let sieve = match cue.classes & (cue::SAY | cue::ASK) > 0 {
            true if is_comma || article.is_any(before.saturating_sub(2), &["!", "?"]) => {
                Sieve::QuotationThenVerb
            }
            true => Sieve::QuotationThenVerbLoosely,
            false => Sieve::QuotationThenAnyVerb,
        };
        self.push(event, (quoted.first, quoted.end), sieve);
        self.read_rest(event, stop, high, Sieve::SplitQuotation);
        true
    }

    /// Whether an object of the verb stands behind its subject, or a negation.
    fn has_object(&self, from: usize, stop: usize) -> bool {
        let article = self.article;
        let is_object =
            |at: usize| article.is(at, class::DETERMINER) || article.tokens[at].is_capital();
        from < stop
            && (is_object(from)
                || (from..stop).any(|at| article.is_any(at, &["nicht", "keine", "keinen"])))
    }

    fn has_cue(&self, from: usize, end: usize) -> bool {
        (from..end).any(|at| self.article.tokens[at].is_lower && self.article.is_cue(at, u8::MAX))
    }

    /// What is said behind `…, sagte Lee`: a second part.
    fn read_rest(&mut self, event: usize, stop: usize, high: usize, sieve: Sieve) {
        let article = self.article;
        let is_mark = article.is_any(stop, &[",", ":", "."]) && !article.is_quoted(stop);
        let from = if is_mark { stop + 1 } else { stop };
        if from >= high || stop >= high {
            return;
        }
        if article.mark[from] == Mark::Opens && is_mark {
            let Some(number) = article.quotation[from] else {
                return;
            };
            let quoted = article.quotations[number];
            if quoted.end >= high || article.is_any(quoted.end, &[".", ","]) {
                self.push(event, (quoted.first, quoted.end), Sieve::SplitQuotation);
            }
            return;
        }
        if sieve == Sieve::SplitClause
            && article.is_any(stop, &[","])
            && self.is_subjunctive(from, high, class::STRONG_SUBJUNCTIVE)
        {
            let end = self.content_end(from, high);
            self.push(event, (from, end), sieve);
        }
    }

    /// Where the clause begins that ends at a token: the sentence, without what leads over to
    /// it. Nothing where it is a subordinate one.
    fn clause_low(&self, low: usize, before: usize) -> Option<usize> {
        let article = self.article;
        let subordinates = article.is(low, class::SUBORDINATOR)
            && !article.is_any(low, &["dass", "während", "seit"]);
        if subordinates || article.is_any(low, &["wie"]) {
            return None;
        }
        // What stands before a colon is the writer's.
        let colon = self.find(low, before, &[":"]);
        Some(colon.map_or(low, |colon| colon + 1))
    }

    /// Reads what stands behind a verb and its subject.
    fn read_content(&mut self, speech: Speech, from: usize, sentence: Sentence) {
        let article = self.article;
        let high = sentence.1;
        let mut from = from;
        let behind_subject = from;
        let lemma = speech.lemma;
        let says = speech.classes & (cue::SAY | cue::ASK | cue::THINK | cue::DOCUMENT) > 0;
        for _ in 0..MOST_CLAUSES {
            let Some(at) = self.find(
                from,
                high.min(from + 4 * LONGEST),
                &[",", ":", "„", ";", "–"],
            ) else {
                return;
            };
            if article.is_quoted(at) {
                let Some(quoted) = article.quotation[at].map(|number| article.quotations[number])
                else {
                    return;
                };
                let words = article.count_words(quoted.first, quoted.end);
                if at - from > 12 || words < 3 && speech.classes & cue::CALL == 0 {
                    from = self.next(at);
                    continue;
                }
                let sieve = match speech.classes & cue::CALL > 0 {
                    true => Sieve::Naming,
                    false => Sieve::VerbThenQuotationLoosely,
                };
                let event = self.push_event(speech, sentence);
                self.push(event, (quoted.first, quoted.end), sieve);
                return;
            }
            if article.is_any(at, &[":"]) {
                let event = self.push_event(speech, sentence);
                self.read_colon(event, at, high);
                return;
            }
            if !article.is_any(at, &[","]) {
                return;
            }
            let next = at + 1;
            if next >= high {
                return;
            }
            if article.mark[next] == Mark::Opens {
                let Some(quoted) = article.quotation[next].map(|number| article.quotations[number])
                else {
                    return;
                };
                let ends = quoted.end >= high
                    || article.is_any(quoted.end, &[".", "!", "?"]) && quoted.end + 1 >= high;
                if ends && says {
                    let event = self.push_event(speech, sentence);
                    self.push(event, (quoted.first, quoted.end), Sieve::VerbThenQuotation);
                    return;
                }
            }
            if !says {
                return;
            }
            if article.is_any(next, &["dass", "daß", "das"])
                && (article.lower(next) != "das"
                    || lemma == "sagen"
                        && self.is_subjunctive(next, high, class::STRONG_SUBJUNCTIVE))
            {
                let event = self.push_event(speech, sentence);
                let end = self.content_end(next + 1, high);
                self.push(event, (next, end), Sieve::That);
                return;
            }
            if article.is(next, class::QUESTION) && !article.is_any(next, &["wie"]) {
                let event = self.push_event(speech, sentence);
                let end = self.content_end(next, high);
                self.push(event, (next, end), Sieve::Question);
                return;
            }
            let clause_end = self.find(next, high, &[","]).unwrap_or(high);
            let is_insertion = article.is(next, class::SUBORDINATOR)
                || article.is_any(
                    next,
                    &["die", "der", "das", "dem", "den", "deren", "dessen"],
                ) && !self.is_main_clause(next, clause_end);
            let end = self.content_end(next, high);
            if self.is_subjunctive(next, end, class::SUBJUNCTIVE) && !is_insertion {
                let event = self.push_event(speech, sentence);
                self.push(event, (next, end), Sieve::Bare);
                return;
            }
            // The comma behind what is inserted: `sagte Lee, die Leiterin, in Kiel: „…“`
            if !is_insertion && at != behind_subject {
                return;
            }
            from = next;
        }
    }

    /// Whether the verb of a clause is not its last word.
    fn is_main_clause(&self, from: usize, end: usize) -> bool {
        let article = self.article;
        (from..end.saturating_sub(1)).any(|at| {
            !article.is_quoted(at)
                && article.tokens[at].is_lower
                && article.is(at, class::SUBJUNCTIVE)
                && !article.is_any(at + 1, &[",", "."])
        })
    }

    /// Reads what stands behind a colon.
    fn read_colon(&mut self, event: usize, colon: usize, high: usize) {
        let article = self.article;
        let next = colon + 1;
        if next >= article.len() {
            return;
        }
        if article.mark[next] == Mark::Opens && article.paragraph[next] == article.paragraph[colon]
        {
            if let Some(quoted) = article.quotation[next].map(|number| article.quotations[number]) {
                // `…: „…“, sagte er` has its verb behind it.
                let is_behind = |at: usize| {
                    at < article.len()
                        && article.sentence[at] == article.sentence[quoted.first]
                        && article.tokens[at].is_lower
                };
                let is_comma = article.is_any(quoted.end, &[","]);
                let goes_on = is_behind(quoted.end)
                    || is_comma
                        && is_behind(quoted.end + 1)
                        && article.is_cue(quoted.end + 1, cue::SPEECH);
                if !goes_on {
                    self.push(event, (quoted.first, quoted.end), Sieve::VerbColonQuotation);
                }
            }
            return;
        }
        if next < high && self.is_subjunctive(next, high, class::STRONG_SUBJUNCTIVE) {
            let end = self.content_end(next, high);
            self.push(event, (next, end), Sieve::Colon);
        }
    }

    /// Reads `Lee hatte gesagt, dass …`.
    fn read_participle(&mut self, verb: usize, sentence: Sentence) {
        let article = self.article;
        let (low, high) = sentence;
        if verb + 1 >= high || article.is_quoted(verb + 1) || !article.is_any(verb + 1, &[",", ":"])
        {
            return;
        }
        let from = low.max(verb.saturating_sub(LONGEST));
        let clause = (from..verb)
            .rev()
            .find(|at| article.is_quoted(*at) || article.is_any(*at, &[",", ";", ":"]));
        let clause = clause.map_or(from, |at| at + 1);
        let Some(have) = (clause..verb).find(|at| article.is(*at, class::HAVE)) else {
            return;
        };
        let subject = self.subject_before(have, low);
        let is_inverted = subject.is_none();
        let Some(subject) = subject.or_else(|| self.subject_behind(have, verb)) else {
            return;
        };
        let speech = Speech {
            verb,
            subject,
            is_inverted,
            is_according: false,
            lemma: HAS_SAID,
            classes: cue::SAY,
        };
        let is_plural = article.lower(have).ends_with("en");
        if speech.subject.kind == SubjectKind::Pronoun
            && (is_plural || !article.is_any(speech.subject.head, &["er", "sie"]))
        {
            return;
        }
        self.read_content(speech, verb + 1, sentence);
    }
}
