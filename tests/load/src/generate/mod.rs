//! Realistic corpora of any size.
//!
//! Every article comes from the seed and its own number, so that a corpus is
//! the same whatever the number of threads, and no more than a few articles are
//! in memory at a time.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use clap::Args;
use quotemark::settings::{FILE_NAME, Limits};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use self::article::{Article, article, big_article};
use self::cast::{Cast, cast};

mod article;
mod cast;
mod changes;
mod random;
mod words;

pub use self::changes::{Changed, Corpus};
pub use self::random::Random;

/// What corpus to write.
#[derive(Debug, Clone, PartialEq, Args, Serialize, Deserialize)]
pub struct Plan {
    /// How many articles.
    #[arg(long)]
    pub articles: usize,
    /// From which number everything else comes.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Add one article of so many megabytes.
    #[arg(long, value_name = "MB")]
    pub big_article: Option<usize>,
    /// Put all declarations into one file, `cast.qm`.
    #[arg(long)]
    pub one_cast: bool,
}

/// What a corpus holds, so that answers can be verified. It lies beside the
/// corpus, in `DIR.manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// What was asked for.
    pub plan: Plan,
    /// How many people.
    pub people: usize,
    /// How many organisations.
    pub organisations: usize,
    /// How many topics.
    pub topics: usize,
    /// How many files.
    pub files: usize,
    /// How many bytes they have.
    pub bytes: u64,
    /// How often tags and headers name a person.
    pub references: u64,
    /// The person who is named most often.
    pub most: Measured,
    /// The person whom half of the people are named more often than.
    pub median: Measured,
    /// Some of the articles, from all over the corpus, that hold no mistake.
    pub samples: Vec<String>,
    /// The big article, if there is one.
    pub big: Option<String>,
    /// How many mistakes of each kind were planted.
    pub mistakes: BTreeMap<String, usize>,
}

/// A person on whom answers are measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Without the `@`.
    pub id: String,
    /// The display name.
    pub name: String,
    /// The file that declares them.
    pub file: String,
    /// How often tags and headers name them; the declaration does not count.
    pub references: u32,
    /// How many statements they make.
    pub quotes: u32,
    /// The first article that names them in a tag of its own, as a mention.
    pub article: String,
}

/// How many entities a cast file holds.
const DECLARATIONS_IN_A_FILE: usize = 200;
/// How many articles are named in the manifest.
const SAMPLES: usize = 200;

/// Writes a corpus and, beside it, what it holds.
pub fn generate(dir: &Path, plan: &Plan) -> Result<Manifest> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        let why = format!("{} is not empty", dir.display());
        return Err(Error::new(ErrorKind::AlreadyExists, why));
    }
    let cast = cast(plan.articles, plan.seed);
    let corpus = Writing::new(dir, &cast);
    corpus.write_cast(plan)?;
    (0..plan.articles).into_par_iter().try_for_each(|number| {
        let article = article(&cast, plan.seed, number);
        let step = (plan.articles / SAMPLES).max(1);
        if number % step == 0 && article.mistake.is_none() {
            corpus.samples().push((number, article.path.clone()));
        }
        corpus.write_article(number, &article)
    })?;
    let big = match plan.big_article {
        Some(megabytes) => {
            let article = big_article(&cast, plan.seed, megabytes << 20);
            corpus.write_article(plan.articles, &article)?;
            Some(article.path)
        }
        None => None,
    };
    let manifest = corpus.manifest(plan, big);
    // With room for the folders.
    let entries = manifest.files + manifest.files / 10;
    if entries > Limits::default().files as usize {
        let settings = format!("[limits]\nfiles = {entries}\n");
        fs::write(dir.join(FILE_NAME), settings)?;
    }
    fs::write(manifest_of(dir), serde_json::to_vec_pretty(&manifest)?)?;
    Ok(manifest)
}

/// Where the manifest of a corpus lies.
pub fn manifest_of(dir: &Path) -> PathBuf {
    let mut name = dir.as_os_str().to_owned();
    name.push(".manifest.json");
    name.into()
}

/// Writes a corpus, unless the one of that plan is there already.
pub fn at_hand(dir: &Path, plan: &Plan) -> Result<Manifest> {
    let manifest = read_manifest(dir);
    if let Ok(manifest) = manifest
        && manifest.plan == *plan
    {
        return Ok(manifest);
    }
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    generate(dir, plan)
}

/// Reads the manifest of a corpus.
pub fn read_manifest(dir: &Path) -> Result<Manifest> {
    Ok(serde_json::from_slice(&fs::read(manifest_of(dir))?)?)
}

/// A corpus while it is written.
struct Writing<'a> {
    dir: &'a Path,
    cast: &'a Cast,
    files: AtomicU64,
    bytes: AtomicU64,
    /// For each person, how often they are named.
    references: Vec<AtomicU32>,
    /// For each person, how many statements they make.
    quotes: Vec<AtomicU32>,
    /// For each person, the first article that mentions them.
    firsts: Vec<AtomicU64>,
    samples: Mutex<Vec<(usize, String)>>,
    mistakes: Mutex<BTreeMap<String, usize>>,
}

impl<'a> Writing<'a> {
    fn new(dir: &'a Path, cast: &'a Cast) -> Self {
        let zeros = || cast.people.iter().map(|_| AtomicU32::new(0)).collect();
        Self {
            dir,
            cast,
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            references: zeros(),
            quotes: zeros(),
            firsts: cast
                .people
                .iter()
                .map(|_| AtomicU64::new(u64::MAX))
                .collect(),
            samples: Mutex::default(),
            mistakes: Mutex::default(),
        }
    }

