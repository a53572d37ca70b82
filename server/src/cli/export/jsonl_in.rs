//! Articles from JSON lines, read while their rows are written: however many there are, some
//! thousand are held at once.

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use super::args::Args;
use super::output::Output;
use super::partition::Shard;
use super::target::Target;
use crate::alone::{Article, Cast};
use crate::cli::files::is_stdin;
use crate::cli::filter::QuoteFilter;
use crate::cli::output::Failure;
use crate::cli::paths::Paths;
use crate::cli::progress::Progress;
use crate::model::StatementFilter;
use crate::tables::{Part, Table, TableSet, own_keys_in};

/// How many lines are read before their rows are written.
const CHUNK: usize = 2048;

/// Or how many bytes of lines.
const CHUNK_BYTES: usize = 32 << 20;

/// How many articles are read by one and the same.
const AT_ONCE: usize = 64;

/// The longest line in bytes: a text as long as one may be, each of its bytes escaped.
const LONGEST: u64 = 400 << 20;

/// The mark with which some programs begin a file of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    /// How many articles.
    pub articles: usize,
    /// How many statements.
    pub statements: usize,
    /// How many articles have neither an id nor a path.
    pub without_name: usize,
    /// Own keys that have no columns, since they were not known before the first row.
    pub left_out: BTreeSet<String>,
    /// How many rows of `flat` were too many, and of how many statements.
    pub flat_left_out: [usize; 2],
}

/// An article as a line has it.
#[derive(Deserialize)]
struct Line {
    text: Option<String>,
    id: Option<Id>,
    path: Option<String>,
    title: Option<String>,
    date: Option<String>,
    source: Option<String>,
    author: Option<String>,
    url: Option<String>,
    language: Option<String>,
    coder: Option<String>,
    coded: Option<String>,
    reviewed: Option<String>,
}

/// Databases number what they hold.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

/// Lines, and where they come from.
struct Lines {
    shown: String,
    input: Box<dyn BufRead + Send>,
    /// How many lines were read.
    number: usize,
}

/// A line with its number, from 1.
type Numbered = (usize, Vec<u8>);

/// Rows of some articles.
struct Made {
    part: Part,
    statements: usize,
    flat_left_out: [usize; 2],
    /// The line and the key of each article.
    keys: Vec<(usize, String)>,
    without_name: usize,
}

impl Lines {
    fn open(path: &Path) -> Result<Self, Failure> {
        if is_stdin(path) {
            return Ok(Self {
                shown: "standard input".to_owned(),
                input: Box::new(BufReader::new(io::stdin())),
                number: 0,
            });
        }
        let shown = Paths::here().shown(path);
        let file = File::open(path)
            .map_err(|error| Failure::new(format!("{shown} cannot be read: {error}")))?;
        Ok(Self {
            input: Box::new(BufReader::with_capacity(1 << 18, file)),
            shown,
            number: 0,
        })
    }

    /// The next line that is not blank.
    fn next(&mut self) -> Result<Option<Numbered>, Failure> {
        loop {
            let mut bytes = Vec::new();
            let mut input = (&mut self.input).take(LONGEST + 1);
            let read = input.read_until(b'\n', &mut bytes);
            let count = read
                .map_err(|error| Failure::new(format!("{} cannot be read: {error}", self.shown)))?;
            if count == 0 {
                return Ok(None);
            }
            self.number += 1;
            if count as u64 > LONGEST {
                return Err(self.wrong(
                    self.number,
                    &format!("has more than {} MiB; part the article", LONGEST >> 20),
                ));
            }
            if self.number == 1 && bytes.starts_with(MARK) {
                bytes.drain(..MARK.len());
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some((self.number, bytes)));
            }
        }
    }

    /// Some thousand lines; none when all are read.
    fn chunk(&mut self) -> Result<Vec<Numbered>, Failure> {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < CHUNK && bytes < CHUNK_BYTES {
            let Some(line) = self.next()? else {
                break;
            };
            bytes += line.1.len();
            chunk.push(line);
        }
        Ok(chunk)
    }

    fn wrong(&self, number: usize, what: &str) -> Failure {
        wrong(&self.shown, number, what)
    }
}

