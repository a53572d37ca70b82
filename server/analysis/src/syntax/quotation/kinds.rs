//! Which quotation marks there are, and which of them make a pair.

/// What a reading costs: hundredths of a mild oddity.
pub type Cost = u32;

/// What cannot be.
pub const NEVER: Cost = 1_000_000;

/// A quotation mark, by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// `“`
    High,
    /// `”`
    HighEnd,
    /// `„`
    Low,
    /// `‟`
    Reversed,
    /// `"`
    Straight,
    /// `＂`
    Wide,
    /// `` `` ``
    Backticks,
    /// `''`
    Apostrophes,
    /// `‘‘`
    Twice,
    /// `’’`
    TwiceEnd,
    /// `‘`
    Single,
    /// `’`
    SingleEnd,
    /// `‚`
    SingleLow,
    /// `'`
    Apostrophe,
    /// `＇`
    WideSingle,
    /// `«`
    Guillemet,
    /// `»`
    GuillemetEnd,
    /// `‹`
    SingleGuillemet,
    /// `›`
    SingleGuillemetEnd,
    /// `「`
    Corner,
    /// `」`
    CornerEnd,
    /// `『`
    WhiteCorner,
    /// `』`
    WhiteCornerEnd,
    /// `〝`
    Prime,
    /// `〞`
    PrimeEnd,
}

/// Marks that do the same work, so that one seldom stands inside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// “ ” „ " and their like.
    Double,
    /// ‘ ’ ‚ ' and their like.
    Single,
    /// « »
    Guillemet,
    /// ‹ ›
    SingleGuillemet,
    /// 「 」 and their like.
    Corner,
}

impl Kind {
    /// The mark that a character is.
    pub fn of(c: char) -> Option<Self> {
        Some(match c {
            '“' | '❝' => Self::High,
            '”' | '❞' => Self::HighEnd,
            '„' => Self::Low,
            '‟' => Self::Reversed,
            '"' => Self::Straight,
            '＂' => Self::Wide,
            '‘' | '‛' | '❛' => Self::Single,
            '’' | '❜' => Self::SingleEnd,
            '‚' => Self::SingleLow,
            '\'' => Self::Apostrophe,
            '＇' => Self::WideSingle,
            '«' => Self::Guillemet,
            '»' => Self::GuillemetEnd,
            '‹' => Self::SingleGuillemet,
            '›' => Self::SingleGuillemetEnd,
            '「' | '｢' | '﹁' => Self::Corner,
            '」' | '｣' | '﹂' => Self::CornerEnd,
            '『' | '﹃' => Self::WhiteCorner,
            '』' | '﹄' => Self::WhiteCornerEnd,
            '〝' => Self::Prime,
            '〞' | '〟' => Self::PrimeEnd,
            _ => return None,
        })
    }

    /// The marks with which it does the same work.
    pub fn family(self) -> Family {
        match self {
            Self::High
            | Self::HighEnd
            | Self::Low
            | Self::Reversed
            | Self::Straight
            | Self::Wide
            | Self::Backticks
            | Self::Apostrophes
            | Self::Twice
            | Self::TwiceEnd => Family::Double,
            Self::Single
            | Self::SingleEnd
            | Self::SingleLow
            | Self::Apostrophe
            | Self::WideSingle => Family::Single,
            Self::Guillemet | Self::GuillemetEnd => Family::Guillemet,
            Self::SingleGuillemet | Self::SingleGuillemetEnd => Family::SingleGuillemet,
            _ => Family::Corner,
        }
    }

    /// Whether it is also the apostrophe.
    pub fn is_apostrophe(self) -> bool {
        matches!(self, Self::Apostrophe | Self::SingleEnd | Self::WideSingle)
    }

    /// What it costs that this mark opens a quotation, whatever is around it.
    pub fn opening(self) -> Cost {
        match self {
            Self::HighEnd | Self::TwiceEnd => 150,
            Self::SingleEnd => 200,
            Self::GuillemetEnd | Self::SingleGuillemetEnd => 50,
            Self::CornerEnd | Self::WhiteCornerEnd | Self::PrimeEnd => NEVER,
            _ => 0,
        }
    }

    /// What it costs that this mark closes a quotation, whatever is around it.
    pub fn closing(self) -> Cost {
        match self {
            Self::Low
            | Self::Reversed
            | Self::Backticks
            | Self::Twice
            | Self::SingleLow
            | Self::Corner
            | Self::WhiteCorner
            | Self::Prime => NEVER,
            Self::Guillemet | Self::SingleGuillemet => 50,
            _ => 0,
        }
    }

