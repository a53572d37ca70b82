//! Bytes and files to positions and addresses, and back.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use imbl::HashMap;
use tower_lsp::ls_types as lsp;

use super::client_capabilities::ClientCapabilities;
use super::session::proposed::Proposed;
use super::uri::{path_of, uri_of};
use crate::features::review::{Refused, ReviewRules};
use crate::features::shared::harmless_lines;
use crate::features::{Location, LocationLink};
use crate::model::cancellation::Cancellation;
use crate::model::{Corpus, FileId};
use crate::settings::{Settings, SettingsTree};
use crate::store::{Corpora, ForeignFiles, Held, Home, Refusals};
use crate::syntax::{LineIndex, Position, TextRange};

/// The corpora as a request sees them, and how its answer is to be written.
#[derive(Clone, Default)]
pub struct Snapshot {
    /// The corpus that is asked: that of the document which the request names. Without
    /// one it has no files, and the request asks [each](Self::each_corpus).
    pub corpus: Corpus,
    /// The serial number of that corpus, which no other has.
    pub serial: u64,
    /// The document that the request names.
    pub document: Option<lsp::Uri>,
    /// All open corpora.
    pub corpora: Corpora,
    /// Whether files are still to be read.
    pub is_partial: bool,
    /// Other paths of files that are open.
    pub aliases: HashMap<PathBuf, Arc<Path>>,
    /// The documents that are open, as the editor names them.
    pub opened: HashMap<Arc<Path>, Opened>,
    /// What is set, and where it holds.
    pub settings: SettingsTree,
    /// The reports that the editor has pulled, by document.
    pub pulled: HashMap<Arc<Path>, Pulled>,
    /// What the user has refused of what is proposed.
    pub refusals: Refusals,
    /// The files with quotes of others that reviews go through.
    pub foreign: ForeignFiles,
    /// How many quotes are proposed for the documents that are open, as it is known when
    /// somebody looks.
    pub proposed: Proposed,
    /// What the editor can do.
    pub capabilities: ClientCapabilities,
    /// Whether whoever asks still waits; the corpora look at it themselves.
    pub cancellation: Cancellation,
}

/// A document that is open, as the editor names it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The address under which it was opened.
    pub uri: lsp::Uri,
    /// The editor's number of its text.
    pub version: i32,
    /// Whether a CR that no LF follows has stood in it.
    pub had_lone_cr: bool,
}

/// The reports on a document that the editor has pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pulled {
    /// On which of its texts.
    pub version: Option<i32>,
    /// Their result id.
    pub result_id: String,
}

impl Snapshot {
    /// The snapshot for a request that names a document: with the corpus of that one.
    #[must_use]
    pub fn of_document(&self, uri: lsp::Uri) -> Self {
        let path = self.path(&uri);
        Self {
            document: Some(uri),
            ..self.of_file(&path)
        }
    }

    /// The snapshot with the corpus to which the file at a path belongs.
    #[must_use]
    pub fn of_file(&self, path: &Path) -> Self {
        self.with(self.corpora.of(path))
    }

    /// The snapshot with each open corpus in turn.
    pub fn each_corpus(&self) -> impl Iterator<Item = Self> {
        let all = self.corpora.iter();
        all.map(|(_, held)| self.with(Some(held)))
    }

    /// The snapshot with the corpus of the document at a URI; without one, and where
    /// nothing is known of that corpus, of what the opened folders hold together, and
    /// where that is nothing, of the largest.
    #[must_use]
    pub fn of_corpus(&self, uri: Option<&lsp::Uri>) -> Self {
        let of_document = uri.map(|uri| self.of_document(uri.clone()));
        if let Some(found) = of_document.filter(|found| !found.corpus.is_empty()) {
            return found;
        }
        let size = |held: &Held| held.corpus.counts().articles;
        let together = self.corpora.get(&Home::Together);
        let together = together.filter(|held| size(held) > 0);
        let all = self.corpora.iter().map(|(_, held)| held);
        self.with(together.or_else(|| all.max_by_key(|held| size(held))))
    }

    /// The snapshot for a request that may be cancelled.
    #[must_use]
    pub fn cancelled_by(&self, cancellation: Cancellation) -> Self {
        Self {
            corpus: self.corpus.clone().asked_with(cancellation.clone()),
            cancellation,
            ..self.clone()
        }
    }

    /// Whether nobody waits for the answer any more.
    pub fn is_cancelled(&self) -> bool {
        self.cancellation.is_set()
    }

    fn with(&self, held: Option<&Held>) -> Self {
        let corpus = held.map(|held| held.corpus.clone()).unwrap_or_default();
        Self {
            corpus: corpus
                .partial(self.is_partial)
                .asked_with(self.cancellation.clone()),
            serial: held.map_or(0, |held| held.serial),
            ..self.clone()
        }
    }

    /// The path by which the document of a URI is known.
    pub fn path(&self, uri: &lsp::Uri) -> PathBuf {
        let path = path_of(uri.as_str());
        match self.aliases.get(&path) {
            Some(known) => known.to_path_buf(),
            None => path,
        }
    }

    /// The file and the byte of a position in a document.
    pub fn place(&self, at: &lsp::TextDocumentPositionParams) -> Option<(FileId, usize)> {
        let file = self.file(&at.text_document.uri)?;
        let lines = self.corpus.file(file)?.lines();
        let position = position_from(at.position);
        Some((file, lines.offset(position, self.capabilities.counting())))
    }

