//! What each role costs a mark where it stands.
//!
//! A role that fits costs nothing, one that is odd costs some, and a mark that
//! has no role costs most. The reading of a text that costs least is taken.

use super::around::{Around, Side};
use super::kinds::{Cost, Family, Kind, NEVER};

/// A mark without a partner.
pub const STRAY: Cost = 400;

/// The least cost of having no role that is a mistake of the text rather than an
/// apostrophe, a measure or an arrow.
pub const MISTAKE: Cost = 300;

/// What it costs a mark to open, to close, or to do neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// To open a quotation.
    pub open: Cost,
    /// To close one.
    pub close: Cost,
    /// To do neither.
    pub neither: Cost,
}

impl Costs {
    /// Those of a mark with that around it.
    pub fn of(kind: Kind, around: &Around) -> Self {
        Self {
            open: open(kind, around),
            close: close(kind, around),
            neither: neither(kind, around),
        }
    }
}

fn open(kind: Kind, around: &Around) -> Cost {
    let least = kind.opening();
    if least == NEVER {
        return NEVER;
    }
    let is_guillemet = matches!(kind.family(), Family::Guillemet | Family::SingleGuillemet);
    let before = match around.left {
        Side::Edge | Side::Space | Side::Open | Side::Dash | Side::Spaceless | Side::WideStop => 0,
        Side::Symbol => 50,
        Side::Colon => 50,
        Side::Stop => 200,
        Side::Word => 300,
    };
    let after = match around.right {
        Side::Word | Side::Spaceless | Side::Open | Side::Dash | Side::Symbol => 0,
        Side::Space if is_guillemet && kind.is_opening() => 0,
        Side::Space => 200,
        Side::Edge => 400,
        Side::Stop if around.is_ellipsis_after => 0,
        Side::Stop | Side::Colon | Side::WideStop => 250,
    };
    let around = before + after;
    least
        + if kind.is_opening() {
            around / 2
        } else {
            around
        }
}

fn close(kind: Kind, around: &Around) -> Cost {
    let least = kind.closing();
    if least == NEVER {
        return NEVER;
    }
    let is_guillemet = matches!(kind.family(), Family::Guillemet | Family::SingleGuillemet);
    let before = match around.left {
        Side::Word
        | Side::Spaceless
        | Side::Stop
        | Side::Colon
        | Side::WideStop
        | Side::Symbol
        | Side::Dash => 0,
        Side::Space if is_guillemet && kind.is_closing() => 0,
        Side::Space => 200,
        Side::Open => 300,
        Side::Edge => 400,
    };
    let after = match around.right {
        Side::Edge | Side::Space | Side::Stop | Side::Colon | Side::WideStop | Side::Dash => 0,
        Side::Spaceless => 0,
        Side::Symbol => 30,
        Side::Open => 100,
        Side::Word if around.is_suffix_after => 100,
        Side::Word => 300,
    };
    let around_it = before + after;
    let around_it = if kind.is_closing() {
        around_it / 2
    } else {
        around_it
    };
    // `doctors' wives`
    let possessive = if kind.is_apostrophe() && around.is_plural_before && around.is_small_after {
        100
    } else {
        0
    };
    least + around_it + possessive
}

fn neither(kind: Kind, around: &Around) -> Cost {
    let is_free = matches!(around.left, Side::Space | Side::Edge)
        && matches!(around.right, Side::Space | Side::Edge);
    match kind {
        // 12", 6”
        Kind::Straight | Kind::HighEnd | Kind::Apostrophes if around.is_digit_before => 60,
        Kind::Straight if is_free => 300,
        // Arrows: `Home » News`, `Read more »`.
        Kind::Guillemet | Kind::GuillemetEnd | Kind::SingleGuillemet | Kind::SingleGuillemetEnd
            if is_free =>
        {
            100
        }
        Kind::SingleGuillemet | Kind::SingleGuillemetEnd => 250,
        Kind::Single if around.is_elision_after => 25,
        Kind::Single | Kind::SingleLow => 300,
        Kind::Apostrophe | Kind::SingleEnd | Kind::WideSingle => apostrophe(kind, around),
        _ => STRAY,
    }
}

/// What it costs a mark to be an apostrophe, or a mark of feet or minutes.
fn apostrophe(kind: Kind, around: &Around) -> Cost {
    if around.is_suffix_after && !matches!(around.left, Side::Space | Side::Edge | Side::Open) {
        return 20;
    }
    match (around.left, around.right) {
        (Side::Word, Side::Word) => 0,
        (Side::Word, _) if around.is_digit_before => 50,
        (Side::Word, _) if around.is_lone_n_before => 20,
        (Side::Word, _) if around.is_plural_before => 30,
        (Side::Word, _) if around.is_cut_before => 70,
        (Side::Word | Side::Spaceless, _) => 200,
        (Side::Space | Side::Edge | Side::Open | Side::Dash, Side::Word) => {
            match (around.is_elision_after, kind) {
                (true, _) => 25,
                (false, Kind::SingleEnd) => 100,
                (false, _) => 250,
            }
        }
        (Side::Space | Side::Edge, Side::Space | Side::Edge) => 100,
        (Side::Symbol | Side::Open | Side::Dash, _) => 150,
        (Side::Stop, _) if around.is_comma_before => 300,
        (Side::Stop, _) => 200,
        _ => 250,
    }
}
