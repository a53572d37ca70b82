//! Changes of a corpus on the disk, as a checkout of another branch makes them.

use std::collections::HashMap;
use std::fs;
use std::io::Result;
use std::path::Path;
use std::sync::Mutex;

use rayon::prelude::*;

use super::article::{Article, article, big_article};
use super::cast::{Cast, cast};
use super::{Manifest, Plan};

/// A corpus that has been written, and who is in it.
pub struct Corpus {
    plan: Plan,
    cast: Cast,
    most: usize,
    median: usize,
    /// The display names of people, by id.
    pub names: HashMap<String, String>,
}

/// What a change came to.
#[derive(Debug, Default, Clone)]
pub struct Changed {
    /// The files, by their paths below the corpus, and what happened to each.
    pub files: Vec<(String, Happened)>,
    /// By how many the references of the most frequent person have changed.
    pub most: i64,
    /// The same for the median one.
    pub median: i64,
}

/// What happened to a file. The number is the protocol's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    /// It is new.
    Created = 1,
    /// It holds something else.
    Changed = 2,
    /// It is gone.
    Deleted = 3,
}

/// One article in so many changes.
const EVERY: usize = 5;

impl Corpus {
    /// The corpus of that plan, which its manifest describes.
    pub fn of(plan: &Plan, manifest: &Manifest) -> Self {
        let cast = cast(plan.articles, plan.seed);
        let number = |id: &str| {
            let mut people = cast.people.iter();
            people
                .position(|person| person.id == id)
                .unwrap_or_default()
        };
        let (most, median) = (number(&manifest.most.id), number(&manifest.median.id));
        let people = cast.people.iter();
        let names = people.map(|person| (person.id.clone(), person.name.clone()));
        Self {
            plan: plan.clone(),
            names: names.collect(),
            most,
            median,
            cast,
        }
    }

    /// Changes a fifth of the articles: a twentieth of these is gone, as many
    /// have another name, the others hold something else.
    pub fn change(&self, dir: &Path) -> Result<Changed> {
        self.for_a_fifth(|corpus, number, kind| {
            let old = article(&corpus.cast, corpus.plan.seed, number);
            let file = dir.join(&old.path);
            let mut changed = corpus.counted(&old, -1);
            match kind {
                0 => fs::remove_file(file)?,
                1 => {
                    let name = moved(&old.path);
                    fs::rename(file, dir.join(&name))?;
                    changed.add(corpus.counted(&old, 1));
                    changed.files.push((name, Happened::Created));
                }
                _ => {
                    let new = article(&corpus.cast, corpus.plan.seed + 1, number);
                    fs::write(file, &new.text)?;
                    changed.add(corpus.counted(&new, 1));
                    changed.files.push((old.path, Happened::Changed));
                    return Ok(changed);
                }
            }
            changed.files.push((old.path, Happened::Deleted));
            Ok(changed)
        })
    }

    /// Undoes [`change`](Self::change).
    pub fn restore(&self, dir: &Path) -> Result<Changed> {
        self.for_a_fifth(|corpus, number, kind| {
            let old = article(&corpus.cast, corpus.plan.seed, number);
            let mut changed = corpus.counted(&old, 1);
            fs::write(dir.join(&old.path), &old.text)?;
            let happened = match kind {
                0 | 1 => Happened::Created,
                _ => Happened::Changed,
            };
            match kind {
                0 => {}
                1 => {
                    let name = moved(&old.path);
                    fs::remove_file(dir.join(&name))?;
                    changed.add(corpus.counted(&old, -1));
                    changed.files.push((name, Happened::Deleted));
                }
                _ => {
                    let new = article(&corpus.cast, corpus.plan.seed + 1, number);
                    changed.add(corpus.counted(&new, -1));
                }
            }
            changed.files.push((old.path, happened));
            Ok(changed)
        })
    }

