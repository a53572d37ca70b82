//! The command that shows a corpus at a glance, on one page.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::ls_types as lsp;

use super::arguments::{CommandResult, chosen, json};
use super::lists::{Filter, WantedSide, statement_filter, unchanged, version_of_files};
use crate::features::Location;
use crate::features::edit::Refusal;
use crate::lsp::snapshot::Snapshot;
use crate::model::{FileId, StatementFilter};
use crate::overview::{About, Embedded, Overview};
use crate::syntax::TextRange;
use crate::tables::{Changed, Extraction};

/// Which page is wanted.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct WantedReport {
    corpus: Option<String>,
    title: Option<String>,
    form: Form,
    by: Option<String>,
    of: Option<String>,
    on: Option<String>,
    side: Option<WantedSide>,
    r#for: Option<String>,
    against: Option<String>,
    from: Option<String>,
    to: Option<String>,
    with_parts: bool,
    version: Option<String>,
}

/// What is done with the page.
#[derive(Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Form {
    /// It is written into a file.
    #[default]
    Page,
    /// The editor shows it in a frame of its own.
    Embedded,
}

/// The page.
#[derive(Serialize)]
struct Report {
    version: String,
    title: String,
    statements: usize,
    articles: usize,
    /// Whether all files have been read.
    complete: bool,
    #[serde(flatten)]
    shown: Shown,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Shown {
    Page {
        html: String,
    },
    Embedded {
        style: &'static str,
        body: String,
        files: Vec<Option<lsp::Uri>>,
        /// By the number of `#source:N`: the place among `files`, the line and the character.
        places: Vec<(usize, u32, u32)>,
    },
}

/// The page of the statements that are wanted.
///
/// # Errors
/// When the corpus names nobody so, a date or a URI is none, or an article has changed since
/// it was read.
pub fn report(snapshot: &Snapshot, wanted: Option<WantedReport>) -> CommandResult<Value> {
    let wanted = wanted.unwrap_or_default();
    let snapshot = &chosen(snapshot, wanted.corpus.as_deref())?;
    let corpus = &snapshot.corpus;
    // Words of any file may be on the page.
    let version = version_of_files(snapshot);
    if wanted.version.as_ref() == Some(&version) {
        return unchanged(version);
    }
    let filter = Filter {
        by: wanted.by,
        of: wanted.of,
        on: wanted.on,
        side: wanted.side,
        r#for: wanted.r#for,
        against: wanted.against,
        from: wanted.from,
        to: wanted.to,
        with_parts: wanted.with_parts,
    };
    let filter = StatementFilter {
        parts_of_topics: true,
        ..statement_filter(corpus, &filter)?
    };
    let root = snapshot.root();
    let title = wanted.title.unwrap_or_else(|| name_of(&root));
    let extraction = Extraction::new(corpus, &root, &filter);
    let about = About {
        title: &title,
        wanted: &filter,
    };
    let overview = Overview::new(&extraction, &about).map_err(|Changed(path)| {
        Refusal(format!(
            "{} has changed, or cannot be read any more, since it was read; ask again",
            path.display()
        ))
    })?;
    json(&Report {
        version,
        statements: overview.statements(),
        articles: extraction.articles().len(),
        complete: !corpus.is_partial(),
        shown: match wanted.form {
            Form::Page => Shown::Page {
                html: overview.html(),
            },
            Form::Embedded => embedded(snapshot, overview.embedded()),
        },
        title,
    })
}

/// What the page of a folder is called.
fn name_of(root: &Path) -> String {
    let name = root.file_name();
    name.map_or_else(
        || "Corpus".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn embedded(snapshot: &Snapshot, page: Embedded) -> Shown {
    let mut files: Vec<Option<lsp::Uri>> = Vec::new();
    let mut numbers: HashMap<FileId, usize> = HashMap::new();
    let place = |(file, range): (FileId, TextRange)| {
        let number = *numbers.entry(file).or_insert_with(|| {
            files.push(snapshot.uri(file));
            files.len() - 1
        });
        let location = snapshot.location(Location { file, range });
        let start = location.map_or_else(lsp::Position::default, |found| found.range.start);
        (number, start.line, start.character)
    };
    let places = page.places.into_iter().map(place).collect();
    Shown::Embedded {
        style: page.style,
        body: page.body,
        files,
        places,
    }
}
