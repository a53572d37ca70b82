//! Diagnostics as a log of SARIF 2.1.0.

use serde_json::json;

use super::finding::{Finding, Spot};
use crate::cli::output::on_one_line;
use crate::percent;
use crate::reports::{Code, Severity};

/// What stands before the results of a SARIF 2.1.0 log, up to the opening
/// bracket of their list.
pub fn start() -> String {
    let rules: Vec<_> = Code::ALL
        .iter()
        .map(|code| {
            let page = code.page();
            json!({
                "id": code.name(),
                "shortDescription": { "text": gist(page) },
                "help": { "text": page, "markdown": page },
                "defaultConfiguration": { "level": level(code.default_severity()) },
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

/// What stands after them.
pub const END: &str = "]}]}";

/// As a result of a SARIF log.
pub fn result(finding: &Finding) -> String {
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
        "level": level(finding.severity),
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

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}

/// The first sentence below a page's heading.
fn gist(page: &str) -> String {
    let mut paragraphs = page.split("\n\n").map(on_one_line);
    let first = paragraphs.find(|words| {
        !words.is_empty() && !words.starts_with('#') && !words.starts_with("Severity:")
    });
    let first = first.unwrap_or_default();
    match first.find(". ") {
        Some(end) => first[..=end].to_owned(),
        None => first,
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
    let has_drive = is_windows && matches!(slashed.as_bytes(), [_, b':', b'/', ..]);
    let scheme = match &*slashed {
        // The host of a share is that of the URI.
        path if is_windows && path.starts_with("//") => "file:",
        path if path.starts_with('/') => "file://",
        _ if has_drive => "file:///",
        _ => "",
    };
    let path = percent::encoded(slashed.as_bytes(), |at, byte| {
        has_drive && at == 1 || percent::is_kept_in_path(byte)
    });
    format!("{scheme}{path}")
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
        for (path, expected) in [
            ("Ü\\a.qm", "%C3%9C/a.qm"),
            ("日\\a b.qm", "%E6%97%A5/a%20b.qm"),
            ("a", "a"),
            ("", ""),
            ("C:\\x\\ü.qm", "file:///C:/x/%C3%BC.qm"),
            ("\\\\host\\share\\a.qm", "file://host/share/a.qm"),
        ] {
            assert_eq!(uri_on(path, true), expected, "{path}");
        }
    }

    #[test]
    fn the_gist_of_a_page_is_its_first_sentence() {
        assert_eq!(
            gist("# a/b\n\nSeverity: error.\n\nThe tag is\nopen. It stays.\n"),
            "The tag is open."
        );
    }
}