    /// Writes a folder with so many other articles on the same people.
    pub fn annex(&self, dir: &Path, articles: usize) -> Result<Changed> {
        let all = Mutex::new(Changed::default());
        (0..articles).into_par_iter().try_for_each(|number| {
            let article = article(&self.cast, self.plan.seed + 2, number);
            let file = dir.join(&article.path);
            fs::create_dir_all(file.parent().unwrap_or(dir))?;
            fs::write(file, &article.text)?;
            let changed = self.counted(&article, 1);
            all.lock()
                .unwrap_or_else(|broken| broken.into_inner())
                .add(changed);
            Ok::<(), std::io::Error>(())
        })?;
        Ok(all
            .into_inner()
            .unwrap_or_else(|broken| broken.into_inner()))
    }

    /// The text of an article of so many megabytes.
    pub fn big_text(&self, megabytes: usize) -> String {
        big_article(&self.cast, self.plan.seed, megabytes << 20).text
    }

    fn for_a_fifth(
        &self,
        change: impl Fn(&Self, usize, usize) -> Result<Changed> + Sync,
    ) -> Result<Changed> {
        let all = Mutex::new(Changed::default());
        let numbers = (0..self.plan.articles).into_par_iter().step_by(EVERY);
        numbers.try_for_each(|number| {
            let changed = change(self, number, number / EVERY % 20)?;
            all.lock()
                .unwrap_or_else(|broken| broken.into_inner())
                .add(changed);
            Ok::<(), std::io::Error>(())
        })?;
        let mut all = all
            .into_inner()
            .unwrap_or_else(|broken| broken.into_inner());
        all.files.sort();
        Ok(all)
    }

    /// What an article that comes (1) or goes (-1) does to the counts.
    fn counted(&self, article: &Article, sign: i64) -> Changed {
        let count = |person: usize| {
            let named = article.references.iter().filter(|&&named| named == person);
            sign * named.count() as i64
        };
        Changed {
            files: Vec::new(),
            most: count(self.most),
            median: count(self.median),
        }
    }
}

impl Changed {
    fn add(&mut self, other: Self) {
        self.files.extend(other.files);
        self.most += other.most;
        self.median += other.median;
    }
}

fn moved(path: &str) -> String {
    path.replace(".qm", "-moved.qm")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{generate, tests::contents};

    #[test]
    fn a_change_can_be_undone_and_is_counted() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("corpus");
        let plan = Plan {
            articles: 400,
            seed: 9,
            big_article: None,
            one_cast: false,
        };
        let manifest = generate(&dir, &plan).unwrap();
        let before = contents(&dir);
        let corpus = Corpus::of(&plan, &manifest);
        let named = || {
            let tag = [
                format!("@{}", manifest.most.id),
                format!("@{}", manifest.median.id),
            ];
            let count = |tag: &String| {
                let is_end = |text: &str| {
                    !text.starts_with(|letter: char| letter.is_alphanumeric() || letter == '-')
                };
                let files = contents(&dir).into_values();
                let counts = files.map(|file| {
                    let text = String::from_utf8(file).unwrap();
                    text.match_indices(tag.as_str())
                        .filter(|(at, _)| is_end(&text[at + tag.len()..]))
                        .count()
                });
                counts.sum::<usize>() as i64
            };
            (count(&tag[0]), count(&tag[1]))
        };
        let old = named();
        assert_eq!(
            old,
            (
                i64::from(manifest.most.references) + 1,
                i64::from(manifest.median.references) + 1
            )
        );
        let there = corpus.change(&dir).unwrap();
        let new = named();
        assert_eq!((new.0 - old.0, new.1 - old.1), (there.most, there.median));
        let gone = there
            .files
            .iter()
            .filter(|(_, happened)| *happened == Happened::Deleted);
        assert_eq!((there.files.len(), gone.count()), (84, 8));
        let back = corpus.restore(&dir).unwrap();
        assert_eq!((back.most, back.median), (-there.most, -there.median));
        assert!(contents(&dir) == before);
    }
}
