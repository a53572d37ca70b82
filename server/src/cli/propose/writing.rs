//! Tagging what is proposed in the files of a corpus.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::output::{Ended, Failure, Outcome, plain, say_error, say_note};
use crate::cli::paths::Paths;
use crate::cli::write::{self, diff};
use crate::features::edit::{CorpusEdit, TextEdit, applied};
use crate::features::review::{Review, accept_all, unreviewed};
use crate::features::shared::wording::counted;
use crate::model::{Corpus, FileId, Source};
use crate::proposals::Tier;
use crate::store::Root;
use crate::syntax::TextRange;

/// How many tags of a tier are wrong, of a hundred.
fn wrong_in_100(tier: Tier) -> usize {
    match tier {
        Tier::Sure => 3,
        Tier::Likely => 17,
        Tier::Possible | Tier::Weak => 45,
    }
}

/// What is said where nothing is tagged.
const NOTHING: &str = "nothing to tag for which the speaker is certain";

/// A corpus whose articles are tagged one after the other, so that each sees whom the others
/// have declared.
pub struct Writing {
    /// The corpus as it is by now.
    pub corpus: Corpus,
    root: Root,
    /// As it was.
    before: Corpus,
    changed: BTreeSet<Arc<Path>>,
    created: BTreeSet<PathBuf>,
    articles: usize,
    tagged: BTreeMap<Tier, usize>,
    all: bool,
}

impl Writing {
    /// A corpus in which nothing is changed yet.
    pub fn new(root: Root, corpus: Corpus) -> Self {
        Self {
            before: corpus.clone(),
            corpus,
            root,
            changed: BTreeSet::new(),
            created: BTreeSet::new(),
            articles: 0,
            tagged: BTreeMap::new(),
            all: true,
        }
    }

    /// Tags what is settled in an article. One in which that cannot be done is named, and
    /// left as it is.
    ///
    /// # Errors
    /// When a file has changed in the meantime.
    pub fn take(
        &mut self,
        file: FileId,
        review: &Review,
        tier: Tier,
        cast: Option<&Path>,
    ) -> Result<(), Failure> {
        let (edit, tiers) = match accept_all(&self.corpus, file, review, tier, cast) {
            Ok(taken) => taken,
            Err(refused) => {
                say_error(&refused.0);
                self.all = false;
                return Ok(());
            }
        };
        if tiers.is_empty() {
            return Ok(());
        }
        self.apply(&edit)?;
        // Afterwards, as it stands at the place where a declaration may go too.
        let source = self.corpus.source(file).ok_or_else(changed)?;
        if let Some(mark) = unreviewed(&source)
            && let Ok(edit) = CorpusEdit::of(file, [mark]).checked(&self.corpus)
        {
            self.apply(&edit)?;
        }
        self.articles += 1;
        for tier in tiers {
            *self.tagged.entry(tier).or_default() += 1;
        }
        Ok(())
    }

    fn apply(&mut self, edit: &CorpusEdit) -> Result<(), Failure> {
        for (file, edits) in &edit.changes {
            let source = self.corpus.source(*file).ok_or_else(changed)?;
            let path = self.corpus.file(*file).ok_or_else(changed)?.path.clone();
            let new = applied(&source.text, edits).ok_or_else(changed)?;
            self.corpus.insert_file(&path, Source::new(new));
            if !self.created.contains(&*path) {
                self.changed.insert(path);
            }
        }
        for (path, text) in &edit.created {
            self.corpus.insert_file(path, Source::new(&**text));
            self.created.insert(path.clone());
        }
        Ok(())
    }

    /// What has changed, as an edit of the corpus as it was.
    fn edit(&self) -> Result<CorpusEdit, Failure> {
        let mut edit = CorpusEdit::default();
        for path in &self.changed {
            let file = self.before.find(path).ok_or_else(changed)?;
            let old = self.before.text(file).ok_or_else(changed)?;
            let now = self
                .corpus
                .find(path)
                .and_then(|file| self.corpus.text(file));
            let now = now.ok_or_else(changed)?;
            let whole = TextRange::new(0, old.len());
            edit.add(file, TextEdit::replace(whole, &*now));
        }
        for path in &self.created {
            let file = self
                .corpus
                .find(path)
                .and_then(|file| self.corpus.text(file));
            let text = file.ok_or_else(changed)?;
            edit.created.insert(path.clone(), text.to_string());
        }
        Ok(edit)
    }

    /// Writes what has changed in all corpora, and says how much and how often it errs; with
    /// `dry_run` only prints what would change.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn finish(writings: Vec<Self>, dry_run: bool) -> Ended {
        Self::finish_with(writings, dry_run, |tier| Some(wrong_in_100(tier)))
    }

    /// The same for quotes of which nobody knows how many are wrong.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn finish_foreign(writings: Vec<Self>, dry_run: bool) -> Ended {
        Self::finish_with(writings, dry_run, |_| None)
    }

    fn finish_with(
        writings: Vec<Self>,
        dry_run: bool,
        wrong: impl Fn(Tier) -> Option<usize>,
    ) -> Ended {
        let mut all = true;
        let mut edits = Vec::new();
        let mut tagged: BTreeMap<Tier, usize> = BTreeMap::new();
        let mut articles = 0;
        for writing in &writings {
            let mut edit = writing.edit()?;
            let folder = &writing.root.folder;
            for refused in write::take_out_refused(&writing.before, folder, &mut edit)? {
                say_error(&refused);
                all = false;
            }
            all &= writing.all;
            articles += writing.articles;
            for (tier, count) in &writing.tagged {
                *tagged.entry(*tier).or_default() += count;
            }
            edits.push((writing, edit));
        }
        if dry_run {
            for (writing, edit) in &edits {
                diff::print(&writing.before, edit)?;
            }
            if all && articles == 0 {
                say_note(NOTHING);
            }
            return Ok(Outcome::clean_if(all));
        }
        let mut out = plain();
        for (writing, edit) in edits.iter().filter(|(_, edit)| !edit.is_empty()) {
            let edit = edit.clone().checked(&writing.before)?;
            write::apply(&writing.before, &writing.root.folder, &edit)?;
        }
        if articles == 0 {
            writeln!(out, "{NOTHING}")?;
        }
        for (tier, count) in tagged {
            let quotes = counted(count, "quote");
            match wrong(tier) {
                Some(wrong) => writeln!(
                    out,
                    "tagged {quotes} that {} {}: of such, {wrong} in 100 are wrong",
                    if count == 1 { "is" } else { "are" },
                    tier.name()
                )?,
                None => writeln!(out, "tagged {quotes}")?,
            }
        }
        if articles > 0 {
            let articles = counted(articles, "article");
            writeln!(out, "{articles} not reviewed: see `reviewed` in the header")?;
        }
        out.flush()?;
        Ok(Outcome::clean_if(all))
    }

    /// The path of a file as people on this command line would write it.
    pub fn shown(&self, file: FileId) -> String {
        let file = self.corpus.file(file);
        file.map_or_else(String::new, |file| Paths::here().shown(&file.path))
    }
}

fn changed() -> Failure {
    Failure::new("a file has changed in the meantime; nothing was changed, try again")
}
