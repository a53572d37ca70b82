//! Articles that are no files of a corpus, each read by itself against one cast.
//!
//! Where ten million articles lie in an engine's tables, nobody holds them all at once.
//! Here an article is a text with what is known of it from elsewhere, and what comes of it
//! depends on that and on the cast alone: not on the articles before it, nor on how they
//! are parted among machines. What an article declares counts for itself alone.
//!
//! Nothing here begins a thread or keeps anything outside of the [`Cast`]. Kept by the
//! tests below: `an_article_alone_has_the_rows_that_it_has_in_a_corpus`,
//! `what_stands_before_it_changes_nothing`, `what_articles_name_does_not_heap_up`.

use std::borrow::Cow;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use crate::features::diagnostics::{Diagnostic, diagnostics_alone, diagnostics_in};
use crate::model::{Chosen, Corpus, File, Source, StatementFilter, facts_of};
use crate::reports::{Code, Severities, Severity};
use crate::settings::Limits;
use crate::syntax::{Encoding, EntityKind, LineIndex, Parser, PartialDate, normalise_id};
use crate::tables::{Part, Single, SingleArticle, TableSet, cast, header_values};

/// The keys of a header that can be known from elsewhere. The article's `id` is told
/// [apart](Article::id).
pub const GIVEN_KEYS: [&str; 9] = [
    "title", "date", "source", "author", "url", "language", "coder", "coded", "reviewed",
];

/// The path under which an article is read where it has none. No file of a corpus has it:
/// their paths are whole.
const PATH: &str = "article.qm";

/// The declarations against which articles are read.
pub struct Cast {
    /// The corpus that holds them. Its ids are numbered anew when most of the numbers are
    /// those of ids that only articles have named.
    corpus: RwLock<Arc<Corpus>>,
    severities: Severities,
}

/// A [`Cast`] as it is at a moment.
pub struct Snapshot<'c> {
    corpus: Arc<Corpus>,
    severities: &'c Severities,
}

/// Reads articles one after the other.
pub struct Reader<'s> {
    corpus: &'s Corpus,
    severities: &'s Severities,
    single: Single<'s>,
    parser: Parser,
    /// Which statements are wanted; all where nothing is said.
    filter: Option<(&'s StatementFilter, Chosen<'s>)>,
}

/// An article.
#[derive(Debug, Clone, Default)]
pub struct Article<'a> {
    /// The text, with its markup and, where it has one, its header.
    pub text: &'a str,
    /// By what it is known. Left out, the header's `id`; without one the path; without one
    /// the beginning of the text's BLAKE3 hash, 16 hexadecimal digits.
    pub id: Option<&'a str>,
    /// What the column `path` says. Left out, the same as the id.
    pub path: Option<&'a str>,
    /// Some of [`GIVEN_KEYS`] with values that go over those of the header. An empty value
    /// says nothing.
    pub given: Vec<(&'static str, &'a str)>,
}

impl Article<'_> {
    /// What the column `path` says of it. Of the text no more than the header is read.
    pub fn path(&self) -> Cow<'_, str> {
        if let Some(path) = self.path.or(self.id).filter(|name| !name.is_empty()) {
            return Cow::Borrowed(path);
        }
        let header = header_values(self.text).into_iter();
        let mut ids = header.filter(|(key, _)| key == "id");
        let id = ids.next().map(|(_, id)| normalise_id(&id).into_owned());
        Cow::Owned(key_of(self, id.as_deref()))
    }

    fn is_named(&self) -> bool {
        let mut names = [self.id, self.path].into_iter().flatten();
        names.any(|name| !name.is_empty())
    }
}

/// What comes of an article.
#[derive(Debug)]
pub struct Rows {
    /// By what it is known.
    pub id: String,
    /// Whether that is an id or a path, and not the hash of the text.
    pub is_named: bool,
    /// Its rows in the tables that are wanted.
    pub part: Part,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Something that is wrong with an article or a cast, of the severity error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line and the column in characters, both from 1; nothing where it is no place of
    /// the text.
    pub place: Option<(u32, u32)>,
    /// Its name: one of [`Code`]'s.
    pub code: &'static str,
    /// One sentence that names the thing and the fix.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(f, "{line}:{column}: ")?;
        }
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl Fault {
    /// That an article has no text that could be read.
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self::on_article(Code::FileUnreadable, message)
    }

    /// That the bytes of an article are no text.
    pub fn not_utf_8(message: impl Into<String>) -> Self {
        Self::on_article(Code::FileNotUtf8, message)
    }

    fn on_article(code: Code, message: impl Into<String>) -> Self {
        Self {
            place: None,
            code: code.name(),
            message: message.into(),
        }
    }
}

