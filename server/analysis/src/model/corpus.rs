//! The corpus at one moment.

use std::path::Path;
use std::sync::Arc;

use imbl::Vector;

use super::cancellation::Cancellation;
use super::collect::{facts_of, hash};
use super::counts::{Counts, Tally};
use super::facts::{IndexFacts, QuoteFacts};
use super::file::{File, Source};
use super::file_id::FileId;
use super::latest::Dated;
use super::paths::Paths;
use super::topic_words::TopicWordsCache;
use super::{EntityId, HashMap, Ids, Index, Reach};
use crate::syntax::PartialDate;

/// The corpus at one moment: its files, and the index over them.
#[derive(Clone, Default)]
pub struct Corpus {
    ids: Arc<Ids>,
    /// By their numbers; nothing where a file is gone.
    files: Vector<Option<Arc<File>>>,
    /// How many of them are the corpus' own.
    count: usize,
    paths: Arc<Paths>,
    index: Index,
    texts: Option<Arc<dyn Texts>>,
    is_partial: bool,
    epochs: Epochs,
    /// Whether whoever asks still waits.
    cancellation: Cancellation,
    topic_words: Arc<TopicWordsCache>,
}

/// How often a corpus has changed in ways that reach beyond the file that
/// changed. IdInterner only ever grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Epochs {
    /// While this and a file's own text stay as they are, the reports on that
    /// file do.
    pub reports: u64,
    /// While this stays as it is, everybody is named as often as before.
    pub counts: u64,
    /// While this stays as it is, nothing has changed at all.
    pub files: u64,
}

/// Where the texts of closed files come from.
pub trait Texts: Send + Sync {
    /// The text of the file at `path`, or nothing when it cannot be had.
    fn text(&self, path: &Path) -> Option<String>;
}

impl Corpus {
    /// A corpus without files, which asks `texts` for the texts of closed ones.
    pub fn new(texts: Arc<dyn Texts>) -> Self {
        Self {
            texts: Some(texts),
            ..Self::default()
        }
    }

    /// The same corpus, marked as one of which files are still to be read.
    pub fn partial(self, is_partial: bool) -> Self {
        Self { is_partial, ..self }
    }

    /// The same for somebody who may no longer wait: then whatever asks for a file, a
    /// text or the index unwinds (see [`cancellation`](super::cancellation)).
    #[must_use]
    pub fn asked_with(self, cancellation: Cancellation) -> Self {
        Self {
            cancellation,
            ..self
        }
    }

    /// Whether whoever asks still waits.
    pub fn cancellation(&self) -> &Cancellation {
        &self.cancellation
    }

    pub(super) fn topic_words_cache(&self) -> &TopicWordsCache {
        &self.topic_words
    }

    /// Whether files are still to be read, so that what is missing may yet come.
    pub fn is_partial(&self) -> bool {
        self.is_partial
    }

    /// The numbers of ids, to draw facts with.
    pub fn ids(&self) -> &Arc<Ids> {
        &self.ids
    }

    /// How often it has changed.
    pub fn epochs(&self) -> Epochs {
        self.epochs
    }

    /// The index.
    pub fn index(&self) -> &Index {
        self.cancellation.check();
        &self.index
    }

    /// Puts a file in or in place of what stood at its path.
    pub fn insert(&mut self, file: File) -> FileId {
        let said = file.index_facts();
        self.insert_read(file, &said)
    }

    /// Puts files in, of which is at hand what the index takes of them: many
    /// new ones in fewer steps than one by one.
    pub fn insert_all(&mut self, files: Vec<(File, IndexFacts)>) {
        let mut new = Vec::with_capacity(files.len());
        for (file, said) in files {
            let number = self.paths.number(&file.path);
            if self.file(number).is_some() {
                // It may be one of those that the index has yet to take.
                self.index_all(&mut new);
                self.insert_read(file, &said);
            } else {
                self.put(number, file);
                new.push((number, said));
            }
        }
        self.index_all(&mut new);
    }

    fn index_all(&mut self, new: &mut Vec<(FileId, IndexFacts)>) {
        if !new.is_empty() {
            let reach = self.index.add_all(&self.ids, new);
            self.note_dates(new);
            self.note(reach);
            new.clear();
        }
    }

    /// Tells the index where files stand that were added to it.
    fn note_dates(&mut self, new: &[(FileId, IndexFacts)]) {
        let files = &self.files;
        let dated = new.iter().filter_map(|(number, said)| {
            let file = files.get(number.number() as usize)?.as_ref()?;
            Some((file.dated(*number), said))
        });
        self.index.date_all(dated);
    }

