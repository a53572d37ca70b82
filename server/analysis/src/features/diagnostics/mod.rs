//! What is wrong in a file, or wants doing.
//!
//! Each family of checks has a file. A check finds what it reports with work
//! that grows with the file that it looks at, and asks the index for the rest.

mod active;
mod allow;
mod code;
mod dates;
mod declarations;
mod form;
mod keys;
mod names;
mod quotes;
mod references;
mod seal;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(super) use allow::meant as meant_code;
pub use code::{Code, Severity};
pub use keys::HEADER_KEYS;
pub(super) use keys::meant as meant_key;
pub(super) use names::{bare_name, is_quoted, looks_like_name};
pub use references::meant;

use super::Location;
use crate::model::{Corpus, EntityId, Facts, FileId, Source};
use crate::syntax::{LineIndex, TextRange};

/// How many places are given with a report: more would help nobody, and there
/// may be as many as there are declarations.
const MOST_RELATED: usize = 16;

/// One report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is reported.
    pub code: Code,
    /// How much it matters in this corpus.
    pub severity: Severity,
    /// Just what is wrong.
    pub range: TextRange,
    /// One sentence that names the thing and the mend.
    pub message: String,
    /// Other places that have to do with it.
    pub related: Vec<Related>,
    /// Whether it can be taken out without loss, and is shown faded.
    pub unnecessary: bool,
}

/// A place that has to do with a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What is there.
    pub message: String,
}

/// What a corpus says of its reports.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The severities that are not the default ones; `None` is off.
    pub severities: BTreeMap<Code, Option<Severity>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            severities: BTreeMap::from([(Code::NameUntagged, None)]),
        }
    }
}

impl Settings {
    /// The severity of a code, or nothing where it is off.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        let given = self.severities.get(&code).copied();
        given.unwrap_or(Some(code.default_severity()))
    }
}

/// The reports on a file, in the order of the text. A file whose text cannot
/// be had has none.
pub fn diagnostics(corpus: &Corpus, file: FileId, settings: &Settings) -> Vec<Diagnostic> {
    let source = corpus.source(file);
    source.map_or_else(Vec::new, |source| {
        diagnostics_in(corpus, file, &source, settings)
    })
}

/// The same for a file of which the text is at hand.
pub fn diagnostics_in(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let Some(entry) = corpus.file(file) else {
        return Vec::new();
    };
    let allowed = allow::read(source);
    let mut check = Check {
        corpus,
        file,
        facts: &entry.facts(),
        source,
        settings,
        allowed: &allowed,
        found: Vec::new(),
    };
    form::check(&mut check);
    allow::check(&mut check);
    let misplaced = keys::check(&mut check);
    references::check(&mut check, &misplaced);
    declarations::check(&mut check);
    dates::check(&mut check);
    active::check(&mut check);
    names::check(&mut check);
    quotes::check(&mut check);
    seal::check(&mut check);
    let mut found = check.found;
    found.sort_by_key(|report| (report.range, report.code));
    found
}

/// The report on a file that the system does not hand over, for its `reason`.
pub fn unreadable(reason: &str, settings: &Settings) -> Option<Diagnostic> {
    let reason = reason.trim_end_matches('.');
    let message =
        format!("this file cannot be read ({reason}); what it declares is missing from the corpus");
    on_file(Code::FileUnreadable, 0, message, settings)
}

/// The report on a file of other `bytes` than UTF-8, at the first of them, and
/// the lines of what stands before it. There is none when they are UTF-8.
pub fn not_utf_8(bytes: &[u8], settings: &Settings) -> Option<(Diagnostic, LineIndex)> {
    let offset = std::str::from_utf8(bytes).err()?.valid_up_to();
    let lines = LineIndex::of_file(std::str::from_utf8(&bytes[..offset]).ok()?);
    let report = not_utf_8_after(
        &lines,
        *bytes.get(offset)?,
        marked_encoding(bytes),
        settings,
    )?;
    Some((report, lines))
}

/// The same of a file that was read before: the lines of what stands before the
/// first `byte` that is not UTF-8, and the encoding that a mark gave away.
pub fn not_utf_8_after(
    lines: &LineIndex,
    byte: u8,
    marked: Option<&str>,
    settings: &Settings,
) -> Option<Diagnostic> {
    let line = lines.line_count();
    let message = match marked {
        Some(encoding) => format!(
            "this file is {encoding}, not UTF-8; save it as UTF-8 in the editor, or convert it: \
             `iconv -f {encoding} -t UTF-8`"
        ),
        None => {
            format!("byte {byte:02X} in line {line} is not UTF-8; save the file in that encoding")
        }
    };
    on_file(Code::FileNotUtf8, lines.length(), message, settings)
}

/// The encoding that a mark at the start of some bytes gives away, where it is
/// not UTF-8. The mark of UTF-32 begins with the bytes of that of UTF-16.
pub fn marked_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}

fn on_file(code: Code, offset: usize, message: String, settings: &Settings) -> Option<Diagnostic> {
    Some(Diagnostic {
        code,
        severity: settings.severity(code)?,
        range: TextRange::new(offset, offset),
        message,
        related: Vec::new(),
        unnecessary: false,
    })
}

/// What every check knows, and where it puts what it finds.
struct Check<'a> {
    corpus: &'a Corpus,
    file: FileId,
    facts: &'a Facts,
    source: &'a Source,
    settings: &'a Settings,
    allowed: &'a allow::Allowed,
    found: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Whether anybody would see a report of that code.
    fn wants(&self, code: Code) -> bool {
        self.settings.severity(code).is_some()
    }

    /// Reports, unless that is switched off or allowed there. What is
    /// returned takes what else there is to say.
    fn report(
        &mut self,
        code: Code,
        range: TextRange,
        message: impl Into<String>,
    ) -> Option<&mut Diagnostic> {
        let severity = self.settings.severity(code)?;
        if self.allowed.holds(code, range) {
            return None;
        }
        self.found.push(Diagnostic {
            code,
            severity,
            range,
            message: message.into(),
            related: Vec::new(),
            unnecessary: false,
        });
        self.found.last_mut()
    }

    /// The declarations of several entities, as [`declared_at`](Self::declared_at)
    /// gives them; of very many the first ones.
    fn all_declared_at(&self, entities: impl Iterator<Item = EntityId>) -> Vec<Related> {
        let places = entities.flat_map(|entity| self.declared_at(entity));
        places.take(MOST_RELATED).collect()
    }

    /// The declarations of an entity as places that have to do with a report;
    /// of very many the first ones.
    fn declared_at(&self, entity: EntityId) -> Vec<Related> {
        let Some(entity) = self.corpus.entity(entity) else {
            return Vec::new();
        };
        let written = self.corpus.written(entity.id);
        let places = entity.places();
        places
            .take(MOST_RELATED)
            .map(|(file, declaration)| Related {
                location: Location {
                    file,
                    range: declaration.id_range,
                },
                message: format!("`{written}` is declared here"),
            })
            .collect()
    }
}
