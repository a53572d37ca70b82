//! The names of the sieves.

/// The rule by which words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sieve {
    /// `“…,” she said`
    QuotationThenVerb,
    /// The same without a comma.
    QuotationThenVerbLoosely,
    /// `“…,” she shot back`
    QuotationThenAnyVerb,
    /// `The plan is “…,” she said`
    ClauseWithQuotationThenVerb,
    /// `“…,” according to her`
    QuotationThenAccording,
    /// `“…,” she said, “…”`
    SplitQuotation,
    /// `“…,” she said. “…”`
    NextQuotation,
    /// The same behind indirect speech.
    NextQuotationAfterIndirect,
    /// The same, some sentences later.
    LaterQuotation,
    /// `she said, “…”`
    VerbThenQuotation,
    /// `she said: “…”`
    VerbColonQuotation,
    /// `she said “…”`
    VerbThenQuotationLoosely,
    /// `she said “…,” and left`
    VerbThenPart,
    /// `she said:`, and a paragraph
    ColonParagraph,
    /// A paragraph behind one that says who speaks.
    NextParagraph,
    /// A paragraph that takes an open quotation up.
    ReopenedParagraph,
    /// A paragraph further down.
    FarParagraph,
    /// `she said “…” was wrong`
    ClauseThatBeginsWithQuotation,
    /// `she said that …`
    That,
    /// `she said …`
    Bare,
    /// `she asked whether …`
    Question,
    /// `she promised to …`
    Infinitive,
    /// `she said: …`
    Colon,
    /// `…, she said`
    ClauseThenVerb,
    /// `…, she said, …`
    SplitClause,
    /// `The plan, she said, “will fail.”`
    ClauseThenQuotation,
    /// `…, according to her`
    ClauseThenAccording,
    /// `According to her, …`
    AccordingThenClause,
    /// `As she noted, …`
    AsClause,
    /// `she called it “…”`
    Naming,
    /// `Her answer to the board: “…”`, without a verb of speech
    SubjectColonQuotation,
    /// `As she puts it, “…”`, without a verb of speech
    SubjectThenQuotation,
    /// A quotation beside a subject without a verb.
    QuotationAlone,
    /// `Das Haus ist nach Angaben der Stadt leer`
    AccordingInside,
    /// The same in a clause of a longer sentence.
    AccordingInClause,
    /// `Das Haus sei leer.`, behind words of somebody
    Subjunctive,
    /// A quotation in a language of which nothing else is known.
    Quotation,
}

impl Sieve {
    /// Its name in the output that is measured.
    pub fn name(self) -> &'static str {
        match self {
            Self::QuotationThenVerb => "D1-strong",
            Self::QuotationThenVerbLoosely => "D1-weak",
            Self::QuotationThenAnyVerb => "D1-any",
            Self::ClauseWithQuotationThenVerb => "D1-mixed",
            Self::QuotationThenAccording => "D1-acc",
            Self::SplitQuotation => "D3-split",
            Self::NextQuotation => "D4-next",
            Self::NextQuotationAfterIndirect => "D4-next-i",
            Self::LaterQuotation => "D4-later",
            Self::VerbThenQuotation => "D2-comma",
            Self::VerbColonQuotation => "D2-colon",
            Self::VerbThenQuotationLoosely => "D2-plain",
            Self::VerbThenPart => "D2-part",
            Self::ColonParagraph => "D6-colonpara",
            Self::NextParagraph => "D5-near",
            Self::ReopenedParagraph => "D5-open",
            Self::FarParagraph => "D5-far",
            Self::ClauseThatBeginsWithQuotation => "I-mixq",
            Self::That => "I1-that",
            Self::Bare => "I2-bare",
            Self::Question => "I8-wh",
            Self::Infinitive => "I5-inf",
            Self::Colon => "I7-colon",
            Self::ClauseThenVerb => "I3-back",
            Self::SplitClause => "I3-split",
            Self::ClauseThenQuotation => "I3-quoted",
            Self::ClauseThenAccording => "I4-acc-back",
            Self::AccordingThenClause => "I4-acc-front",
            Self::AsClause => "I9-as",
            Self::Naming => "C-call",
            Self::SubjectColonQuotation => "D9-colon",
            Self::SubjectThenQuotation => "D9-comma",
            Self::QuotationAlone => "D9-samesent",
            Self::AccordingInside => "I4-acc-mid",
            Self::AccordingInClause => "I4-acc-clause",
            Self::Subjunctive => "K-next",
            Self::Quotation => "Q",
        }
    }
}
