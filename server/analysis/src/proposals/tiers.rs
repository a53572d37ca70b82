//! How sure a proposal is, by its sieve, its verb and its subject.

use super::events::Event;
use super::fragment::Fragment;
use super::lexicon::{class, cue};
use super::sieve::Sieve;
use super::subject::{Inherited, Reading, Subject, SubjectKind};
use crate::syntax::QuoteForm;

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Right 97 times in 100.
    Sure,
    /// Right 8 to 9 times in 10.
    Likely,
    /// Right every second time.
    Possible,
    /// Not offered.
    Weak,
}

impl Tier {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sure => "sure",
            Self::Likely => "likely",
            Self::Possible => "possible",
            Self::Weak => "weak",
        }
    }
}

/// Words that were found, and what their tier depends on.
struct Case<'a> {
    fragment: &'a Fragment,
    event: &'a Event,
    subject: &'a Subject,
    lemma: &'static str,
    /// How many tokens they are.
    length: usize,
    /// What stands before the subject.
    before: Before,
    /// Whether the subject begins a sentence or a clause that stands alone.
    at_edge: bool,
    /// Whether the verb is negated, or says what may be.
    is_open: bool,
    /// Whether the subject stands beside the verb.
    is_own: bool,
    /// Whether the subject is a name or a pronoun.
    is_named: bool,
    /// Whether it is one of these, or a noun alone.
    is_plain: bool,
    /// Whether it is `who` or `which`.
    is_relative: bool,
    /// Whether it is a group of people who were asked.
    is_group: bool,
}

impl<'a> Case<'a> {
    fn of(reading: &Reading<'_>, fragment: &'a Fragment, event: &'a Event) -> Self {
        let article = reading.article;
        let subject = &event.subject;
        let before = reading.before(subject);
        let is_named = subject.is_name_or_pronoun() && !subject.has_phrase;
        let mut auxiliaries = subject.auxiliaries.iter();
        Self {
            fragment,
            event,
            subject,
            lemma: event.lemma.unwrap_or_default(),
            length: fragment.end - fragment.first,
            at_edge: matches!(
                before,
                Before::Sentence | Before::Conjunction | Before::Comma
            ),
            before,
            is_open: auxiliaries.any(|at| article.is(*at, class::MODAL | class::NEGATION)),
            is_own: subject.inherited.is_none(),
            is_named,
            is_plain: is_named || subject.kind == SubjectKind::Noun && !subject.has_phrase,
            is_relative: article.is_any(subject.head, &["who", "which", "that"]),
            is_group: article.is(subject.head, class::GROUP),
        }
    }
}

/// What stands before the subject of a clause.
#[derive(PartialEq, Eq)]
enum Before {
    Sentence,
    Quotation,
    Comma,
    Conjunction,
    Clause,
    Other,
}

