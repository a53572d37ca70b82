//! What is reported on a file, with the words that it is shown with.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::finding::{Finding, Related, Spot};
use crate::cli::paths::Paths;
use crate::features::diagnostics::{
    Diagnostic, diagnostics_in, not_utf_8, settings_file, unreadable,
};
use crate::model::{Corpus, FileId};
use crate::reports::Severities;
use crate::store::{FailureKind, SettingsFile};
use crate::syntax::LineIndex;

/// How many bytes of text are kept to be shown again. A cast has fewer.
const KEPT: usize = 64 << 20;

/// The reports on the files of a corpus, looked for by several at once.
pub struct Findings<'c> {
    corpus: &'c Corpus,
    paths: Paths,
    /// The files to which the reports on others lead: of many articles, to the
    /// same declarations.
    led_to: Mutex<RelatedFile>,
}

/// A file as it is shown.
struct ShownFile {
    lines: LineIndex,
    text: Option<Arc<str>>,
}

#[derive(Default)]
struct RelatedFile {
    files: HashMap<FileId, Arc<OnceLock<ShownFile>>>,
    /// How many bytes the texts have.
    bytes: usize,
}

impl<'c> Findings<'c> {
    /// For the files of a corpus.
    pub fn new(corpus: &'c Corpus) -> Self {
        Self {
            corpus,
            paths: Paths::here(),
            led_to: Mutex::default(),
        }
    }

    /// The reports on a file; none where its text cannot be had.
    pub fn of_file(&self, file: FileId, severities: &Severities) -> Vec<Finding> {
        let (Some(entry), Some(source)) = (self.corpus.file(file), self.corpus.source(file)) else {
            return Vec::new();
        };
        let lines = entry.lines();
        let path = self.paths.shown(&entry.path);
        let found = diagnostics_in(self.corpus, file, &source, severities);
        let spot = |range| Spot::new(path.clone(), &lines, range, Some(&source.text));
        let finding = |diagnostic: Diagnostic| {
            let related = diagnostic.related.into_iter().filter_map(|related| {
                let location = related.location;
                let spot = match location.file == file {
                    true => spot(location.range),
                    false => {
                        let path = &self.corpus.file(location.file)?.path;
                        let shown = self.led_to(location.file)?;
                        let ShownFile { lines, text } = shown.get()?;
                        let path = self.paths.shown(path);
                        Spot::new(path, lines, location.range, text.as_deref())
                    }
                };
                let message = related.message;
                Some(Related { spot, message })
            });
            Finding {
                related: related.collect(),
                spot: spot(diagnostic.range),
                code: diagnostic.code,
                severity: diagnostic.severity,
                message: diagnostic.message,
            }
        };
        found.into_iter().map(finding).collect()
    }

    /// What is wrong in a settings file.
    pub fn of_settings(&self, file: &SettingsFile, severities: &Severities) -> Vec<Finding> {
        let lines = LineIndex::of_file(&file.text);
        let text = Some(file.text.as_str()).filter(|text| !text.is_empty());
        let found = settings_file(&file.problems, severities).into_iter();
        let finding = |diagnostic: Diagnostic| Finding {
            spot: Spot::new(self.paths.shown(&file.path), &lines, diagnostic.range, text),
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message,
            related: Vec::new(),
        };
        found.map(finding).collect()
    }

    /// The report of a file that could not be read.
    pub fn of_unread(
        &self,
        path: &Path,
        why: &FailureKind,
        severities: &Severities,
    ) -> Vec<Finding> {
        let diagnostic = match why {
            FailureKind::Unreadable(reason) => unreadable(reason, severities),
            FailureKind::NotUtf8(why) => not_utf_8(why, severities),
        };
        let finding = |diagnostic: Diagnostic| Finding {
            spot: Spot::new(self.paths.shown(path), &why.lines(), diagnostic.range, None),
            code: diagnostic.code,
            severity: diagnostic.severity,
            message: diagnostic.message,
            related: Vec::new(),
        };
        diagnostic.map(finding).into_iter().collect()
    }

    /// A file to which a report on another leads. It is read once, by whoever
    /// asks first.
    fn led_to(&self, file: FileId) -> Option<Arc<OnceLock<ShownFile>>> {
        let entry = self.corpus.file(file)?;
        let place = {
            let mut led_to = self.led_to.lock().unwrap_or_else(PoisonError::into_inner);
            led_to.files.entry(file).or_default().clone()
        };
        let mut bytes = 0;
        place.get_or_init(|| {
            let text = self.corpus.text(file);
            bytes = text.as_ref().map_or(0, |text| text.len());
            let lines = entry.lines().into_owned();
            ShownFile { lines, text }
        });
        if bytes > 0 {
            let mut led_to = self.led_to.lock().unwrap_or_else(PoisonError::into_inner);
            led_to.bytes += bytes;
            // Only where each article declares its own people are there many.
            if led_to.bytes > KEPT {
                *led_to = RelatedFile::default();
            }
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rayon::prelude::*;

    use super::*;
    use crate::model::{Source, Texts};

    /// Texts that count how often each is read.
    #[derive(Default)]
    struct Read {
        texts: Mutex<BTreeMap<String, String>>,
        times: Mutex<BTreeMap<String, usize>>,
    }

    impl Texts for Read {
        fn text(&self, path: &Path) -> Option<String> {
            let name = path.display().to_string();
            *self.times.lock().unwrap().entry(name.clone()).or_default() += 1;
            self.texts.lock().unwrap().get(&name).cloned()
        }
    }

    #[test]
    fn each_file_is_read_once_however_many_lead_to_it() {
        let texts = Arc::new(Read::default());
        let mut corpus = Corpus::new(texts.clone());
        let mut add = |name: &str, text: &str| {
            let entry = texts.texts.lock().unwrap().insert(name.into(), text.into());
            assert_eq!(entry, None);
            let source = Source::new(text);
            let facts = crate::model::facts_of(text, &source.document, corpus.ids());
            let path: Arc<Path> = Path::new(name).into();
            corpus.insert(crate::model::File::new(path, Arc::new(facts), None))
        };
        add(
            "cast.qm",
            "@ann: Ann Lee\n    also: Lee\n\n@bob: Bob Lee\n    also: Lee\n",
        );
        let articles: Vec<FileId> = (0..100)
            .map(|number| {
                add(
                    &format!("{number}.qm"),
                    "Then Lee and [Foo Bar]{@ann} left.\n",
                )
            })
            .collect();
        let severities = Severities::default();
        let findings = Findings::new(&corpus);
        let found: Vec<Finding> = articles
            .par_iter()
            .flat_map_iter(|file| findings.of_file(*file, &severities))
            .collect();
        let related = found.iter().flat_map(|finding| &finding.related);
        let led = related
            .filter(|related| related.spot.file == "cast.qm" && related.spot.excerpt.is_some());
        assert_eq!(led.count(), 300);
        let times = texts.times.lock().unwrap();
        assert_eq!(times.len(), 101);
        assert!(times.values().all(|times| *times == 1), "{times:?}");
    }
}
