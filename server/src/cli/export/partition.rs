//! How the articles of an export are parted.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::str::FromStr;

use clap::ValueEnum;
use rayon::prelude::*;

use crate::tables::{ArticleFile, Changed, Extraction, shard_of};

/// By what the tables of articles are parted into folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Partition {
    /// The year of the article
    Year,
    /// The source of the article: its id, else the words of the header
    Source,
}

/// One of several parts of the articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 0.
    place: u32,
    count: u32,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let numbers = written.split_once('/');
        let numbers = numbers.and_then(|(part, count)| {
            let part: u32 = part.parse().ok()?;
            let count: u32 = count.parse().ok()?;
            (1..=count).contains(&part).then_some((part, count))
        });
        match numbers {
            Some((part, count)) => Ok(Self {
                place: part - 1,
                count,
            }),
            None => Err("a part is written `3/64`: the third of 64".into()),
        }
    }
}

impl Shard {
    /// Which part, from 0.
    pub fn place(self) -> u32 {
        self.place
    }

    /// Whether it is the first, which has the cast.
    pub fn is_first(self) -> bool {
        self.place == 0
    }

    /// Whether an article is in it.
    pub fn holds(self, article: &ArticleFile) -> bool {
        self.holds_path(&article.path)
    }

    /// Whether the article of that path is in it.
    pub fn holds_path(self, path: &str) -> bool {
        shard_of(path, self.count) == self.place
    }
}

/// A folder of a partition, and its articles in their order.
pub type Group = (Option<String>, Vec<ArticleFile>);

/// The articles by the folders of a partition, as Hive names them: `year=2011`.
pub fn groups(extraction: &Extraction<'_>, by: Partition) -> Result<Vec<Group>, Changed> {
    let articles = extraction.articles();
    let value = |article: &ArticleFile| match by {
        Partition::Year => Ok(article.date.map(|date| date.to_string()[..4].to_owned())),
        Partition::Source => extraction.source_of(article),
    };
    let values: Result<Vec<Option<String>>, Changed> = articles.par_iter().map(value).collect();
    let key = match by {
        Partition::Year => "year",
        Partition::Source => "source",
    };
    let mut groups: BTreeMap<String, Vec<ArticleFile>> = BTreeMap::new();
    for (article, value) in articles.iter().zip(values?) {
        let value = value.map_or_else(|| NOTHING.to_owned(), |value| escaped(&value));
        let group = groups.entry(format!("{key}={value}")).or_default();
        group.push(article.clone());
    }
    let groups = groups.into_iter();
    Ok(groups
        .map(|(group, articles)| (Some(group), articles))
        .collect())
}

/// What stands for no value.
const NOTHING: &str = "__HIVE_DEFAULT_PARTITION__";

/// The most bytes of a value in the name of a folder.
const LONGEST: usize = 200;

/// A value as part of a folder's name, which readers turn back: letters and digits of
/// ASCII and `-_.` as they are, every other byte as `%26`.
fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        let before = escaped.len();
        let mut bytes = [0; 4];
        match c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
            true => escaped.push(c),
            false => c.encode_utf8(&mut bytes).bytes().for_each(|byte| {
                let _ = write!(escaped, "%{byte:02X}");
            }),
        }
        if escaped.len() > LONGEST {
            escaped.truncate(before);
            break;
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_as_many_as_there_are() {
        let read = |written: &str| written.parse::<Shard>().ok();
        assert_eq!(
            read("3/64").map(|shard| (shard.place, shard.count)),
            Some((2, 64))
        );
        assert!(read("1/1").unwrap().is_first());
        for written in ["0/4", "5/4", "4", "/", "1/0", "a/b", "-1/2", ""] {
            assert_eq!(read(written), None, "{written}");
        }
    }

    #[test]
    fn a_value_is_a_name_of_a_folder_and_nothing_else() {
        assert_eq!(escaped("&gp-weekly"), "%26gp-weekly");
        assert_eq!(escaped("../a b=é"), "..%2Fa%20b%3D%C3%A9");
        assert!(escaped(&"é".repeat(300)).len() <= LONGEST);
        assert!(escaped(&"é".repeat(300)).ends_with("%A9"));
    }
}
