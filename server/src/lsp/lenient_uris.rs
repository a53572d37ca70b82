//! URIs as editors write them.
//!
//! The protocol's types take only what RFC 3986 allows, and one URI that it does
//! not allow costs the whole message. Editors are less strict: some leave `[` and
//! `]` as they are, others spaces, `|` or letters outside ASCII. Such a URI is
//! escaped here before the types see it, so that it names the document that the
//! editor means. One that is allowed stays as it is, byte for byte.

use std::str::FromStr;

use serde_json::Value;
use tower_lsp::ls_types::Uri;
use tower_lsp::ls_types::notification::{
    DidChangeWatchedFiles, DidChangeWorkspaceFolders, Notification,
};
use tower_lsp::ls_types::request::{Initialize, Request};

use crate::percent;

/// The fields of the protocol that hold a URI.
const FIELDS: [&str; 9] = [
    "uri",
    "rootUri",
    "baseUri",
    "scopeUri",
    "oldUri",
    "newUri",
    "targetUri",
    "target",
    "href",
];

/// The messages that name many places, of which one must not cost the others.
const LISTS: [&str; 3] = [
    Initialize::METHOD,
    DidChangeWatchedFiles::METHOD,
    DidChangeWorkspaceFolders::METHOD,
];

/// What stands before a text that can be made no URI, where there has to be one. It
/// is the URI of no file.
const NO_URI: &str = "no-uri:";

/// Makes URIs of what stands for some in the parameters of a message; says whether
/// anything had to be changed. What can be made none stays, and the types refuse
/// it, unless that would cost other places of the message.
pub fn normalise(method: &str, params: &mut Value) -> bool {
    let is_list = LISTS.contains(&method);
    match params {
        Value::Array(values) => {
            let changed = values.iter_mut().map(|value| normalise(method, value));
            changed.fold(false, |any, this| any | this)
        }
        Value::Object(fields) => {
            let mut changed = false;
            for (name, value) in fields {
                changed |= match value {
                    Value::String(uri) if FIELDS.contains(&name.as_str()) => {
                        normalise_one(uri, is_list)
                    }
                    Value::Array(_) | Value::Object(_) => normalise(method, value),
                    _ => false,
                };
            }
            changed
        }
        _ => false,
    }
}

fn normalise_one(uri: &mut String, is_list: bool) -> bool {
    if Uri::from_str(uri).is_ok() {
        return false;
    }
    let instead = normalised(uri)
        .or_else(|| is_list.then(|| format!("{NO_URI}{}", escaped(uri, &Kept::IN_PATH))));
    let is_changed = instead.is_some();
    if let Some(instead) = instead {
        *uri = instead;
    }
    is_changed
}

/// The URI that a text stands for: itself, or what it is once escaped. A path that
/// stands alone is that of a file. Nothing where there is no such thing.
pub fn normalised(uri: &str) -> Option<String> {
    let is_uri = |uri: &String| Uri::from_str(uri).is_ok();
    if Uri::from_str(uri).is_ok() {
        return Some(uri.to_owned());
    }
    if uri.starts_with('/') {
        return Some(format!("file://{}", escaped(uri, &Kept::IN_PATH))).filter(is_uri);
    }
    if is_drive(uri) {
        let slashed = uri.replace('\\', "/");
        return Some(format!("file:///{}", escaped(&slashed, &Kept::IN_PATH))).filter(is_uri);
    }
    let (scheme, rest) = uri.split_once(':')?;
    let Some(rest) = rest.strip_prefix("//") else {
        return Some(format!("{scheme}:{}", escaped(rest, &Kept::IN_URI))).filter(is_uri);
    };
    // Two slashes before a drive are one too few.
    if is_drive(rest) {
        return Some(format!("{scheme}:///{}", escaped(rest, &Kept::IN_URI))).filter(is_uri);
    }
    // An address of IPv6 has brackets, which are kept.
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = escaped(path, &Kept::IN_URI);
    let with_host = format!("{scheme}://{}{path}", escaped(host, &Kept::IN_HOST));
    let without = || format!("{scheme}://{}{path}", escaped(host, &Kept::IN_URI));
    Some(with_host)
        .filter(is_uri)
        .or_else(|| Some(without()).filter(is_uri))
}

/// Whether a path begins with a drive of Windows, `C:\` or `C:/`; `x://` begins a URI.
fn is_drive(path: &str) -> bool {
    match path.as_bytes() {
        [letter, b':', b'\\', ..] => letter.is_ascii_alphabetic(),
        [letter, b':', b'/', rest @ ..] => letter.is_ascii_alphabetic() && !rest.starts_with(b"/"),
        _ => false,
    }
}

/// What is not escaped, beside letters and digits of ASCII.
struct Kept {
    marks: &'static [u8],
    /// Whether `%` and two digits are an escape already.
    escapes: bool,
}

impl Kept {
    /// All that may stand in a URI, but brackets, which may only in a host.
    const IN_URI: Self = Self {
        marks: b"-._~!$&'()*+,;=:@/?#",
        escapes: true,
    };
    const IN_HOST: Self = Self {
        marks: b"-._~!$&'()*+,;=:@[]",
        escapes: true,
    };
    /// A path that stands alone has neither a query nor escapes.
    const IN_PATH: Self = Self {
        marks: b"-._~!$&'()*+,;=:@/",
        escapes: false,
    };
}

