//! One diagnostic in each of the formats of `quotemark check`.

use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use serde_json::json;

use crate::cli::log;
use crate::cli::output::{harmless, is_steering, on_one_line};
use crate::reports::{Code, Severity};
use crate::syntax::{LineIndex, TextRange};

/// A diagnostic, with everything that is needed to show it.
#[derive(Debug, Clone, Serialize)]
pub struct Finding {
    /// Where it is.
    #[serde(flatten)]
    pub spot: Spot,
    /// Its code.
    #[serde(serialize_with = "name")]
    pub code: Code,
    /// How bad it is.
    #[serde(serialize_with = "word_of")]
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// What else it has to do with.
    pub related: Vec<Related>,
}

/// A place that explains a diagnostic.
#[derive(Debug, Clone, Serialize)]
pub struct Related {
    /// Where it is.
    #[serde(flatten)]
    pub spot: Spot,
    /// What is there.
    pub message: String,
}

/// The longest lines that are shown with a diagnostic, in bytes. They are kept
/// once for each, and a line may be the whole file.
const LONGEST_EXCERPT: usize = 4000;

/// A stretch of a file; lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Serialize)]
pub struct Spot {
    /// The path.
    pub file: String,
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
    /// The line of the end.
    pub end_line: u32,
    /// The column behind the last character.
    pub end_column: u32,
    /// The lines that it touches, and its bytes in them; none where they are
    /// too long to be shown.
    #[serde(skip)]
    pub excerpt: Option<(String, TextRange)>,
}

impl Spot {
    /// The stretch of a file with that text; without the text it is the file as such.
    pub fn new(file: String, lines: &LineIndex, range: TextRange, text: Option<&str>) -> Self {
        let (line, column) = crate::cli::place::line_and_column(lines, range.from());
        let (end_line, end_column) = crate::cli::place::line_and_column(lines, range.to());
        let first = lines.line_range(line as usize - 1);
        let last = lines.line_range(end_line as usize - 1);
        let whole = TextRange::new(first.from(), last.to());
        Self {
            file,
            line,
            column,
            end_line,
            end_column,
            excerpt: text.filter(|_| whole.len() <= LONGEST_EXCERPT).map(|text| {
                let inside = TextRange::new(range.from() - first.from(), range.to() - first.from());
                (with_plain_breaks(&text[whole]), inside)
            }),
        }
    }
}

/// The lines with a CR that stands alone as LF: what renders them knows no other
/// breaks. Nor does it know all characters that steer a terminal; others of
/// their length take their places, so that the columns stay.
fn with_plain_breaks(lines: &str) -> String {
    let mut plain = String::with_capacity(lines.len());
    let mut rest = lines.chars().peekable();
    while let Some(c) = rest.next() {
        let alone = c == '\r' && rest.peek() != Some(&'\n');
        plain.push(match c {
            _ if alone => '\n',
            c if is_steering(c) && c.len_utf8() == 2 => '¤',
            c if is_steering(c) && c.len_utf8() == 3 => '\u{fffd}',
            c => c,
        });
    }
    plain
}

fn name<S: serde::Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.name())
}

fn word_of<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity.word())
}

// ---- For people -------------------------------------------------------------

/// As rustc shows it.
pub fn text(finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let title = level
        .primary_title(on_one_line(&finding.message))
        .id(finding.code.name());
    let mut groups = vec![with_snippet(Group::with_title(title), &finding.spot)];
    for related in &finding.related {
        let title = Level::NOTE.secondary_title(on_one_line(&related.message));
        groups.push(with_snippet(Group::with_title(title), &related.spot));
    }
    let mut text = renderer.render(&groups);
    text.push_str("\n\n");
    text
}

fn with_snippet<'s>(group: Group<'s>, spot: &'s Spot) -> Group<'s> {
    let Some((lines, inside)) = &spot.excerpt else {
        let origin = Origin::path(harmless(&spot.file)).line(spot.line as usize);
        return group.element(origin.char_column(spot.column as usize));
    };
    let annotation = AnnotationKind::Primary.span(inside.bytes());
    group.element(
        Snippet::source(lines)
            .line_start(spot.line as usize)
            .path(harmless(&spot.file))
            .annotation(annotation),
    )
}

// ---- For GitHub -------------------------------------------------------------

/// As a command to GitHub's runner, which shows it beside the changed line.
pub fn github(finding: &Finding) -> String {
    let Finding {
        spot,
        code,
        severity,
        message,
        ..
    } = finding;
    let command = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "notice",
    };
    let mut line = format!(
        "::{command} file={},line={},endLine={}",
        escaped_property(&spot.file),
        spot.line,
        spot.end_line
    );
    // Columns are only heeded within one line.
    if spot.line == spot.end_line {
        let _ = write!(line, ",col={},endColumn={}", spot.column, spot.end_column);
    }
    let _ = writeln!(
        line,
        ",title={}::{}",
        escaped_property(code.name()),
        escaped_data(message)
    );
    line
}