impl Reading<'_> {
    /// The tier of words. Where a mark is missing nobody knows where a quotation ends.
    pub fn tier(&self, fragment: &Fragment, events: &[Event]) -> Tier {
        let quotations = (fragment.first..fragment.end).filter_map(|at| self.article.quotation[at]);
        let mut quotations = quotations.map(|number| &self.article.quotations[number]);
        let tier = self.tier_of_sieve(fragment, events);
        match quotations.any(|one| one.is_broken) {
            true => tier.max(Tier::Possible),
            false => tier,
        }
    }

    fn tier_of_sieve(&self, fragment: &Fragment, events: &[Event]) -> Tier {
        let Some(event) = fragment.event.map(|event| &events[event]) else {
            return match fragment.sieve {
                Sieve::SubjectColonQuotation | Sieve::SubjectThenQuotation => Tier::Possible,
                _ => Tier::Weak,
            };
        };
        let case = Case::of(self, fragment, event);
        let tier = self.tier_of_case(&case);
        match tier {
            Tier::Likely if self.is_doubtful(&case) => Tier::Possible,
            Tier::Possible if self.is_hardly_said(&case) => Tier::Weak,
            tier => tier,
        }
    }

    fn tier_of_case(&self, case: &Case) -> Tier {
        use Sieve as S;
        let lexicon = self.article.lexicon;
        let lemma = case.lemma;
        let event = case.event;
        let is_sure = lexicon.is_sure(lemma) || lemma == "point out";
        let at_front = matches!(case.before, Before::Sentence | Before::Comma);
        let is_of_sentence = case.subject.inherited == Some(Inherited::Participle);
        match case.fragment.sieve {
            S::QuotationThenVerb
            | S::QuotationThenAnyVerb
            | S::SplitQuotation
            | S::NextQuotation => Tier::Sure,
            S::QuotationThenVerbLoosely => match case.is_named && !case.is_open {
                true => Tier::Sure,
                false => Tier::Likely,
            },
            S::NextQuotationAfterIndirect => {
                let says = [
                    "say", "tell", "note", "write", "argue", "add", "warn", "explain",
                ];
                let is_plain = case.is_named && !case.is_open && !case.is_relative;
                match is_plain && says.contains(&lemma) {
                    true => Tier::Sure,
                    false => Tier::Possible,
                }
            }
            S::VerbThenQuotation | S::VerbColonQuotation => {
                let also = [
                    "ask", "tweet", "continue", "respond", "reply", "declare", "report", "read",
                    "quip",
                ];
                let says = ["say", "tell", "add", "write", "ask", "continue", "explain"];
                let is_noun = !case.is_named
                    && matches!(case.subject.kind, SubjectKind::Noun | SubjectKind::Name);
                let is_then = case.fragment.sieve == S::VerbThenQuotation;
                let speaks = [
                    "say", "add", "write", "note", "tell", "argue", "ask", "declare",
                ];
                // `a letter to his supporters saying:` has the noun before it as its subject.
                let is_behind_comma = event
                    .verb
                    .checked_sub(1)
                    .is_some_and(|at| self.article.is_any(at, &[",", "and"]));
                let is_joined = case.subject.inherited == Some(Inherited::Coordinated);
                let is_speech = event.classes & cue::SPEECH > 0;
                if case.is_open {
                    let is_relative = case.subject.kind == SubjectKind::Relative;
                    match case.is_own && !is_relative && !lemma.is_empty() {
                        true => Tier::Likely,
                        false => Tier::Possible,
                    }
                } else if case.is_own && (is_sure || also.contains(&lemma)) && case.is_named
                    || case.is_own && is_noun && at_front && says.contains(&lemma)
                    || case.is_own && case.is_named && is_speech && !case.is_relative
                    || is_of_sentence
                        && (is_then || is_behind_comma)
                        && case.is_named
                        && speaks.contains(&lemma)
                    || is_joined && case.is_named && is_then && speaks.contains(&lemma)
                {
                    Tier::Sure
                } else if case.is_own
                    && case.subject.kind != SubjectKind::Relative
                    && !lemma.is_empty()
                    || is_of_sentence && case.is_named
                {
                    Tier::Likely
                } else {
                    Tier::Possible
                }
            }
            S::ClauseThenVerb | S::SplitClause => self.tier_of_clause_before(case),
            S::ClauseThenQuotation => match case.is_plain && !case.is_open {
                true => Tier::Likely,
                false => Tier::Possible,
            },
            S::ClauseThenAccording | S::AccordingThenClause => Tier::Likely,
            S::That if !case.is_own => {
                let is_sure = lexicon.is_sure_participle(lemma) || lemma == "point out";
                let is_far = case.before == Before::Other;
                let is_else = matches!(lemma, "acknowledge" | "tell");
                match is_sure && !case.is_open && case.is_named && !is_far && !is_else {
                    true => Tier::Likely,
                    false => Tier::Possible,
                }
            }
            S::That if !case.is_open => {
                let of_noun = [
                    "say",
                    "tell",
                    "note",
                    "argue",
                    "warn",
                    "insist",
                    "acknowledge",
                    "add",
                    "write",
                    "report",
                    "confirm",
                    "explain",
                    "contend",
                    "stress",
                    "emphasize",
                    "announce",
                    "suggest",
                ];
                let of_name = ["report", "admit", "claim", "declare"];
                let is_noun = matches!(case.subject.kind, SubjectKind::Noun | SubjectKind::Name);
                let is_likely =
                    case.is_named && case.at_edge && (is_sure || of_name.contains(&lemma))
                        || !case.is_named && is_noun && at_front && of_noun.contains(&lemma);
                match is_likely {
                    true => Tier::Likely,
                    false => Tier::Possible,
                }
            }
            S::Bare if !case.is_open => {
                let form = self.article.lower(event.verb);
                let is_name = case.subject.kind == SubjectKind::Name;
                let is_likely = match (case.is_own, lemma) {
                    (true, "say") => {
                        let is_phrase = case.subject.kind == SubjectKind::Noun
                            && case.before == Before::Sentence
                            && form == "said";
                        case.at_edge && (case.is_plain || is_name || is_phrase)
                    }
                    (true, "suggest" | "announce" | "note" | "tell" | "recall") => {
                        at_front && is_name && !case.subject.has_phrase
                    }
                    (false, "say") => at_front && case.is_named && matches!(form, "said" | "says"),
                    _ => false,
                };
                match is_likely {
                    true => Tier::Likely,
                    false => Tier::Possible,
                }
            }
            S::AsClause if case.is_named && !case.is_open => Tier::Likely,
            S::ClauseThatBeginsWithQuotation
                if case.is_named
                    && !case.is_open
                    && matches!(lemma, "say" | "tell" | "add" | "write") =>
            {
                Tier::Likely
            }
            S::ClauseWithQuotationThenVerb
                if case.is_named
                    && !case.is_open
                    && case.length >= 9
                    && matches!(lemma, "say" | "tell" | "write" | "add" | "note") =>
            {
                Tier::Likely
            }
            S::QuotationAlone
            | S::LaterQuotation
            | S::FarParagraph
            | S::Colon
            | S::QuotationThenAccording => Tier::Weak,
            _ => Tier::Possible,
        }
    }

    /// `…, she said`, `…, said Ann Lee` and `…, she said, …`
    fn tier_of_clause_before(&self, case: &Case) -> Tier {
        let says = case.lemma == "say";
        let else_says = [
            "report", "note", "add", "announce", "confirm", "predict", "reveal",
        ];
        let is_noun = matches!(case.subject.kind, SubjectKind::Noun | SubjectKind::Name);
        let article = self.article;
        let (first, end) = (case.fragment.first, case.fragment.end);
        let hangs = || {
            let relative = ["who", "which", "that", "whose"];
            article.is(first, class::PREPOSITION)
                || end - first < 7
                || (first..end).any(|at| article.is_any(at, &relative))
        };
        if case.is_open {
            return Tier::Weak;
        }
        if case.is_relative || !says && !self.has_verb(first, end) && hangs() {
            return Tier::Possible;
        }
        // What stands before the subject is its verb, where that comes first.
        if case.event.is_inverted && says && is_noun {
            return Tier::Likely;
        }
        let fits =
            says && (case.is_named || is_noun) || else_says.contains(&case.lemma) && case.is_named;
        match case.before == Before::Comma && fits {
            true => Tier::Likely,
            false => Tier::Possible,
        }
    }

    /// Whether something speaks against words that are likely otherwise.
    fn is_doubtful(&self, case: &Case) -> bool {
        use Sieve as S;
        let article = self.article;
        let (first, end) = (case.fragment.first, case.fragment.end);
        let is_clause = matches!(case.fragment.sieve, S::That | S::Bare);
        if is_clause {
            let is_long = case.fragment.form == QuoteForm::Indirect && case.length > 34;
            // `said during the debate were wrong` is no clause.
            let is_cut = article.is_any(first, &["were", "was", "is", "are", "of"]);
            if case.is_group || is_long || is_cut {
                return true;
            }
        }
        match case.fragment.sieve {
            S::Bare => {
                let is_short = case.length < 4 && !self.has_verb(first.saturating_sub(1), end);
                let is_object = article.is_any(case.event.verb, &["say"])
                    && case.subject.kind == SubjectKind::Noun
                    && case.before == Before::Conjunction;
                is_short || is_object
            }
            S::ClauseThenAccording => {
                case.length > 40
                    || case.length < 3
                    || !article.is_any(case.event.verb - 1, &[","])
                    || article.is(end - 1, class::PREPOSITION)
            }
            _ => false,
        }
    }

    /// Whether words that may be said are an object only: `added two seats`.
    fn is_hardly_said(&self, case: &Case) -> bool {
        if case.fragment.sieve != Sieve::Bare {
            return false;
        }
        let classes = self.article.lexicon.classes(case.lemma);
        let clausal = match case.is_own {
            true => cue::SPEECH | cue::THINK,
            false => cue::SAY | cue::TELL | cue::THINK,
        };
        let is_clausal = case.event.classes & clausal > 0;
        let is_simple = case.is_named
            || matches!(case.subject.kind, SubjectKind::Name)
            || case.subject.kind == SubjectKind::Noun && !case.subject.has_phrase;
        !(is_clausal || case.is_own && is_simple)
            || classes & class::OBJECTLESS > 0
            || classes & class::NOMINAL > 0 && !(case.at_edge && case.is_named)
    }

    fn before(&self, subject: &Subject) -> Before {
        let article = self.article;
        let first = subject.first;
        let Some(before) = first.checked_sub(1) else {
            return Before::Sentence;
        };
        if article.sentence[before] != article.sentence[first] {
            return Before::Sentence;
        }
        if self.closes(before) {
            return Before::Quotation;
        }
        if article.is_any(before, &[","]) {
            return Before::Comma;
        }
        if article.is_any(
            before,
            &["but", "and", "yet", "so", "while", "still", "then"],
        ) {
            return Before::Conjunction;
        }
        match article.is(before, class::CLAUSE) {
            true => Before::Clause,
            false => Before::Other,
        }
    }

    /// Whether an event says that somebody spoke.
    pub fn is_speech(event: &Event) -> bool {
        event.classes & cue::SPEECH > 0
    }
}