impl Cast {
    /// What some texts declare, each as a file of a corpus would.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut corpus = Corpus::default();
        for (number, text) in texts.into_iter().enumerate() {
            let path = format!("cast/{number}.qm");
            corpus.insert_file(Path::new(&path), Source::new(text));
        }
        Self::of(corpus)
    }

    /// What a corpus declares. Its articles are not read again, and their ids are no
    /// concern of those that are.
    pub fn of(corpus: Corpus) -> Self {
        let is_wanted = |code: &Code| {
            code.default_severity() == Severity::Error && *code != Code::HeaderDuplicateId
        };
        let codes = Code::ALL.iter().filter(|code| !is_wanted(code));
        Self {
            corpus: RwLock::new(Arc::new(corpus)),
            severities: Severities {
                given: codes.map(|code| (*code, None)).collect(),
            },
        }
    }

    /// The cast for some thousand articles. When it is asked for again, what these have named
    /// is forgotten.
    pub fn snapshot(&self) -> Snapshot<'_> {
        let read = || self.corpus.read().unwrap_or_else(PoisonError::into_inner);
        let corpus = read().clone();
        if corpus.is_wasteful()
            && let Some(fresh) = corpus.renumbered()
        {
            let mut latest = self.corpus.write().unwrap_or_else(PoisonError::into_inner);
            *latest = Arc::new(fresh);
        }
        Snapshot {
            corpus: read().clone(),
            severities: &self.severities,
        }
    }

    /// The rows of everybody and everything that it declares.
    pub fn rows(&self) -> Part {
        cast(&self.snapshot().corpus)
    }

    /// What is wrong in the texts, one after the other; each fault with the number of its
    /// text, from 0.
    pub fn faults(&self) -> Vec<(usize, Fault)> {
        let snapshot = self.snapshot();
        let corpus = &*snapshot.corpus;
        let files = corpus.files().enumerate();
        let faults = files.flat_map(|(number, (file, entry))| {
            let source = entry.open.as_deref();
            let found = source.map_or_else(Vec::new, |source| {
                let found = diagnostics_in(corpus, file, source, snapshot.severities);
                faults_of(found, &entry.facts().lines)
            });
            found.into_iter().map(move |fault| (number, fault))
        });
        faults.collect()
    }
}

impl Snapshot<'_> {
    /// Reads articles with it.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            corpus: &self.corpus,
            severities: self.severities,
            single: Single::new(&self.corpus),
            parser: Parser::new(),
            filter: None,
        }
    }

    /// Reads articles with it, and of their statements those which a filter wants; it is one of
    /// [this corpus](Self::corpus).
    pub fn reader_of<'s>(&'s self, filter: &'s StatementFilter) -> Reader<'s> {
        let chosen = (!filter.wants_all()).then(|| Chosen::new(&self.corpus, filter));
        Reader {
            filter: chosen.map(|chosen| (filter, chosen)),
            ..self.reader()
        }
    }

    /// The corpus in which names are numbered. Another snapshot may number them otherwise.
    pub fn corpus(&self) -> &Corpus {
        &self.corpus
    }
}

