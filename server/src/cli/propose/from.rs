//! Quotes that another program or person has found.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::args::Args;
use super::writing::Writing;
use crate::cli::corpus::around::corpora_around;
use crate::cli::corpus::{load, notes, settings};
use crate::cli::files;
use crate::cli::output::{Ended, Outcome, say_error, say_note};
use crate::cli::paths::absolute;
use crate::cli::progress::Progress;
use crate::features::review::{ForeignLine, ForeignQuote, foreign, foreign_lines, other_text};
use crate::model::{Corpus, Facts, FileId};
use crate::proposals::Tier;
use crate::syntax::{fingerprint, strip};

/// Tags the quotes of a file, or says what is wrong with them.
///
/// # Errors
/// When the file or an article cannot be read.
pub fn run(from: &Path, args: &Args) -> Ended {
    let text = files::read_text(from)?;
    let mut all = true;
    let mut wrong = |number: usize, why: &str| {
        say_error(&format!("{}:{number}: {why}", from.display()));
        all = false;
    };
    let (mut lines, senseless) = foreign_lines(&text);
    for (number, why) in senseless {
        wrong(number, &why);
    }
    let folder = match files::is_stdin(from) {
        true => absolute(Path::new("."))?,
        false => absolute(from)?
            .parent()
            .map_or_else(PathBuf::new, Path::to_owned),
    };
    let progress = Progress::new();
    let mut writings = Vec::new();
    for (root, wanted) in corpora_around(&args.paths, args.corpus.corpus.as_deref())? {
        notes::interrupted(&root);
        let loaded = load::loaded(&root, &wanted, &args.corpus.casts, &progress)?;
        let all = settings::settings(&loaded, &root);
        let mut writing = Writing::new(root, loaded.corpus);
        let named = named(&writing.corpus, &folder, &mut lines);
        for (file, lines) in named {
            let Some(source) = writing.corpus.source(file) else {
                continue;
            };
            let hash = fingerprint(&strip(&source.text, &source.document));
            let (same, others): (Vec<_>, Vec<_>) =
                lines.into_iter().partition(|line| line.hash == hash);
            for line in others {
                wrong(line.number, &other_text(&writing.shown(file), &hash));
            }
            let numbers: Vec<usize> = same.iter().map(|line| line.number).collect();
            let quotes: Vec<ForeignQuote> = same.into_iter().map(|line| line.quote).collect();
            let found = foreign(&writing.corpus, file, &quotes, None);
            for (quote, why) in found.wrong {
                wrong(numbers[quote], &why);
            }
            let review = found.review;
            for offer in review.offers.iter().filter(|offer| offer.chosen.is_none()) {
                let number = found
                    .numbers
                    .get(&offer.key)
                    .map_or(0, |quote| numbers[*quote]);
                let question = offer.question.as_deref().unwrap_or("who is meant?");
                wrong(
                    number,
                    &format!("{question} Give an id, or choose in a review"),
                );
            }
            let path = writing.corpus.file(file).map(|file| file.path.clone());
            let settings = path.map(|path| all.of(&path));
            let cast = settings
                .as_ref()
                .and_then(|settings| settings.cast.as_deref());
            writing.take(file, &review, Tier::Sure, cast)?;
        }
        writings.push(writing);
    }
    progress.finish();
    for line in &lines {
        wrong(
            line.number,
            &format!("there is no article `{}`", line.article),
        );
    }
    if !args.write && !args.dry_run {
        say_note("nothing is written without --write; --dry-run shows what would be");
        return Ok(Outcome::clean_if(all));
    }
    let ended = Writing::finish_foreign(writings, args.dry_run)?;
    Ok(Outcome::clean_if(all && ended == Outcome::Clean))
}

/// The lines by the articles of a corpus that they name, which are taken out.
fn named(
    corpus: &Corpus,
    folder: &Path,
    lines: &mut Vec<ForeignLine>,
) -> BTreeMap<FileId, Vec<ForeignLine>> {
    let mut named: BTreeMap<FileId, Vec<ForeignLine>> = BTreeMap::new();
    let mut left = Vec::new();
    for line in lines.drain(..) {
        let by_path = corpus.find_own(&folder.join(&line.article));
        match by_path.or_else(|| by_id(corpus, &line.article)) {
            Some(file) => named.entry(file).or_default().push(line),
            None => left.push(line),
        }
    }
    *lines = left;
    named
}

/// The only article whose header has an id.
fn by_id(corpus: &Corpus, id: &str) -> Option<FileId> {
    let has_id = |facts: &Facts| facts.article.as_ref().is_some_and(|own| *own.text == *id);
    let files = corpus.own_files();
    let mut files = files.filter(|(_, file)| has_id(&file.facts()));
    match (files.next(), files.next()) {
        (Some((only, _)), None) => Some(only),
        _ => None,
    }
}
