//! What is proposed for the articles of corpora.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::args::Args;
use super::writing::Writing;
use crate::cli::corpus::around::corpora_around;
use crate::cli::corpus::{load, notes, settings};
use crate::cli::options::PositionFormat;
use crate::cli::output::{Ended, Outcome, harmless, plain, say_note, write_json};
use crate::cli::paths::Paths;
use crate::cli::progress::Progress;
use crate::features::review::{Offer, ReviewRules, review};
use crate::features::shared::wording::one_line;
use crate::model::{Corpus, FileId, Source};
use crate::proposals::Tier;
use crate::store::Refusals;
use crate::syntax::{QuoteForm, TextRange, fingerprint, strip, stripped};

/// A proposal as it is printed in JSON.
#[derive(Serialize)]
struct Row {
    article: String,
    /// The hash of the plain text.
    hash: String,
    tier: &'static str,
    kind: &'static str,
    /// Code points of the plain text.
    spans: Vec<[usize; 2]>,
    words: Vec<String>,
    /// What the tag would hold; nothing where it has to be asked who spoke.
    tag: Option<String>,
    /// What it would hold for each who may have spoken, the likeliest first.
    choices: Vec<String>,
    question: Option<String>,
    reason: String,
}

/// Prints what is proposed for articles, or tags it.
///
/// # Errors
/// When an article cannot be read or written.
pub fn run(args: &Args) -> Ended {
    let tier = Tier::from(args.tier);
    let refusals = Refusals::of_user();
    let progress = Progress::new();
    let mut writings = Vec::new();
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for (root, wanted) in corpora_around(&args.paths, args.corpus.corpus.as_deref())? {
        notes::interrupted(&root);
        let loaded = load::loaded(&root, &wanted, &args.corpus.casts, &progress)?;
        let all = settings::settings(&loaded, &root);
        let mut writing = Writing::new(root, loaded.corpus);
        for (done, path) in wanted.iter().enumerate() {
            progress.done("proposing", done, wanted.len());
            let Some(file) = writing.corpus.find(path) else {
                continue;
            };
            let is_article = writing
                .corpus
                .file(file)
                .is_some_and(|file| file.facts().is_article());
            if !is_article {
                continue;
            }
            let settings = all.of(path);
            let refused = refusals.refused(path);
            let rules = ReviewRules {
                is_on: settings.proposals,
                refused: Some(&refused),
            };
            let found = review(&writing.corpus, file, rules);
            if let Some(off) = &found.off {
                say_note(&format!("{}: {off}", Paths::here().shown(path)));
                continue;
            }
            if args.write || args.dry_run {
                writing.take(file, &found, tier, settings.cast.as_deref())?;
                continue;
            }
            let Some(source) = writing.corpus.source(file) else {
                continue;
            };
            let offers = found.offers.iter().filter(|offer| offer.tier <= tier);
            match args.format {
                PositionFormat::Json => rows.extend(json_rows(path, &source, offers)),
                PositionFormat::Text => {
                    let corpus = &writing.corpus;
                    lines.extend(offers.map(|offer| line(path, corpus, file, &source, offer)));
                }
            }
        }
        writings.push(writing);
    }
    progress.finish();
    if args.write || args.dry_run {
        return Writing::finish(writings, args.dry_run);
    }
    if args.format == PositionFormat::Json {
        write_json(&rows)?;
        return Ok(Outcome::Clean);
    }
    let mut out = plain();
    for line in lines {
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    Ok(Outcome::Clean)
}

fn line(path: &Path, corpus: &Corpus, file: FileId, source: &Source, offer: &Offer) -> String {
    let shown = Paths::here().shown(path);
    let start = offer.fragments[0].from();
    let place = corpus.file(file).map(|file| {
        let lines = file.lines();
        let line = lines.line_of(start);
        let before = &source.text[lines.line_range(line).from()..start];
        format!("{}:{}", line + 1, before.chars().count() + 1)
    });
    let who = match offer.chosen {
        Some(chosen) => offer.choices[chosen].tag.clone(),
        None => {
            // Somebody may be offered with and without what is learned of them.
            let mut tags: Vec<&str> = offer.choices.iter().map(|choice| &*choice.tag).collect();
            tags.dedup();
            format!("{}, to be chosen", tags.join(" or "))
        }
    };
    harmless(&format!(
        "{shown}:{}: {}: {who}: {}",
        place.unwrap_or_default(),
        offer.tier.name(),
        words(source, offer).join(" … ")
    ))
}

fn words(source: &Source, offer: &Offer) -> Vec<String> {
    let parts = offer.fragments.iter();
    let words = parts.map(|part| {
        one_line(&crate::syntax::plain_words(
            &source.text,
            *part,
            &source.document,
        ))
    });
    words.collect()
}

fn json_rows<'o>(
    path: &Path,
    source: &Source,
    offers: impl Iterator<Item = &'o Offer>,
) -> Vec<Row> {
    let hash = fingerprint(&strip(&source.text, &source.document));
    let points = Points::of(source);
    let rows = offers.map(|offer| Row {
        article: Paths::here().shown(path),
        hash: hash.clone(),
        tier: offer.tier.name(),
        kind: match offer.form {
            QuoteForm::Direct => "direct",
            QuoteForm::Mixed => "mixed",
            QuoteForm::Indirect => "indirect",
        },
        spans: offer
            .fragments
            .iter()
            .map(|part| points.span(*part))
            .collect(),
        words: words(source, offer),
        tag: offer.chosen.map(|chosen| offer.choices[chosen].tag.clone()),
        choices: offer
            .choices
            .iter()
            .map(|choice| choice.tag.clone())
            .collect(),
        question: offer.question.clone(),
        reason: offer.reason.clone(),
    });
    rows.collect()
}

/// How many code points of the plain text stand before a byte of the file.
struct Points {
    /// Where pieces of the plain text begin in the file, how long they are in bytes, and how
    /// many code points stand before them.
    pieces: Vec<(TextRange, usize)>,
    text: std::sync::Arc<str>,
}

impl Points {
    fn of(source: &Source) -> Self {
        let mut before = 0;
        let pieces = stripped(&source.text, &source.document).into_iter();
        let pieces = pieces.map(|piece| {
            let place = before;
            before += source.text[piece].chars().count();
            (piece, place)
        });
        Self {
            pieces: pieces.collect(),
            text: source.text.clone(),
        }
    }

    fn span(&self, range: TextRange) -> [usize; 2] {
        [self.place(range.from()), self.place(range.to())]
    }

    /// Of a byte in markup, the place where the plain text goes on.
    fn place(&self, byte: usize) -> usize {
        let next = self
            .pieces
            .partition_point(|(piece, _)| piece.from() <= byte);
        let Some((piece, before)) = next.checked_sub(1).map(|at| self.pieces[at]) else {
            return 0;
        };
        let end = byte.min(piece.to());
        before + self.text[piece.from()..end].chars().count()
    }
}