    /// The folder from which paths of the corpus are told: its own; of what the opened folders
    /// hold together the opened folder, or what all of them lie in.
    pub fn root(&self) -> PathBuf {
        let mut all = self.corpora.iter();
        let home = all.find(|(_, held)| held.serial == self.serial);
        if let Some((Home::Folder(folder), _)) = home {
            return folder.to_path_buf();
        }
        let opened = self.corpora.homes().opened().all().iter();
        let folders = opened.map(|root| root.folder.clone());
        let around = folders.reduce(|around, folder| {
            let mut wider = around.ancestors();
            let wider = wider.find(|wider| folder.starts_with(wider));
            wider.map(Path::to_path_buf).unwrap_or_default()
        });
        around.unwrap_or_default()
    }

    /// The file at an address.
    pub fn file(&self, uri: &lsp::Uri) -> Option<FileId> {
        self.corpus.find(&self.path(uri))
    }

    /// The address of a file, as the editor writes it where it has opened it.
    pub fn uri(&self, file: FileId) -> Option<lsp::Uri> {
        let path = &self.corpus.file(file)?.path;
        let opened = self.opened.get(path).map(|opened| opened.uri.clone());
        opened.or_else(|| uri_of(path))
    }

    /// The editor's number of the text of a file that is open.
    pub fn version(&self, file: FileId) -> Option<i32> {
        let path = &self.corpus.file(file)?.path;
        self.opened.get(path).map(|opened| opened.version)
    }

    /// A stretch of a file as the protocol's range.
    pub fn range(&self, file: FileId, range: TextRange) -> lsp::Range {
        let Some(file) = self.corpus.file(file) else {
            return lsp::Range::default();
        };
        self.range_in(&file.lines(), range)
    }

    /// What holds for a file.
    pub fn settings_of(&self, file: FileId) -> Arc<Settings> {
        let file = self.corpus.file(file);
        let path = file.map_or(Path::new(""), |file| &file.path);
        self.settings.of(path)
    }

    /// What the user has refused of what is proposed in the corpus of a file.
    pub fn refused(&self, file: FileId) -> Refused {
        let file = self.corpus.file(file);
        let path = file.map_or(Path::new(""), |file| &file.path);
        self.refusals.refused(path)
    }

    /// What a review of a file depends on, with what the user has refused.
    pub fn review_rules<'r>(&self, file: FileId, refused: &'r Refused) -> ReviewRules<'r> {
        ReviewRules {
            is_on: self.settings_of(file).proposals,
            refused: Some(refused),
        }
    }

    /// A stretch of a text with these lines as the protocol's range.
    pub fn range_in(&self, lines: &LineIndex, range: TextRange) -> lsp::Range {
        let position = |offset| position_to(lines.position(offset, self.capabilities.counting()));
        lsp::Range::new(position(range.from()), position(range.to()))
    }

    /// A place as the protocol's location.
    pub fn location(&self, location: Location) -> Option<lsp::Location> {
        Some(lsp::Location {
            uri: self.uri(location.file)?,
            range: self.range(location.file, location.range),
        })
    }

    /// Places as the protocol's locations.
    pub fn locations(&self, locations: Vec<Location>) -> Vec<lsp::Location> {
        let mut found = Vec::with_capacity(locations.len());
        for same in locations.chunk_by(|one, other| one.file == other.file) {
            let file = same[0].file;
            let (Some(uri), Some(entry)) = (self.uri(file), self.corpus.file(file)) else {
                continue;
            };
            let lines = entry.lines();
            found.extend(same.iter().map(|location| lsp::Location {
                uri: uri.clone(),
                range: self.range_in(&lines, location.range),
            }));
        }
        found
    }

    /// A jump from `origin`, as links where the editor takes them.
    pub fn jump(
        &self,
        file: FileId,
        origin: TextRange,
        targets: &[LocationLink],
        links: bool,
    ) -> lsp::GotoDefinitionResponse {
        if !links {
            let targets = targets.iter().map(|target| Location {
                file: target.file,
                range: target.focus,
            });
            return lsp::GotoDefinitionResponse::Array(self.locations(targets.collect()));
        }
        let links = targets.iter().filter_map(|target| {
            Some(lsp::LocationLink {
                origin_selection_range: Some(self.range(file, origin)),
                target_uri: self.uri(target.file)?,
                target_range: self.range(target.file, target.full),
                target_selection_range: self.range(target.file, target.focus),
            })
        });
        lsp::GotoDefinitionResponse::Link(links.collect())
    }

    /// An address that leads to a line of a file, for links in hovers.
    pub fn line_address(&self, location: Location) -> Option<String> {
        let uri = self.uri(location.file)?;
        let line = self.range(location.file, location.range).start.line + 1;
        Some(format!("{}#L{line}", uri.as_str()))
    }
}

/// Words of a corpus as an editor may show them, outside of their file: what
/// steers who shows them becomes visible. What has several lines keeps them.
pub fn shown(words: String) -> String {
    match harmless_lines(&words) {
        Cow::Borrowed(_) => words,
        Cow::Owned(harmless) => harmless,
    }
}

/// A position of the protocol as ours.
pub fn position_from(position: lsp::Position) -> Position {
    Position {
        line: position.line,
        column: position.character,
    }
}

fn position_to(position: Position) -> lsp::Position {
    lsp::Position::new(position.line, position.column)
}