fn wrong(shown: &str, number: usize, what: &str) -> Failure {
    Failure::new(format!(
        "line {number} of {shown} {what}; nothing was written"
    ))
}

impl Line {
    fn read(shown: &str, (number, bytes): &Numbered) -> Result<Self, Failure> {
        serde_json::from_slice(bytes).map_err(|error| {
            // It counts within this line alone.
            let error = error.to_string().replace("line 1 column", "column");
            wrong(shown, *number, &format!("is no article: {error}"))
        })
    }

    fn id(&self) -> Option<String> {
        match self.id.as_ref()? {
            Id::Text(text) => Some(text.clone()),
            Id::Number(number) => Some(number.to_string()),
        }
    }

    fn article<'a>(
        &'a self,
        shown: &str,
        number: usize,
        id: Option<&'a str>,
    ) -> Result<Article<'a>, Failure> {
        let text = self.text.as_deref();
        let text = text.ok_or_else(|| wrong(shown, number, "has no `text`"))?;
        let given = [
            ("title", &self.title),
            ("date", &self.date),
            ("source", &self.source),
            ("author", &self.author),
            ("url", &self.url),
            ("language", &self.language),
            ("coder", &self.coder),
            ("coded", &self.coded),
            ("reviewed", &self.reviewed),
        ];
        let given = given.into_iter();
        let given = given.filter_map(|(key, value)| Some((key, value.as_deref()?)));
        Ok(Article {
            text,
            id,
            path: self.path.as_deref(),
            given: given.collect(),
        })
    }
}

/// Which articles and statements are wanted.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    shard: Option<Shard>,
    filter: &'a QuoteFilter,
    tables: TableSet,
}

/// The own keys in the headers of all articles of a file that are wanted. Where it can be read once
/// alone, there are none.
fn own_keys(cast: &Cast, input: &Path, wanted: Wanted<'_>) -> Result<Vec<String>, Failure> {
    let can_be_read_again = input.metadata().is_ok_and(|file| file.is_file());
    if is_stdin(input) || !can_be_read_again {
        return Ok(Vec::new());
    }
    let mut lines = Lines::open(input)?;
    let mut all = BTreeSet::new();
    loop {
        let chunk = lines.chunk()?;
        if chunk.is_empty() {
            return Ok(all.into_iter().collect());
        }
        let shown = &lines.shown;
        // Whether an article has a statement that is wanted shows when all of it is read.
        if !wanted.filter.read(cast.snapshot().corpus())?.wants_all() {
            for made in read_chunk(cast, shown, &chunk, wanted)? {
                all.extend(made.part.own_keys(Table::Articles));
            }
            continue;
        }
        let keys = chunk.par_iter().map(|line| {
            let line = Line::read(shown, line)?;
            Ok(line.text.as_deref().map_or_else(Vec::new, own_keys_in))
        });
        let keys: Result<Vec<Vec<String>>, Failure> = keys.collect();
        all.extend(keys?.into_iter().flatten());
    }
}

