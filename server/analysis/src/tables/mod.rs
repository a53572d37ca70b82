//! The corpus as tables, from which every export is made.
//!
//! What a column is called and holds stands in [`schema`] alone; the rows come from the
//! same facts as the answers of `features`. Articles are read in the order of their
//! paths, whatever the order in which they were found, and by themselves, so that parts of
//! a corpus may be read side by side. Nothing here knows a format or a file.

mod article;
mod article_file;
mod cast;
mod columns;
mod count;
mod key;
mod known;
mod nesting;
mod offsets;
mod part;
pub mod schema;
mod single;
mod speaker;
mod words;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use self::article::{Article, statement_ids};
use self::known::Known;
use self::offsets::PlainText;
use self::schema::own_key;
use crate::model::{Corpus, EntityId, Facts, File, FileId, QuoteFacts, Source, StatementFilter};
use crate::syntax::{HEADER_KEYS, Parser, PartialDate, head_of, normalise_id};

pub use article_file::{ArticleFile, Changed};
pub use cast::cast;
pub use count::{Counts, Dimension};
pub use key::{relative_path, shard_of, statement_id};
pub use part::{Part, TableSet};
pub use schema::Table;
pub use single::{Single, SingleArticle};
pub(crate) use speaker::SpeakerRow;

/// How many articles are read by one and the same.
const AT_ONCE: usize = 64;

/// An article with its text.
pub(crate) struct Opened {
    source: Source,
    /// What it says.
    pub facts: Arc<Facts>,
}

impl Opened {
    /// The words of a statement, as the tables have them.
    pub fn words(&self, quote: &QuoteFacts) -> String {
        let plain = PlainText::new(&self.source.text, &self.source.document, &self.facts.lines);
        let mut words = String::new();
        for (number, fragment) in quote.fragments.iter().enumerate() {
            if number > 0 {
                words.push_str(" … ");
            }
            plain.push(*fragment, &mut words);
        }
        words
    }

    /// The line of its first word, from 1.
    pub fn line(&self, quote: &QuoteFacts) -> usize {
        let first = quote.fragments.first().map_or(0, |words| words.from());
        self.facts.lines.line_of(first) + 1
    }
}

/// What is to be read of a corpus.
pub struct Extraction<'c> {
    corpus: &'c Corpus,
    known: Known<'c>,
    /// The statements that are wanted, by their files; all where nothing is said.
    chosen: Option<HashMap<FileId, Vec<usize>>>,
    articles: Vec<ArticleFile>,
}

impl<'c> Extraction<'c> {
    /// The articles of the corpus in `root` in the order of their paths, with the
    /// statements that a filter wants. With a filter that wants anything, those alone in
    /// which such a statement stands.
    pub fn new(corpus: &'c Corpus, root: &Path, filter: &StatementFilter) -> Self {
        let chosen = (!filter.wants_all()).then(|| {
            let mut chosen: HashMap<FileId, Vec<usize>> = HashMap::new();
            for found in corpus.statements(filter) {
                let places = chosen.entry(found.statement.file).or_default();
                places.push(found.statement.quote);
            }
            chosen
                .values_mut()
                .for_each(|places| places.sort_unstable());
            chosen
        });
        let files = corpus.own_files();
        let wanted = files.filter(|(number, file)| {
            let is_chosen = chosen
                .as_ref()
                .is_none_or(|chosen| chosen.contains_key(number));
            is_chosen && file.is_article()
        });
        let articles = wanted.map(|(number, file)| article_file(root, number, file));
        let mut articles: Vec<ArticleFile> = articles.collect();
        articles.sort_by(|one, other| one.path.cmp(&other.path));
        Self {
            corpus,
            known: Known::new(corpus),
            chosen,
            articles,
        }
    }

    /// The articles, in order.
    pub fn articles(&self) -> &[ArticleFile] {
        &self.articles
    }

