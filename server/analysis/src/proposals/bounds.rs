//! Quotations alone: what is proposed in a language whose verbs and names nobody knows.

use super::article::Article;
use super::fragment::Fragment;
use super::sieve::Sieve;
use crate::syntax::{QuoteForm, is_spoken};

/// The quotations of an article that somebody is expected to have spoken.
pub fn quotations(article: &Article) -> Vec<Fragment> {
    let spoken = article.quotations.iter().filter(|quoted| {
        quoted.is_there() && {
            let from = article.tokens[quoted.first].start;
            let to = article.tokens[quoted.end - 1].end;
            is_spoken(&article.words[from..to])
        }
    });
    let alone = spoken.enumerate().map(|(number, quoted)| Fragment {
        first: quoted.first,
        end: quoted.end,
        form: QuoteForm::Direct,
        sieve: Sieve::Quotation,
        event: None,
        subject: None,
        group: number,
    });
    alone.collect()
}
