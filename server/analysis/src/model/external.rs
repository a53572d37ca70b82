//! The files of other corpora: what they declare is read, and never changed.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::corpus::Corpus;
use super::file::File;
use super::file_id::FileId;

impl Corpus {
    /// The corpus' own files, by their numbers.
    pub fn own_files(&self) -> impl Iterator<Item = (FileId, &Arc<File>)> {
        self.files().filter(|(_, file)| file.is_own())
    }

    /// The file of that number, if it [belongs to another corpus](File::as_external).
    pub fn external(&self, file: FileId) -> Option<&Arc<File>> {
        self.file(file).filter(|file| !file.is_own())
    }

    /// The number of the corpus' own file at `path`.
    pub fn find_own(&self, path: &Path) -> Option<FileId> {
        self.find(path)
            .filter(|file| self.external(*file).is_none())
    }

    /// Takes over the files of [other corpora](File::as_external), in place of all that it had
    /// before. A file of its own stays its own. The work grows with the corpus.
    pub fn set_external(&mut self, files: Vec<File>) {
        let now: HashSet<Arc<Path>> = files.iter().map(|file| file.path.clone()).collect();
        let before = self.files().filter(|(_, file)| !file.is_own());
        let gone: Vec<Arc<Path>> = before
            .map(|(_, file)| file.path.clone())
            .filter(|path| !now.contains(path))
            .collect();
        for path in gone {
            self.remove(&path);
        }
        let files = files.into_iter().filter(|file| {
            let before = self.find(&file.path).and_then(|number| self.file(number));
            before.is_none_or(|before| !before.is_own() && !before.says_the_same(file))
        });
        let files: Vec<_> = files.collect();
        let files = files.into_iter().map(|file| {
            let said = file.index_facts();
            (file, said)
        });
        let files = files.collect();
        self.insert_all(files);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, facts_of};
    use super::*;

    fn external(corpus: &Corpus, path: &str, text: &str) -> Option<File> {
        let source = Source::new(text);
        let facts = facts_of(text, &source.document, corpus.ids());
        let (file, _) = File::read(Path::new(path).into(), facts);
        file.as_external(Path::new("/s").into())
    }

    #[test]
    fn what_is_lent_comes_changes_and_goes_and_an_own_file_stays() {
        let mut corpus = Corpus::default();
        corpus.insert_source(
            Path::new("/c/a.qm"),
            Source::new("@own: Own\n[x]{by @ann}\n"),
        );
        let set_external = |corpus: &mut Corpus, files: &[(&str, &str)]| {
            let files = files.iter();
            let files = files.map(|(path, text)| external(corpus, path, text).unwrap());
            let files = files.collect();
            corpus.set_external(files);
            assert!(*corpus.index() == corpus.rebuilt_index());
            let all = corpus
                .files()
                .map(|(_, file)| file.path.display().to_string());
            let mut all: Vec<String> = all.collect();
            all.sort();
            let ann = corpus.ids().find("@ann").unwrap();
            (all.join(" "), corpus.name(ann), corpus.len())
        };
        let mut now = |files: &[(&str, &str)]| set_external(&mut corpus, files);
        let state = |files: &str, name: &str| (files.to_owned(), name.to_owned(), 1);
        let first = [("/s/a.qm", "@ann: Ann\n"), ("/s/b.qm", "@bob: Bob\n")];
        assert_eq!(now(&first), state("/c/a.qm /s/a.qm /s/b.qm", "Ann"));
        assert_eq!(now(&first[..1]), state("/c/a.qm /s/a.qm", "Ann"));
        let other = [("/s/a.qm", "@ann: Annie\n"), ("/c/a.qm", "@ann: Not\n")];
        assert_eq!(now(&other), state("/c/a.qm /s/a.qm", "Annie"));
        assert_eq!(now(&[]), state("/c/a.qm", "@ann"));
    }

    #[test]
    fn it_stays_lent_under_other_numbers_and_without_declarations_it_is_not_taken() {
        let mut corpus = Corpus::default();
        assert!(external(&corpus, "/s/x.qm", "[x]{by @ann}\n").is_none());
        let file = external(&corpus, "/s/a.qm", "@ann: Ann\n[x]{by @ann}\n").unwrap();
        corpus.set_external(vec![file]);
        let renumbered = corpus.renumbered().unwrap();
        let file = renumbered.find(Path::new("/s/a.qm")).unwrap();
        assert!(renumbered.external(file).is_some() && renumbered.is_empty());
        assert_eq!(renumbered.counts().quotes, 0);
        assert_eq!(renumbered.find_own(Path::new("/s/a.qm")), None);
    }
}