    fn insert_read(&mut self, file: File, said: &IndexFacts) -> FileId {
        let number = self.paths.number(&file.path);
        let before = self.file(number).cloned();
        let old = before.as_ref().map(|old| old.index_facts());
        let reach = self
            .index
            .replace(&self.ids, number, old.as_ref(), Some(said));
        // A date alone may give a quote to another organisation.
        let is_said_otherwise = || {
            let before = before.as_ref();
            before.is_some_and(|before| !is_said_alike(before, &file))
        };
        self.note(match reach {
            Reach::File if is_said_otherwise() => Reach::Counts,
            reach => reach,
        });
        let dated = file.dated(number);
        self.put(number, file);
        self.note_date(number, before.zip(old), Some((dated, said)));
        number
    }

    /// Tells the index where a file stands that was replaced, and where it stood.
    fn note_date(
        &mut self,
        number: FileId,
        old: Option<(Arc<File>, IndexFacts)>,
        new: Option<(Dated, &IndexFacts)>,
    ) {
        let files = &self.files;
        let dated = |number: FileId| {
            let file = files.get(number.number() as usize)?.as_ref()?;
            Some(file.dated(number))
        };
        let old = old.as_ref().map(|(old, said)| (old.dated(number), said));
        self.index.date(old, new, dated);
    }

    fn put(&mut self, number: FileId, file: File) {
        let place = number.number() as usize;
        while self.files.len() <= place {
            self.files.push_back(None);
        }
        self.count += usize::from(file.is_own());
        let old = self.files.set(place, Some(Arc::new(file)));
        self.epochs.files += 1;
        self.count -= usize::from(old.is_some_and(|old| old.is_own()));
    }

    fn note(&mut self, reach: Reach) {
        self.epochs.reports += u64::from(reach == Reach::Everywhere);
        self.epochs.counts += u64::from(reach >= Reach::Counts);
    }

    /// Puts in a file with its text, as an editor that opens it does.
    pub fn insert_source(&mut self, path: &Path, source: Source) -> FileId {
        let facts = facts_of(&source.text, &source.document, &self.ids);
        self.insert(File::new(path.into(), Arc::new(facts), Some(source)))
    }

    /// Puts in a file with the text that was read from it.
    pub fn insert_file(&mut self, path: &Path, source: Source) -> FileId {
        let mut facts = facts_of(&source.text, &source.document, &self.ids);
        facts.lines = facts.lines.as_of_file();
        self.insert(File::new(path.into(), Arc::new(facts), Some(source)))
    }

    /// Takes out the file at `path`, if there is one.
    pub fn remove(&mut self, path: &Path) {
        let Some(number) = self.paths.find(path) else {
            return;
        };
        let Some(place) = self.files.get_mut(number.number() as usize) else {
            return;
        };
        if let Some(old) = place.take() {
            self.count -= usize::from(old.is_own());
            self.epochs.files += 1;
            let said = old.index_facts();
            let reach = self.index.replace(&self.ids, number, Some(&said), None);
            self.note(reach);
            self.note_date(number, Some((old, said)), None);
        }
    }

    /// The file of that number.
    pub fn file(&self, file: FileId) -> Option<&Arc<File>> {
        self.cancellation.check();
        self.files.get(file.number() as usize)?.as_ref()
    }

    /// The number of the file at `path`.
    pub fn find(&self, path: &Path) -> Option<FileId> {
        let number = self.paths.find(path)?;
        self.file(number).map(|_| number)
    }

