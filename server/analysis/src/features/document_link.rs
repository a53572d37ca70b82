//! The web addresses in a file.

use super::shared::wording::name_of;
use crate::model::{Corpus, FileId};
use crate::syntax::{Document, TextRange};

/// A web address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it stands, and what it is.
    pub range: TextRange,
    /// To what it leads, in words.
    pub tooltip: String,
}

/// The web addresses of a file in order: the values of `link` and `url`, and
/// those that stand bare in the words of the article, of notes and comments.
pub fn document_link(corpus: &Corpus, file: FileId) -> Vec<Link> {
    let Some(source) = corpus.source(file) else {
        return Vec::new();
    };
    let text = &*source.text;
    let mut found = addresses(text);
    let whole = whole_values(&source.document, text);
    found.retain(|part| {
        let at = whole.partition_point(|value| value.end <= part.start);
        whole.get(at).is_none_or(|value| !value.overlaps(*part))
    });
    found.extend(whole);
    found.sort_unstable();
    found
        .into_iter()
        .map(|range| Link {
            range,
            tooltip: property_tooltip(corpus, &source.document, text, range)
                .unwrap_or_else(|| "Open this address".into()),
        })
        .collect()
}

/// What the value of a `url` or a `link` leads to.
fn property_tooltip(
    corpus: &Corpus,
    document: &Document,
    text: &str,
    range: TextRange,
) -> Option<String> {
    if let Some(header) = &document.header
        && header.range.covers(range)
    {
        let mut properties = header.properties.iter();
        let property = properties.find(|property| property.value.covers(range))?;
        return (property.key(text) == "url").then(|| "Open the page of this article".into());
    }
    let at = document
        .declarations
        .partition_point(|declaration| declaration.range.to() < range.to());
    let declaration = document.declarations.get(at)?;
    let mut properties = declaration.properties.iter();
    let property = properties.find(|property| property.value.covers(range))?;
    if property.key(text) != "link" {
        return None;
    }
    let entity = corpus.entity(corpus.ids().of(declaration.reference, text))?;
    Some(format!("Open the page of {}", name_of(corpus, &entity)))
}

/// The values of `url` and `link` that are an address and nothing else, in order:
/// no sentence goes on after them, so that brackets and all are a part of it.
fn whole_values(document: &Document, text: &str) -> Vec<TextRange> {
    let header = document.header.iter().flat_map(|header| &header.properties);
    let urls = header.filter(|property| property.key(text) == "url");
    let declared = document.declarations.iter();
    let declared = declared.flat_map(|declaration| &declaration.properties);
    let links = declared.filter(|property| property.key(text) == "link");
    let values = urls
        .chain(links)
        .map(|property| property.value.trimmed(text));
    let is_whole = |value: &TextRange| {
        let value = &text[*value];
        let is_plain = |c: char| !c.is_whitespace() && !c.is_control();
        let scheme = value
            .split_once("://")
            .filter(|(_, rest)| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['));
        scheme.is_some_and(|(scheme, _)| {
            scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
        }) && value.chars().all(is_plain)
    };
    let mut whole: Vec<TextRange> = values.filter(is_whole).collect();
    whole.sort_unstable();
    whole
}

/// The addresses in a text, without what punctuates the sentence around them.
fn addresses(text: &str) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(colon) = text[at..].find("://") {
        let colon = at + colon;
        at = colon + 3;
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let before = text[..colon].get(colon.saturating_sub(scheme.len())..);
            before.is_some_and(|before| before.eq_ignore_ascii_case(scheme))
        });
        let Some(scheme) = scheme else { continue };
        let start = colon - scheme.len();
        if text[..start].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let rest = &text[at..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let address = without_punctuation(&rest[..end]);
        if address.starts_with(|c: char| c.is_alphanumeric()) {
            found.push(TextRange::new(start, at + address.len()));
        }
        at += end;
    }
    found
}

/// Whether a character can stand in an address; brackets and braces belong to
/// the markup around it.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c)
}

/// An address without the punctuation at its end, and without closing brackets
/// that it does not open.
fn without_punctuation(address: &str) -> &str {
    let mut address = address;
    loop {
        let count = |bracket| address.matches(bracket).count();
        let is_open = count('(') >= count(')');
        let last = address.chars().next_back();
        match last {
            Some('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '(' | '%') => {}
            Some(')') if !is_open => {}
            _ => return address,
        }
        address = &address[..address.len() - 1];
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn addresses_end_where_their_sentence_goes_on() {
        for (text, expected) in [
            ("see https://a.org/x.", &["https://a.org/x"][..]),
            ("(https://a.org/x_(y))", &["https://a.org/x_(y)"]),
            (
                "HTTP://a.org, http://b.org!?",
                &["HTTP://a.org", "http://b.org"],
            ),
            (
                "[https://a.org/1]{&a} ‘https://b.org’",
                &["https://a.org/1", "https://b.org"],
            ),
            (
                "{% https://a.org%} {note: https://b.org}",
                &["https://a.org", "https://b.org"],
            ),
            ("https://a.org/é?q=%20#f…", &["https://a.org/é?q=%20#f"]),
            ("xhttp://a.org ftp://b.org https:// https://. ://", &[]),
            ("😀://https://a.org", &["https://a.org"]),
            ("http://https://a.org", &["http://https://a.org"]),
        ] {
            let found: Vec<&str> = addresses(text)
                .into_iter()
                .map(|range| &text[range])
                .collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn the_value_of_a_url_is_one_address() {
        for address in [
            "https://a.org/x[1]y?z[]=2",
            "https://a.org/{id}/x",
            "http://[::1]/x",
            "https://a.org/x_(y",
            "https://a.org/x,y.",
            "https://a.org/x|y“z”",
            "https://a.org/?to=http://b.org/[x]",
        ] {
            for fixture in [
                format!("//- a.qm\n---\nurl: {address}\n---\n\nA$0\n"),
                format!("//- a.qm\n@x: X\n    link: {address}\n\nA$0\n"),
            ] {
                let (corpus, file, _) = fixture::corpus_at(&fixture);
                let text = corpus.source(file).unwrap().text;
                let links = document_link(&corpus, file);
                let links: Vec<&str> = links.iter().map(|link| &text[link.range]).collect();
                assert_eq!(links, [address]);
            }
        }
        let (corpus, file, _) = fixture::corpus_at(
            "//- a.qm\n---\nurl: see https://a.org/[x]\nsource: https://b.org/[x]\n---\n\nA$0\n",
        );
        let text = corpus.source(file).unwrap().text;
        let links = document_link(&corpus, file);
        let links: Vec<&str> = links.iter().map(|link| &text[link.range]).collect();
        assert_eq!(links, ["https://a.org/", "https://b.org/"]);
    }

    #[test]
    fn links_say_where_they_lead() {
        let (corpus, file, _) = fixture::corpus_at(
            "//- a.qm\n---\nurl: https://a.org/1\n---\n\nhttp://b.org\n\n@x: Ann Lee\n    link: https://x.org\n    note: http://c.org$0\n",
        );
        let text = corpus.source(file).unwrap().text;
        let links = document_link(&corpus, file);
        let links: Vec<_> = links
            .iter()
            .map(|link| (&text[link.range], link.tooltip.as_str()))
            .collect();
        assert_eq!(
            links,
            [
                ("https://a.org/1", "Open the page of this article"),
                ("http://b.org", "Open this address"),
                ("https://x.org", "Open the page of Ann Lee"),
                ("http://c.org", "Open this address"),
            ]
        );
    }
}
