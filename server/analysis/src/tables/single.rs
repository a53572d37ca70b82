//! Articles that are no files of the corpus whose people, organisations and topics they name.

use super::article::Article;
use super::known::Known;
use super::{ArticleFile, Part, TableSet};
use crate::model::{Corpus, Facts, FileId, Source};

/// Reads articles one by one. What they have in common, the names, is looked up once.
pub struct Single<'c> {
    known: Known<'c>,
}

/// An article on its way to rows.
pub struct SingleArticle<'a> {
    /// Its text.
    pub source: &'a Source,
    /// What it says, drawn with the [ids](Corpus::ids) of the corpus.
    pub facts: &'a Facts,
    /// By what it is known.
    pub key: String,
    /// What the column `path` says.
    pub path: String,
    /// Keys of the header and values that go over those of the text.
    pub given: &'a [(&'a str, &'a str)],
    /// The statements that are wanted, by their places in it in order; nothing where all are.
    pub chosen: Option<&'a [usize]>,
}

impl<'c> Single<'c> {
    /// For articles that name whom this corpus knows. What one declares itself counts where
    /// the corpus holds it.
    pub fn new(corpus: &'c Corpus) -> Self {
        Self {
            known: Known::new(corpus),
        }
    }

    /// The rows of an article in some of the tables.
    pub fn read(&mut self, article: SingleArticle<'_>, tables: TableSet) -> Part {
        // It may name ids that nobody has named before.
        self.known.grow();
        let mut part = Part::new(tables);
        let rows = Article {
            known: &self.known,
            text: &article.source.text,
            document: &article.source.document,
            facts: article.facts,
            given: article.given,
            file: &ArticleFile {
                number: FileId::NONE,
                path: article.path,
                key: article.key,
                has_id: true,
                date: article.facts.date,
            },
        };
        rows.push_to(&mut part, article.chosen);
        part
    }
}
