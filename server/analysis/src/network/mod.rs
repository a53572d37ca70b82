//! Networks of who agrees with whom, and who takes which side on what.
//!
//! The arithmetic is that of Discourse Network Analyzer, but for two things in which that
//! errs: it leaves out repeats of a week or a month without regard to the year, and divides
//! by the product of two counts where it says cosine. [`Options::as_dna`] does these as it does.

mod arithmetic;
mod collector;
mod duplicates;

use jiff::civil::Date;

pub use collector::{Collected, Collector};

/// The sides of a statement, as counts have them.
const AGAINST: u8 = 0;
const FOR: u8 = 1;
const NO_SIDE: u8 = 2;

/// What is joined to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Actors to the topics on which they speak.
    #[default]
    ActorTopic,
    /// Actors to actors, by the topics on which both speak.
    ActorActor,
    /// Topics to topics, by the actors who speak on both.
    TopicTopic,
}

/// Who is an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Actor {
    /// The organisations for which speakers spoke then.
    #[default]
    Organisation,
    /// The speakers themselves.
    Speaker,
}

/// What the weight of an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    /// Statements, whatever their side.
    #[default]
    Ignore,
    /// Statements on the same side.
    Congruence,
    /// Statements on different sides.
    Conflict,
    /// The one less the other; of actors and topics, for less against.
    Subtract,
}

/// By what weights are divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Normalise {
    /// By nothing.
    #[default]
    No,
    /// By the mean of the statements of both.
    Average,
    /// By the statements of one alone, the other alone, and both.
    Jaccard,
    /// By the lengths of both as vectors.
    Cosine,
    /// By the statements of the actor.
    Activity,
    /// By the statements on the topic.
    Prominence,
}

impl Normalise {
    /// Whether it is for such a network.
    pub fn goes_with(self, kind: Kind) -> bool {
        match self {
            Self::No => true,
            Self::Average | Self::Jaccard | Self::Cosine => kind != Kind::ActorTopic,
            Self::Activity | Self::Prominence => kind == Kind::ActorTopic,
        }
    }
}

/// What becomes of a statement that takes no side, unless sides make no difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Neutral {
    /// It is left out.
    #[default]
    LeaveOut,
    /// It counts as one for the topic.
    Agree,
    /// It is for a topic of its own, on which all agree.
    Apart,
}

/// Within what a repeat counts once: the same actor, topic and side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Duplicates {
    /// Every statement counts.
    #[default]
    Include,
    /// An article.
    Document,
    /// A week from Monday to Sunday.
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
    /// All.
    Range,
}

/// How long a slice of time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slice {
    /// A year.
    Year,
    /// A quarter of a year.
    Quarter,
    /// A month.
    Month,
    /// A week from Monday to Sunday.
    Week,
}

impl Slice {
    /// The name of the slice in which a day is: `2011`, `2011-Q4`, `2011-11`, `2011-W47`.
    pub fn name(self, day: Date) -> String {
        match self {
            Self::Year => format!("{:04}", day.year()),
            Self::Quarter => format!("{:04}-Q{}", day.year(), (day.month() + 2) / 3),
            Self::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Self::Week => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
        }
    }
}

/// Which network is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Options {
    /// What is joined to what.
    pub kind: Kind,
    /// Who is an actor.
    pub actor: Actor,
    /// What the weight is.
    pub weight: Weight,
    /// By what it is divided.
    pub normalise: Normalise,
    /// What becomes of statements without a side.
    pub neutral: Neutral,
    /// Which repeats count once.
    pub duplicates: Duplicates,
    /// A network for each such slice of time.
    pub slice: Option<Slice>,
    /// The least weight of an edge, whatever its sign.
    pub at_least: f64,
    /// Whether nodes without an edge stay.
    pub isolates: bool,
    /// Whether repeats, dates and the cosine are those of DNA.
    pub as_dna: bool,
}

/// More pairs of nodes than are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// How many are counted at most.
    pub most: usize,
}

#[cfg(test)]
mod tests;