    pub(crate) fn corpus(&self) -> &'c Corpus {
        self.corpus
    }

    pub(crate) fn known(&self) -> &Known<'c> {
        &self.known
    }

    /// The statements of an article that are wanted, by their places in the file in order;
    /// nothing where all are.
    pub(crate) fn chosen_in(&self, article: &ArticleFile) -> Option<&[usize]> {
        let chosen = self.chosen.as_ref()?;
        Some(chosen.get(&article.number).map_or(&[], Vec::as_slice))
    }

    /// The id with its mark and the display name of somebody or something.
    pub(crate) fn named(&self, entity: EntityId) -> (&str, &str) {
        let one = self.known.of(entity);
        (&one.id, &one.name)
    }

    /// Whether a person had a role on a date.
    pub(crate) fn has_role(&self, person: EntityId, date: Option<PartialDate>) -> bool {
        self.known.has_role(person, date)
    }

    /// An article with its text.
    pub(crate) fn open(&self, article: &ArticleFile) -> Result<Opened, Changed> {
        let path = || {
            self.corpus
                .file(article.number)
                .map(|file| file.path.to_path_buf())
        };
        let changed = || Changed(path().unwrap_or_default());
        let file = self.corpus.file(article.number).ok_or_else(changed)?;
        let source = self.corpus.source(article.number).ok_or_else(changed)?;
        let facts = file.facts();
        Ok(Opened { source, facts })
    }

    /// Leaves out the articles that are not wanted.
    pub fn retain(&mut self, is_wanted: impl FnMut(&ArticleFile) -> bool) {
        self.articles.retain(is_wanted);
    }

    /// The rows of some of the articles in some of the tables, in their order, in several
    /// parts that are made side by side.
    ///
    /// # Errors
    /// Names an article that cannot be read any more, or has changed.
    pub fn read(&self, articles: &[ArticleFile], tables: TableSet) -> Result<Vec<Part>, Changed> {
        let parts = articles.par_chunks(AT_ONCE);
        let parts = parts.map(|articles| self.read_part(articles, tables));
        parts.collect()
    }

    /// The source of an article, as its header has it: an id, else words. The rest of the
    /// article is not read.
    ///
    /// # Errors
    /// Names an article that cannot be read any more, or has changed.
    pub fn source_of(&self, article: &ArticleFile) -> Result<Option<String>, Changed> {
        let header = self.header_of(article)?;
        let source = header.into_iter().find(|(key, _)| key == "source");
        Ok(source.map(|(_, value)| normalise_id(&value).into_owned()))
    }

    /// The keys of an article's header that have a value, and the values, in their order.
    /// The rest of the article is not read.
    pub(super) fn header_of(
        &self,
        article: &ArticleFile,
    ) -> Result<Vec<(String, String)>, Changed> {
        let file = self.corpus.file(article.number);
        let path = file.map(|file| file.path.to_path_buf());
        let text = self.corpus.text(article.number);
        let text = text.ok_or_else(|| Changed(path.unwrap_or_default()))?;
        Ok(header_values(&text))
    }

    fn read_part(&self, articles: &[ArticleFile], tables: TableSet) -> Result<Part, Changed> {
        let mut part = Part::new(tables);
        let mut parser = Parser::new();
        for article in articles {
            let path = || {
                self.corpus
                    .file(article.number)
                    .map(|file| file.path.to_path_buf())
            };
            let changed = || Changed(path().unwrap_or_default());
            let file = self.corpus.file(article.number).ok_or_else(changed)?;
            let text = self.corpus.text(article.number).ok_or_else(changed)?;
            let read;
            let document = match &file.open {
                Some(open) => &open.document,
                None => {
                    read = parser.read(&text);
                    &read
                }
            };
            let article_rows = Article {
                known: &self.known,
                file: article,
                text: &text,
                document,
                facts: &file.facts(),
                given: &[],
            };
            article_rows.push_to(&mut part, self.chosen_in(article));
        }
        Ok(part)
    }
}

/// By what an article of the corpus in `root` is known, and the ids of its statements by
/// their places in the file. Nothing when it cannot be read any more.
pub fn ids_in(corpus: &Corpus, root: &Path, number: FileId) -> Option<(String, Vec<String>)> {
    let file = corpus.file(number)?;
    let source = corpus.source(number)?;
    let article = article_file(root, number, file);
    let facts = file.facts();
    let plain = PlainText::new(&source.text, &source.document, &facts.lines);
    let ids = statement_ids(&article.key, &facts.quotes, &plain);
    Some((article.key, ids))
}

fn article_file(root: &Path, number: FileId, file: &File) -> ArticleFile {
    let path = relative_path(root, &file.path);
    let id = file.article().map(|id| id.text.into_string());
    ArticleFile {
        number,
        has_id: id.is_some(),
        key: id.unwrap_or_else(|| path.clone()),
        path,
        date: file.date(),
    }
}

/// The keys of its author's own in the header of a text, as they name columns.
pub fn own_keys_in(text: &str) -> Vec<String> {
    let values = header_values(text).into_iter();
    let own = values.filter(|(key, _)| !HEADER_KEYS.contains(&key.as_str()));
    own.map(|(key, _)| own_key(&key)).collect()
}

/// The keys of the header of a text that have a value, and the values, in their order.
pub(crate) fn header_values(text: &str) -> Vec<(String, String)> {
    let Some(head) = head_of(text) else {
        return Vec::new();
    };
    let document = Parser::new().read(head);
    let properties = document.header.iter().flat_map(|header| &header.properties);
    let values = properties.map(|property| (property.key(head).to_owned(), property.value(head)));
    values.filter(|(_, value)| !value.is_empty()).collect()
}
