//! What stands before a text that another program wrote: lines of `key: value`
//! between `---`, or of `key = "value"` between `+++`.

/// What front matter says, as far as a header has a key for it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `title`
    pub title: Option<String>,
    /// `date`, as it is written
    pub date: Option<String>,
    /// `source`
    pub source: Option<String>,
    /// `author`
    pub author: Option<String>,
    /// `url`
    pub url: Option<String>,
}

/// The most lines that front matter has.
const LONGEST: usize = 100;

/// Reads the front matter of a text; gives what it says and the text below it.
/// Nothing is read of a text without, or where the end is not found.
pub fn read(text: &str) -> (FrontMatter, &str) {
    let mut said = FrontMatter::default();
    let start = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = start.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let (fence, separator) = match first.trim_end() {
        "---" => ("---", ':'),
        "+++" => ("+++", '='),
        _ => return (said, text),
    };
    let mut read = first.len();
    for line in lines.take(LONGEST) {
        read += line.len();
        let line = line.trim_end();
        if line == fence || (fence == "---" && line == "...") {
            return (said, &start[read..]);
        }
        // What is indented belongs to a list or to a longer value.
        let Some((key, value)) = line.split_once(separator) else {
            continue;
        };
        let place = match key.trim_end().to_ascii_lowercase().as_str() {
            "title" => &mut said.title,
            "date" | "published" | "pubdate" => &mut said.date,
            "source" | "publication" | "publisher" => &mut said.source,
            "author" | "byline" => &mut said.author,
            "url" | "link" | "canonical_url" => &mut said.url,
            _ => continue,
        };
        if place.is_none() {
            *place = plain(value);
        }
    }
    (FrontMatter::default(), text)
}

/// A value that is words and nothing else, without quotation marks around it. Who
/// is meant by an id in another program's file is not known here.
fn plain(value: &str) -> Option<String> {
    let value = value.trim();
    let quoted = ['"', '\''].into_iter().find_map(|mark| {
        let inside = value.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inside.contains(mark)).then_some(inside)
    });
    let is_other = value.starts_with(['[', '{', '|', '>', '!', '*', '&', '@', '#', '"', '\'']);
    let plain = quoted.or((!is_other).then_some(value))?.trim();
    let is_words = !plain.is_empty() && !plain.starts_with(['@', '&', '#']) && plain != "null";
    (is_words && !plain.contains(char::is_control)).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values_are_read() {
        let (said, below) = read(
            "\u{feff}---\r\ntitle: \"GPs: too stupid\"\r\nDate: 2011-12-01T10:30:00Z\r\nauthor: 'Jo O’Brien'\r\nsource: &gp\r\ntags: [a, b]\r\nmore:\r\n  url: x\r\nurl: https://a.org/x\r\n---\r\nBody.\r\n",
        );
        let expected = FrontMatter {
            title: Some("GPs: too stupid".into()),
            date: Some("2011-12-01T10:30:00Z".into()),
            source: None,
            author: Some("Jo O’Brien".into()),
            url: Some("https://a.org/x".into()),
        };
        assert_eq!((said, below), (expected, "Body.\r\n"));
        let (said, below) = read("+++\ntitle = \"T\"\ndate = 2011-12-01\n+++\n\nBody.\n");
        assert_eq!(said.title.as_deref(), Some("T"));
        assert_eq!(
            (said.date.as_deref(), below),
            (Some("2011-12-01"), "\nBody.\n")
        );
    }

    #[test]
    fn what_is_no_front_matter_is_left_alone() {
        for text in [
            "",
            "---",
            "---\ntitle: T\n",
            "Title\n---\ntitle: T\n---\n",
            "----\ntitle: T\n----\n",
            "+++\ntitle = \"T\"\n---\n",
        ] {
            assert_eq!(read(text), (FrontMatter::default(), text));
        }
        for value in [
            "[a]",
            "{a: b}",
            "|",
            "> ",
            "@jo",
            "\"@jo\"",
            "&gp",
            "\"a\" b\"",
            "''",
            "",
            "null",
        ] {
            assert_eq!(plain(value), None, "{value}");
        }
    }
}