/// Writes the rows of all articles of a file, or of standard input.
///
/// # Errors
/// When a line is no article, two articles have one id, or rows cannot be written.
pub fn write(
    cast: &Cast,
    input: &Path,
    output: &mut Output,
    target: &Target,
    args: &Args,
    progress: &Progress,
) -> Result<Written, Failure> {
    let wanted: TableSet = target.tables.iter().copied().collect();
    let of_articles = target.tables.iter().copied();
    let of_articles: Vec<Table> = of_articles.filter(|table| !table.is_of_cast()).collect();
    let has_articles = of_articles.contains(&Table::Articles);
    let of_lines = Wanted {
        shard: args.shard,
        filter: &args.filter,
        tables: wanted,
    };
    let keys = match has_articles {
        true => {
            let tables = TableSet::from_iter([Table::Articles]);
            own_keys(cast, input, Wanted { tables, ..of_lines })?
        }
        false => Vec::new(),
    };
    let mut tables = Vec::with_capacity(of_articles.len());
    for table in of_articles {
        let own = match table {
            Table::Articles => &keys[..],
            _ => &[],
        };
        output.open(table, &table.schema(own), None)?;
        tables.extend((table != Table::Articles).then_some(table));
    }
    let mut lines = Lines::open(input)?;
    let mut written = Written::default();
    let mut seen: HashSet<u64> = HashSet::new();
    let shown = lines.shown.clone();
    let mut next = || {
        let chunk = lines.chunk()?;
        read_chunk(cast, &shown, &chunk, of_lines).map(|made| (made, chunk.is_empty()))
    };
    let mut made = next()?;
    loop {
        let (mut rows, is_last) = made;
        if is_last {
            break;
        }
        for made in &rows {
            for (number, key) in &made.keys {
                if !seen.insert(hash(key)) {
                    return Err(wrong(
                        &shown,
                        *number,
                        &format!("has the id {key}, as an article before it; give it another `id`"),
                    ));
                }
            }
            written.articles += made.keys.len();
            written.statements += made.statements;
            written.flat_left_out[0] += made.flat_left_out[0];
            written.flat_left_out[1] += made.flat_left_out[1];
            written.without_name += made.without_name;
            if has_articles {
                let own = made.part.own_keys(Table::Articles);
                let left_out = own.into_iter().filter(|key| !keys.contains(key));
                written.left_out.extend(left_out);
            }
        }
        let write = || {
            let mut parts = Vec::with_capacity(rows.len());
            for made in &mut rows {
                if has_articles {
                    let (_, articles) = made.part.with_own_keys(Table::Articles, &keys);
                    made.part.take(Table::Articles);
                    output.write_rows(Table::Articles, articles)?;
                }
                parts.push(std::mem::replace(&mut made.part, Part::new(wanted)));
            }
            output.write(&tables, &mut parts)
        };
        let (done, following) = rayon::join(write, &mut next);
        done?;
        progress.counted("articles", written.articles);
        made = following?;
    }
    output.close()?;
    Ok(written)
}

fn read_chunk(
    cast: &Cast,
    shown: &str,
    lines: &[Numbered],
    wanted: Wanted<'_>,
) -> Result<Vec<Made>, Failure> {
    let snapshot = cast.snapshot();
    let filter = StatementFilter {
        parts_of_topics: true,
        ..wanted.filter.read(snapshot.corpus())?
    };
    let Wanted { shard, tables, .. } = wanted;
    let parts = lines.par_chunks(AT_ONCE).map(|lines| {
        let mut reader = snapshot.reader_of(&filter);
        let mut made = Made {
            part: Part::new(tables),
            statements: 0,
            flat_left_out: [0; 2],
            keys: Vec::with_capacity(lines.len()),
            without_name: 0,
        };
        for numbered in lines {
            let (number, line) = (numbered.0, Line::read(shown, numbered)?);
            let id = line.id();
            let article = line.article(shown, number, id.as_deref())?;
            if shard.is_some_and(|shard| !shard.holds_path(&article.path())) {
                continue;
            }
            let rows = reader.read(&article, tables, false);
            if let Some(fault) = rows.faults.first() {
                return Err(wrong(
                    shown,
                    number,
                    &format!("cannot be read: {}", fault.message),
                ));
            }
            // With a filter, articles in which nothing is wanted are left out.
            if rows.part.statements() == 0 && !filter.wants_all() {
                continue;
            }
            for table in Table::ALL {
                made.part.append(table, &rows.part);
            }
            made.statements += rows.part.statements();
            let [flat, of] = rows.part.left_out();
            made.flat_left_out[0] += flat;
            made.flat_left_out[1] += of;
            made.without_name += usize::from(!rows.is_named);
            made.keys.push((number, rows.id));
        }
        Ok(made)
    });
    parts.collect()
}

/// A number that two keys have in common as good as never.
fn hash(key: &str) -> u64 {
    let hash = blake3::hash(key.as_bytes());
    let first = hash.as_bytes().first_chunk();
    first.map_or(0, |first| u64::from_le_bytes(*first))
}