    /// Whether its shape says that it opens, so that less depends on what is
    /// around it.
    pub fn is_opening(self) -> bool {
        matches!(
            self,
            Self::High
                | Self::Low
                | Self::Reversed
                | Self::Backticks
                | Self::Twice
                | Self::Single
                | Self::SingleLow
                | Self::Guillemet
                | Self::SingleGuillemet
                | Self::Corner
                | Self::WhiteCorner
                | Self::Prime
        )
    }

    /// Whether its shape says that it closes.
    pub fn is_closing(self) -> bool {
        matches!(
            self,
            Self::HighEnd
                | Self::TwiceEnd
                | Self::GuillemetEnd
                | Self::SingleGuillemetEnd
                | Self::CornerEnd
                | Self::WhiteCornerEnd
                | Self::PrimeEnd
        )
    }

    /// What it costs that `end` closes what this mark opened. Writers and
    /// programs confuse marks, so that odd pairs are possible and dear.
    pub fn pair(self, end: Self) -> Cost {
        use Kind::{
            Apostrophe, Apostrophes, Backticks, Corner, CornerEnd, Guillemet, GuillemetEnd, High,
            HighEnd, Low, Prime, PrimeEnd, Reversed, Single, SingleEnd, SingleGuillemet,
            SingleGuillemetEnd, SingleLow, Straight, Twice, TwiceEnd, WhiteCorner, WhiteCornerEnd,
            Wide, WideSingle,
        };
        match (self, end) {
            (High | Low | Reversed | HighEnd, HighEnd)
            | (Low | Reversed, High)
            | (Straight, Straight)
            | (Wide, Wide)
            | (Backticks | Apostrophes, Apostrophes)
            | (Twice | TwiceEnd, TwiceEnd)
            | (Guillemet, GuillemetEnd)
            | (GuillemetEnd, Guillemet)
            | (SingleGuillemet, SingleGuillemetEnd)
            | (SingleGuillemetEnd, SingleGuillemet)
            | (Corner, CornerEnd)
            | (WhiteCorner, WhiteCornerEnd)
            | (Prime, PrimeEnd) => 0,
            (GuillemetEnd, GuillemetEnd) | (SingleGuillemetEnd, SingleGuillemetEnd) => 50,
            (High, High) | (Straight, High) => 200,
            (Straight | Wide, HighEnd)
            | (High | Low | Reversed | HighEnd | Wide | Backticks | Twice, Straight)
            | (High | Low | Straight | Twice, Apostrophes)
            | (High | Low | Apostrophes | Backticks, TwiceEnd)
            | (Twice | Backticks | Apostrophes, HighEnd)
            | (Apostrophes, Straight) => 100,
            (Single | SingleLow | SingleEnd, SingleEnd)
            | (SingleLow, Single)
            | (Apostrophe, Apostrophe)
            | (WideSingle, WideSingle) => 100,
            (Single | SingleLow, Apostrophe) | (Apostrophe, SingleEnd) => 130,
            (Single, Single) | (SingleEnd, Apostrophe) => 250,
            _ => NEVER,
        }
    }

    /// What it costs that this mark opens inside what `outer` opened.
    pub fn nesting(self, outer: Self) -> Cost {
        match (self.family(), self == outer) {
            (Family::Corner, true) => 50,
            (_, true) => 400,
            (family, false) if family == outer.family() && family != Family::Corner => 100,
            _ => 0,
        }
    }

    /// Whether a paragraph that begins with `mark` goes on with a quotation that
    /// this mark opened in the paragraph before. Some languages begin such a
    /// paragraph with the mark that closes.
    pub fn is_taken_up_by(self, mark: Self) -> bool {
        self == mark
            || matches!(
                (self, mark),
                (Self::Guillemet, Self::GuillemetEnd)
                    | (Self::SingleGuillemet, Self::SingleGuillemetEnd)
                    | (Self::High, Self::Straight | Self::HighEnd)
                    | (Self::Straight, Self::High)
                    | (Self::Low, Self::High)
                    | (Self::Backticks, Self::Apostrophes)
                    | (Self::Single, Self::Apostrophe)
                    | (Self::Apostrophe, Self::Single)
            )
    }
}