    /// All files, those of [other corpora](File::as_external) included, by their numbers.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &Arc<File>)> {
        let numbered = (0..).map(FileId::from_number).zip(&self.files);
        let numbered = numbered.inspect(|_| self.cancellation.check());
        numbered.filter_map(|(number, file)| Some((number, file.as_ref()?)))
    }

    /// The files that are not what they were `before`, or were not there. What
    /// the two have in common is passed over in large pieces.
    pub fn changed_since(&self, before: &Self) -> Vec<FileId> {
        let mut changed = Vec::new();
        let mut first = 0;
        let mut others = before.files.leaves();
        let mut other: &[Option<Arc<File>>] = &[];
        for mut leaf in self.files.leaves() {
            while !leaf.is_empty() {
                if other.is_empty() {
                    other = others.next().unwrap_or_default();
                }
                let length = match other.len() {
                    0 => leaf.len(),
                    length => length.min(leaf.len()),
                };
                let (new, rest) = leaf.split_at(length);
                let (old, rest_of_other) = other.split_at(length.min(other.len()));
                let is_shared = new.as_ptr() == old.as_ptr();
                let places = if is_shared { 0..0 } else { 0..length };
                changed.extend(places.filter_map(|place| {
                    let file = new[place].as_ref()?;
                    let old = old.get(place).and_then(Option::as_ref);
                    let is_new = old.is_none_or(|old| !Arc::ptr_eq(old, file));
                    is_new.then(|| {
                        FileId::from_number(u32::try_from(first + place).unwrap_or(u32::MAX))
                    })
                }));
                first += length;
                (leaf, other) = (rest, rest_of_other);
            }
        }
        changed
    }

    /// How many files of its own it has.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether it has no file of its own.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The date of an article.
    pub fn date(&self, file: FileId) -> Option<PartialDate> {
        self.file(file)?.date()
    }

    /// The text of a file and how it is read. That of a closed file is read
    /// from where it lies, and is nothing when it is no longer what the facts
    /// were drawn from.
    pub fn source(&self, file: FileId) -> Option<Source> {
        match &self.file(file)?.open {
            Some(open) => Some((**open).clone()),
            None => Some(Source::new(self.text(file)?)),
        }
    }

    /// The text of a file alone; where it comes from is as for [`source`](Self::source).
    pub fn text(&self, file: FileId) -> Option<Arc<str>> {
        let entry = self.file(file)?;
        if let Some(open) = &entry.open {
            return Some(open.text.clone());
        }
        let text = self.text_on_disk(file)?;
        (hash(&text) == entry.hash()).then(|| text.into())
    }

    /// What lies where a closed file is at this moment, whether it is what the
    /// facts were drawn from or not.
    pub fn text_on_disk(&self, file: FileId) -> Option<String> {
        self.texts.as_ref()?.text(&self.file(file)?.path)
    }

    /// The id of an entity with its sigil.
    pub fn written(&self, entity: EntityId) -> Arc<str> {
        self.ids.written(entity)
    }

    /// The people and organisations that have exactly this name at any time, by
    /// their ids.
    pub fn bearers(&self, name: &str) -> Vec<EntityId> {
        self.by_id(self.index.names().bearers(name))
    }

    /// Those that have it in a file, as its date says, by their ids.
    pub fn bearers_in(&self, file: FileId, name: &str) -> Vec<EntityId> {
        let date = self.date(file);
        self.by_id(self.index.names().bearers_on(name, date))
    }

    fn by_id(&self, mut entities: Vec<EntityId>) -> Vec<EntityId> {
        entities.sort_by_cached_key(|entity| self.written(*entity));
        entities
    }

    /// The same files under other numbers of ids.
    pub(super) fn under(
        &self,
        ids: Arc<Ids>,
        now: &impl Fn(EntityId) -> Option<EntityId>,
    ) -> Option<Self> {
        let mut files = Vec::with_capacity(self.count);
        for (number, file) in self.files() {
            let file = file.renumbered(now)?;
            let said = file.index_facts();
            files.push((number, file, said));
        }
        let paths = files.iter().map(|(number, file, _)| (*number, &file.path));
        let mut corpus = Self {
            ids,
            paths: Arc::new(self.paths.only(paths)),
            texts: self.texts.clone(),
            is_partial: self.is_partial,
            epochs: self.epochs,
            ..Self::default()
        };
        let mut new = Vec::with_capacity(files.len());
        for (number, file, said) in files {
            corpus.put(number, file);
            new.push((number, said));
        }
        corpus.index.add_all(&corpus.ids, &new);
        corpus.note_dates(&new);
        Some(corpus)
    }

    /// The same corpus, which has changed as often as another.
    pub(super) fn changed_as_often_as(self, other: &Self) -> Self {
        Self {
            epochs: other.epochs,
            ..self
        }
    }

    /// The same files, indexed from scratch: what [`index`](Self::index) has to equal.
    pub fn rebuilt_index(&self) -> Index {
        let mut index = Index::default();
        for (number, file) in self.files() {
            let said = file.index_facts();
            index.replace(&self.ids, number, None, Some(&said));
            index.date_all(std::iter::once((file.dated(number), &said)));
        }
        index
    }
}

impl Corpus {
    /// How much all files hold. It is at hand.
    pub fn counts(&self) -> Counts {
        self.index().counts()
    }

    /// How much some files hold. Each of them is looked into, unless they are
    /// all; none may come twice.
    pub fn counts_in(&self, files: &[FileId]) -> Counts {
        if files.len() == self.len() {
            return self.counts();
        }
        let mut counts = Counts::default();
        let mut tallies: HashMap<EntityId, Tally> = HashMap::default();
        for file in files.iter().filter_map(|file| self.file(*file)) {
            let said = file.index_facts();
            counts.add_file(&said);
            for named in said.occurrences() {
                let tally = tallies.entry(named.entity).or_default();
                tally.note_in(named.kind, said.is_external());
            }
        }
        for (entity, tally) in tallies {
            counts.add_entity(entity, tally);
        }
        counts
    }
}

/// Whether the quotes of two states of a file are by the same, for the same and at the same times.
fn is_said_alike(one: &File, other: &File) -> bool {
    let (quotes, others) = (one.quotes(), other.quotes());
    let is_alike = |(quote, other_quote): (&QuoteFacts, &QuoteFacts)| {
        quote.speakers == other_quote.speakers
            && quote.of == other_quote.of
            && quote.at.or(one.date()) == other_quote.at.or(other.date())
    };
    quotes.len() == others.len() && quotes.iter().zip(others.iter()).all(is_alike)
}