fn escaped(text: &str, kept: &Kept) -> String {
    let bytes = text.as_bytes();
    let mut has_fragment = false;
    percent::encoded(bytes, |at, byte| match byte {
        b'%' => kept.escapes && percent::code_at(bytes, at).is_some(),
        // Within a fragment there is no other.
        b'#' => kept.marks.contains(&b'#') && !std::mem::replace(&mut has_fragment, true),
        _ => byte.is_ascii_alphanumeric() || kept.marks.contains(&byte),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_uri_may_hold_is_escaped() {
        for (sent, meant) in [
            ("file:///a/[draft].qm", "file:///a/%5Bdraft%5D.qm"),
            (
                "file:///a/talks%20[2011]/b.qm",
                "file:///a/talks%20%5B2011%5D/b.qm",
            ),
            ("file:///a/b c.qm", "file:///a/b%20c.qm"),
            ("file:///a/b|c^d`e.qm", "file:///a/b%7Cc%5Ed%60e.qm"),
            (
                "file:///a/{b}<c>\"d\".qm",
                "file:///a/%7Bb%7D%3Cc%3E%22d%22.qm",
            ),
            ("file:///a/b\\c.qm", "file:///a/b%5Cc.qm"),
            (
                "file:///a/é/日本.qm",
                "file:///a/%C3%A9/%E6%97%A5%E6%9C%AC.qm",
            ),
            ("file:///a/100%.qm", "file:///a/100%25.qm"),
            ("file:///a/%zz%4.qm", "file:///a/%25zz%254.qm"),
            ("file:///a/%5B%5d[.qm", "file:///a/%5B%5d%5B.qm"),
            ("file:///a/b\n\u{7f}\u{0}.qm", "file:///a/b%0A%7F%00.qm"),
            ("file:///c:/a [1]/b.qm", "file:///c:/a%20%5B1%5D/b.qm"),
            ("file:///C:\\a\\b.qm", "file:///C:%5Ca%5Cb.qm"),
            ("file://C:\\a\\b.qm", "file:///C:%5Ca%5Cb.qm"),
            ("C:\\a [1]\\b.qm", "file:///C:/a%20%5B1%5D/b.qm"),
            (
                "/a/b [1]#c?d%20.qm",
                "file:///a/b%20%5B1%5D%23c%3Fd%2520.qm",
            ),
            (
                "file://host/share [1]/b.qm",
                "file://host/share%20%5B1%5D/b.qm",
            ),
            ("file:/a/[b].qm", "file:/a/%5Bb%5D.qm"),
            ("untitled:Draft [1]", "untitled:Draft%20%5B1%5D"),
            (
                "git:/a/b.qm?{\"x\":1}#a#b",
                "git:/a/b.qm?%7B%22x%22:1%7D#a%23b",
            ),
            ("x://[::1]:80/a [b]", "x://[::1]:80/a%20%5Bb%5D"),
            ("x://a[b]/c", "x://a%5Bb%5D/c"),
        ] {
            let found = normalised(sent);
            assert_eq!(found.as_deref(), Some(meant), "{sent}");
        }
        for sent in ["", "x", "[a].qm", "1:x[", ":", "é:a"] {
            assert_eq!(normalised(sent), None, "{sent}");
        }
    }

    #[test]
    fn only_what_stands_for_a_uri_is_changed() {
        let uri = "file:///a/[b].qm";
        let mut params = json!({
            "textDocument": { "uri": uri, "text": uri, "version": 1 },
            "item": [{ "data": { "uri": "file:///a.qm" } }],
            "newName": uri,
            "uri": 7,
        });
        assert!(normalise("textDocument/didOpen", &mut params));
        let text = &params["textDocument"];
        assert_eq!(text["uri"], "file:///a/%5Bb%5D.qm");
        assert_eq!(
            (&text["text"], &params["newName"]),
            (&json!(uri), &json!(uri))
        );
        assert!(
            !normalise("textDocument/didOpen", &mut params),
            "once is enough"
        );
    }

    #[test]
    fn one_that_is_none_costs_no_other() {
        let events =
            |uri| json!({ "changes": [{ "uri": uri, "type": 1 }, { "uri": "file:///a" }] });
        for uri in ["", "x", "[a]", "é:\u{fffd}"] {
            let mut params = events(uri);
            assert!(normalise("workspace/didChangeWatchedFiles", &mut params));
            let made = params["changes"][0]["uri"].as_str().unwrap();
            assert!(Uri::from_str(made).is_ok(), "{made}");
            assert!(made.starts_with(NO_URI), "{made}");
            assert_eq!(params["changes"][1]["uri"], "file:///a");
            // Where it is all that is asked about, the types say what is wrong.
            let mut params = events(uri);
            assert!(!normalise("textDocument/hover", &mut params));
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_for_a_file_becomes_its_uri(path in "\\PC{0,12}") {
            use crate::lsp::uri::path_of;
            let sent = format!("file:///a/{path}");
            let made = normalised(&sent);
            prop_assert!(made.is_some(), "{sent}");
            let made = made.unwrap();
            prop_assert!(Uri::from_str(&made).is_ok(), "{made}");
            // It is the document that it was, whoever reads it.
            prop_assert_eq!(path_of(&made), path_of(&sent));
            prop_assert_eq!(normalised(&made), Some(made));
        }
    }
}