fn escaped_data(words: &str) -> String {
    let words = log::inert(words).replace('%', "%25");
    harmless(&words.replace('\r', "%0D").replace('\n', "%0A"))
}

fn escaped_property(words: &str) -> String {
    escaped_data(words).replace(':', "%3A").replace(',', "%2C")
}

// ---- For machines -----------------------------------------------------------

/// As an object of JSON.
pub fn json(finding: &Finding) -> String {
    serde_json::to_string(finding).unwrap_or_default()
}

/// What stands before the results of a SARIF 2.1.0 log, up to the opening
/// bracket of their list.
pub fn sarif_start() -> String {
    let rules: Vec<_> = Code::ALL
        .iter()
        .map(|code| {
            let page = code.page();
            json!({
                "id": code.name(),
                "shortDescription": { "text": gist(page) },
                "help": { "text": page, "markdown": page },
                "defaultConfiguration": { "level": sarif_level(code.default_severity()) },
            })
        })
        .collect();
    let driver = json!({
        "name": "quotemark",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
         \"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\
         \"results\":["
    )
}

/// What stands behind them.
pub const SARIF_END: &str = "]}]}";

/// As a result of a SARIF log.
pub fn sarif(finding: &Finding) -> String {
    let place = |spot: &Spot| {
        json!({
            "artifactLocation": { "uri": uri(&spot.file) },
            "region": {
                "startLine": spot.line,
                "startColumn": spot.column,
                "endLine": spot.end_line,
                "endColumn": spot.end_column,
            },
        })
    };
    let index = Code::ALL.iter().position(|code| *code == finding.code);
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": index,
        "level": sarif_level(finding.severity),
        "message": { "text": finding.message },
        "locations": [{ "physicalLocation": place(&finding.spot) }],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate();
        result["relatedLocations"] = related
            .map(|(id, related)| {
                json!({
                    "id": id,
                    "message": { "text": related.message },
                    "physicalLocation": place(&related.spot),
                })
            })
            .collect();
    }
    result.to_string()
}

fn sarif_level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// The first sentence below a page's heading.
fn gist(page: &str) -> String {
    let mut paragraphs = page.split("\n\n").map(on_one_line);
    let told = paragraphs.find(|words| {
        !words.is_empty() && !words.starts_with('#') && !words.starts_with("Severity:")
    });
    let told = told.unwrap_or_default();
    match told.find(". ") {
        Some(end) => told[..=end].to_owned(),
        None => told,
    }
}

/// A path as a URI reference: relative where the path is.
fn uri(path: &str) -> String {
    uri_on(path, cfg!(windows))
}

fn uri_on(path: &str, is_windows: bool) -> String {
    let slashed = if is_windows {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    let mut uri = String::with_capacity(slashed.len());
    let has_drive = is_windows && matches!(slashed.as_bytes(), [_, b':', b'/', ..]);
    if is_windows && slashed.starts_with("//") {
        // The host of a share is that of the URI.
        uri.push_str("file:");
    } else if slashed.starts_with('/') {
        uri.push_str("file://");
    } else if has_drive {
        uri.push_str("file:///");
    }
    for (at, byte) in slashed.bytes().enumerate() {
        let drive = has_drive && at == 1;
        if drive || byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("a b/ü:#.qm"), "a%20b/%C3%BC%3A%23.qm");
        if !cfg!(windows) {
            assert_eq!(uri("/x/a.qm"), "file:///x/a.qm");
        }
        for (path, wanted) in [
            ("Ü\\a.qm", "%C3%9C/a.qm"),
            ("日\\a b.qm", "%E6%97%A5/a%20b.qm"),
            ("a", "a"),
            ("", ""),
            ("C:\\x\\ü.qm", "file:///C:/x/%C3%BC.qm"),
            ("\\\\host\\share\\a.qm", "file://host/share/a.qm"),
        ] {
            assert_eq!(uri_on(path, true), wanted, "{path}");
        }
    }

    #[test]
    fn a_page_is_told_in_a_sentence() {
        assert_eq!(
            gist("# a/b\n\nSeverity: error.\n\nThe tag is\nopen. It stays.\n"),
            "The tag is open."
        );
    }

    #[test]
    fn lone_carriage_returns_break_lines() {
        assert_eq!(with_plain_breaks("a\rb\r\nc\r"), "a\nb\r\nc\n");
    }
}
