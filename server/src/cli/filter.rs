//! The options that say which quotes are meant.

use clap::Args;

use super::options;
use super::output::Failure;
use crate::features::lookup;
use crate::model::{Corpus, EntityId, StatementFilter};
use crate::syntax::{EntityKind, PartialDate, Side};

/// Which quotes are meant. All that are given have to hold.
#[derive(Debug, Args)]
pub struct QuoteFilter {
    /// Said by that person or organisation
    #[arg(long, value_name = "@ID")]
    by: Option<String>,

    #[command(flatten)]
    conditions: Conditions,
}

/// Which quotes are meant, whoever said them.
#[derive(Debug, Args)]
pub struct Conditions {
    /// Said by that organisation or on its behalf
    #[arg(long, value_name = "&ID")]
    of: Option<String>,

    /// With --of also by and for the parts of the organisation, with a topic also on its parts
    ///
    /// What is `part of` it on the date of the quote counts, directly or through others.
    #[arg(long)]
    with_parts: bool,

    /// On that topic, with or without a side; several times, on each of them
    #[arg(long, value_name = "#ID")]
    on: Vec<String>,

    /// In favour of that topic
    #[arg(long, value_name = "#ID")]
    r#for: Vec<String>,

    /// Against that topic
    #[arg(long, value_name = "#ID")]
    against: Vec<String>,

    /// Said on that date or later: `2011`, `2011-11` or `2011-11-24`
    #[arg(long, value_name = "DATE", value_parser = options::date)]
    from: Option<PartialDate>,

    /// Said on that date or earlier
    #[arg(long, value_name = "DATE", value_parser = options::date)]
    to: Option<PartialDate>,
}

impl QuoteFilter {
    /// What it says of a corpus.
    pub fn read(&self, corpus: &Corpus) -> Result<StatementFilter, Failure> {
        self.conditions.read(corpus, ("--by", self.by.as_ref()))
    }
}

impl Conditions {
    /// What they say of a corpus, with the option that names a speaker.
    pub fn read(
        &self,
        corpus: &Corpus,
        (by_flag, by): (&str, Option<&String>),
    ) -> Result<StatementFilter, Failure> {
        use EntityKind::{Organisation, Person, Topic};
        let one = |flag, written: Option<&String>, kinds: &[EntityKind]| {
            written
                .map(|written| entity(corpus, flag, written, kinds))
                .transpose()
        };
        let topics = [
            ("--on", &self.on, None),
            ("--for", &self.r#for, Some(Side::For)),
            ("--against", &self.against, Some(Side::Against)),
        ];
        let mut on = Vec::new();
        for (flag, all, side) in topics {
            for written in all {
                on.push((entity(corpus, flag, written, &[Topic])?, side));
            }
        }
        if self.with_parts && self.of.is_none() && on.is_empty() {
            return Err(Failure::new(
                "--with-parts goes with --of, --on, --for or --against: name the whole whose parts are meant",
            ));
        }
        Ok(StatementFilter {
            by: one(by_flag, by, &[Person, Organisation])?,
            of: one("--of", self.of.as_ref(), &[Organisation])?,
            on,
            side: None,
            with_parts: self.with_parts,
            parts_of_topics: false,
            from: self.from,
            to: self.to,
        })
    }
}

/// The entity that an option names, of the first kind that has the id.
fn entity(
    corpus: &Corpus,
    flag: &str,
    written: &str,
    kinds: &[EntityKind],
) -> Result<EntityId, Failure> {
    let found = lookup::entity(corpus, written, kinds);
    found.map_err(|refusal| Failure::new(format!("{flag}: {refusal}")))
}