impl Reader<'_> {
    /// The rows of an article in some of the tables, and what is wrong with it where that
    /// is wanted: what `quotemark check` would call an error. It ends for every text.
    pub fn read(&mut self, article: &Article<'_>, tables: TableSet, wants_faults: bool) -> Rows {
        let most = Limits::default().file_bytes();
        if article.text.len() as u64 > most {
            return Rows {
                is_named: article.is_named(),
                id: key_of(article, None),
                part: Part::new(tables),
                faults: vec![Fault::unreadable(format!(
                    "the text has {} bytes, and {most} at the most are read; part the article",
                    article.text.len()
                ))],
            };
        }
        // A fault of ours in one article must not cost the others their rows.
        let read = catch_unwind(AssertUnwindSafe(|| {
            self.read_text(article, tables, wants_faults)
        }));
        read.unwrap_or_else(|_| Rows {
            is_named: article.is_named(),
            id: key_of(article, None),
            part: Part::new(tables),
            faults: vec![Fault::unreadable(
                "reading it failed inside Quotemark; please report this with the text",
            )],
        })
    }

    fn read_text(&mut self, article: &Article<'_>, tables: TableSet, wants_faults: bool) -> Rows {
        let source = Source {
            document: Arc::new(self.parser.read(article.text)),
            text: article.text.into(),
        };
        let mut facts = facts_of(&source.text, &source.document, self.corpus.ids());
        facts.lines = facts.lines.as_of_file();
        let mut faults = Vec::new();
        let given = article.given.iter();
        let given: Vec<(&str, &str)> = given
            .map(|(key, value)| (*key, value.trim()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        for (key, value) in &given {
            match *key {
                "date" => {
                    facts.date = PartialDate::parse(value)
                        .inspect_err(|why| {
                            let message = format!("`{value}`, which is given as the date: {why}");
                            faults.push(Fault::on_article(Code::DateMalformed, message));
                        })
                        .ok();
                }
                // As an id in a header it gets a number, declared or not.
                "source" | "author" if is_reference(value) => {
                    self.corpus.ids().number(value);
                }
                _ => {}
            }
        }
        let id = key_of(article, facts.article.as_ref().map(|id| &*id.text));
        let is_named = article.is_named() || facts.article.is_some();
        let facts = Arc::new(facts);
        let mut single = SingleArticle {
            source: &source,
            facts: &facts,
            key: id.clone(),
            path: article
                .path
                .filter(|path| !path.is_empty())
                .unwrap_or(&id)
                .to_owned(),
            given: &given,
            chosen: None,
        };
        let (part, found) = match facts.declarations.is_empty() {
            true => {
                let chosen = self.filter.as_ref();
                let chosen = chosen.map(|(_, chosen)| chosen.in_article(&facts));
                single.chosen = chosen.as_deref();
                let part = self.single.read(single, tables);
                let found = wants_faults
                    .then(|| diagnostics_alone(self.corpus, &facts, &source, self.severities));
                (part, found)
            }
            // It is a part of the cast itself, for its own rows.
            false => {
                let mut corpus = self.corpus.clone();
                let path = Path::new(PATH).into();
                let number = corpus.insert(File::new(path, facts.clone(), Some(source.clone())));
                let chosen = self.filter.as_ref();
                let chosen =
                    chosen.map(|(filter, _)| Chosen::new(&corpus, filter).in_article(&facts));
                single.chosen = chosen.as_deref();
                let part = Single::new(&corpus).read(single, tables);
                let found =
                    wants_faults.then(|| diagnostics_in(&corpus, number, &source, self.severities));
                (part, found)
            }
        };
        faults.extend(faults_of(found.unwrap_or_default(), &facts.lines));
        Rows {
            id,
            is_named,
            part,
            faults,
        }
    }
}

/// By what an article is known (see [`Article::id`]).
fn key_of(article: &Article<'_>, in_header: Option<&str>) -> String {
    let told = article.id.filter(|id| !id.is_empty()).or(in_header);
    let told = told.or(article.path.filter(|path| !path.is_empty()));
    told.map_or_else(
        || blake3::hash(article.text.as_bytes()).to_hex()[..16].to_owned(),
        str::to_owned,
    )
}

/// Whether a value of a header is an id and not words.
fn is_reference(value: &str) -> bool {
    let sigil = value.chars().next().and_then(EntityKind::of_sigil);
    sigil.is_some() && !value.contains(char::is_whitespace)
}

/// Reports as they are told without a file.
fn faults_of(found: Vec<Diagnostic>, lines: &LineIndex) -> Vec<Fault> {
    let faults = found.into_iter().map(|found| {
        let at = lines.position(found.range.from(), Encoding::Utf32);
        Fault {
            place: Some((at.line + 1, at.column + 1)),
            code: found.code.name(),
            message: found.message,
        }
    });
    faults.collect()
}

#[cfg(test)]
mod tests;