    fn samples(&self) -> std::sync::MutexGuard<'_, Vec<(usize, String)>> {
        self.samples
            .lock()
            .unwrap_or_else(|broken| broken.into_inner())
    }

    fn write(&self, path: &str, text: &str) -> Result<()> {
        let file = self.dir.join(path);
        match fs::write(&file, text) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(file.parent().unwrap_or(self.dir))?;
                fs::write(&file, text)?;
            }
            done => done?,
        }
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn write_article(&self, number: usize, article: &Article) -> Result<()> {
        for &person in &article.references {
            self.references[person].fetch_add(1, Ordering::Relaxed);
        }
        for &person in &article.quotes {
            self.quotes[person].fetch_add(1, Ordering::Relaxed);
        }
        // A mistake would stand beside what is measured.
        let mentions = article
            .mentions
            .iter()
            .filter(|_| article.mistake.is_none());
        for &person in mentions {
            self.firsts[person].fetch_min(number as u64, Ordering::Relaxed);
        }
        if let Some(mistake) = article.mistake {
            let mut mistakes = self
                .mistakes
                .lock()
                .unwrap_or_else(|broken| broken.into_inner());
            *mistakes.entry(mistake.to_owned()).or_default() += 1;
        }
        self.write(&article.path, &article.text)
    }

    fn write_cast(&self, plan: &Plan) -> Result<()> {
        let cast = self.cast;
        let organisations = 0..cast.organisations.len();
        let organisations: Vec<String> = organisations
            .map(|number| cast.declare_organisation(number, plan.seed))
            .collect();
        let topics: Vec<String> = (0..cast.topics.len())
            .map(|number| cast.declare_topic(number))
            .collect();
        if plan.one_cast {
            let people =
                (0..cast.people.len()).map(|number| cast.declare_person(number, plan.seed));
            let people: Vec<String> = people.collect();
            let all = [
                people.join("\n"),
                organisations.join("\n"),
                topics.join("\n"),
            ];
            return self.write("cast.qm", &all.join("\n"));
        }
        for (kind, declarations) in [("organisations", organisations), ("topics", topics)] {
            for (number, declarations) in declarations.chunks(DECLARATIONS_IN_A_FILE).enumerate() {
                self.write(
                    &format!("cast/{kind}-{}.qm", number + 1),
                    &declarations.join("\n"),
                )?;
            }
        }
        (0..cast.people.len())
            .into_par_iter()
            .try_for_each(|number| {
                let text = cast.declare_person(number, plan.seed);
                self.write(&person_file(cast, number), &text)
            })
    }

    fn manifest(self, plan: &Plan, big: Option<String>) -> Manifest {
        let count = |of: &[AtomicU32], person: usize| of[person].load(Ordering::Relaxed);
        let mut ranked: Vec<usize> = (0..self.cast.people.len()).collect();
        ranked.sort_by_key(|&person| (std::cmp::Reverse(count(&self.references, person)), person));
        let measured = |person: usize| {
            let first = self.firsts[person].load(Ordering::Relaxed);
            Measured {
                id: self.cast.people[person].id.clone(),
                name: self.cast.people[person].name.clone(),
                file: match plan.one_cast {
                    true => "cast.qm".into(),
                    false => person_file(self.cast, person),
                },
                references: count(&self.references, person),
                quotes: count(&self.quotes, person),
                article: match first {
                    u64::MAX => String::new(),
                    first => article(self.cast, plan.seed, first as usize).path,
                },
            }
        };
        let references = self
            .references
            .iter()
            .map(|count| u64::from(count.load(Ordering::Relaxed)));
        let (most, median) = (measured(ranked[0]), measured(ranked[ranked.len() / 2]));
        let references = references.sum();
        let mut samples = std::mem::take(&mut *self.samples());
        samples.sort();
        Manifest {
            plan: plan.clone(),
            people: self.cast.people.len(),
            organisations: self.cast.organisations.len(),
            topics: self.cast.topics.len(),
            files: self.files.into_inner() as usize,
            bytes: self.bytes.into_inner(),
            references,
            most,
            median,
            samples: samples.into_iter().map(|(_, path)| path).collect(),
            big,
            mistakes: self
                .mistakes
                .into_inner()
                .unwrap_or_else(|broken| broken.into_inner()),
        }
    }
}

fn person_file(cast: &Cast, number: usize) -> String {
    format!("people/{}.qm", cast.people[number].id)
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn contents(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut contents = BTreeMap::new();
        let mut folders = vec![dir.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                match path.is_dir() {
                    true => folders.push(path),
                    false => {
                        let name = path.strip_prefix(dir).unwrap().to_owned();
                        contents.insert(name, fs::read(&path).unwrap());
                    }
                }
            }
        }
        contents
    }

    #[test]
    fn a_seed_gives_one_corpus_whatever_the_number_of_threads() {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan {
            articles: 600,
            seed: 5,
            big_article: Some(1),
            one_cast: false,
        };
        let write = |name: &str, threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let dir = folder.path().join(name);
            let manifest = pool.install(|| generate(&dir, &plan)).unwrap();
            (manifest, contents(&dir))
        };
        let (one, two) = (write("one", 1), write("two", 4));
        assert_eq!(one.0, two.0);
        assert_eq!(one.0.files, one.1.len());
        assert_eq!(
            one.0.bytes,
            one.1.values().map(|file| file.len() as u64).sum::<u64>()
        );
        assert!(one.1 == two.1);
        assert_eq!(read_manifest(&folder.path().join("one")).unwrap(), one.0);
        let error = generate(&folder.path().join("one"), &plan).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    }
}
