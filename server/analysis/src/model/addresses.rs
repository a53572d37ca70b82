//! Addresses in a text, in which the words of a name are none.

use super::names::is_word;

/// Where addresses, mail and handles stand in a text, as bytes, while its places
/// are asked for in their order. Each run of characters without a space is read
/// once, and only where it is asked for.
pub struct Addresses<'t> {
    text: &'t str,
    /// The end of the run that was read last.
    read_to: usize,
    found: Vec<(usize, usize)>,
}

/// The top of what is taken for a host where nothing else says so.
const TOPS: &[&str] = &[
    "com", "org", "net", "int", "edu", "gov", "mil", "info", "biz", "news", "media", "online",
    "app", "dev", "blog", "site", "tv",
];

impl<'t> Addresses<'t> {
    /// Those of `text`, of which nothing is read yet.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            read_to: 0,
            found: Vec::new(),
        }
    }

    /// Whether the bytes from `start` to `end` touch an address. `start` is never
    /// before one that was asked for.
    pub fn hold(&mut self, start: usize, end: usize) -> bool {
        if start >= self.read_to {
            let run_start = self.text[..start].char_indices().rev();
            let run_start = run_start.take_while(|(at, c)| *at >= self.read_to && !is_end(*c));
            let run_start = run_start.last().map_or(start, |(at, _)| at);
            let run = &self.text[run_start..];
            let run = &run[..run.find(is_end).unwrap_or(run.len())];
            self.read_to = run_start + run.len();
            self.found.clear();
            read(run, run_start, &mut self.found);
        }
        let mut found = self.found.iter();
        found.any(|(from, to)| *from < end && start < *to)
    }
}

/// Whether a character ends an address: white space, quotation marks, brackets
/// of the markup, and what punctuates where no spaces stand.
fn is_end(c: char) -> bool {
    c.is_whitespace() || "<>\"“”„«»[]{}|、。，「」『』（）".contains(c)
}

fn read(run: &str, base: usize, found: &mut Vec<(usize, usize)>) {
    if !run.contains(['@', '#', '.', ':']) {
        return;
    }
    let mut add = |start: usize, end: usize| {
        // They may overlap, and what is taken is not read again.
        if found.last().is_none_or(|(_, last)| *last < base + end) {
            found.push((base + start, base + end));
        }
    };
    let mut before = ' ';
    let mut taken = 0;
    for (at, c) in run.char_indices() {
        let last = std::mem::replace(&mut before, c);
        if at < taken {
            continue;
        }
        let after = &run[at + c.len_utf8()..];
        let begins_word = after.starts_with(is_word);
        match c {
            ':' if after.starts_with("//") => {
                let scheme = back(&run[..at], |c| {
                    c.is_ascii_alphanumeric() || "+-.".contains(c)
                });
                if scheme < at {
                    add(scheme, run.len());
                    return;
                }
            }
            '@' if begins_word => {
                let start = back(&run[..at], |c| {
                    is_narrow_word(c) || c.is_ascii() && "._%+-".contains(c)
                });
                let end = at + 1 + forth(after);
                add(start, end);
                taken = end;
            }
            '#' if begins_word && !is_word(last) => {
                let end = at + 1 + forth(after);
                add(at, end);
                taken = end;
            }
            '.' if begins_word && is_word(last) => {
                let is_of_host = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
                let start = back(&run[..at], is_of_host);
                let host = &run[start..];
                let host = &host[..host.find(|c| !is_of_host(c)).unwrap_or(host.len())];
                let host = host.trim_end_matches(['.', '-']);
                if is_host(host) {
                    let end = start + host.len();
                    let path = run[end..].starts_with(['/', '?', '#', ':']);
                    let end = if path { run.len() } else { end };
                    add(start, end);
                    taken = end;
                } else {
                    taken = start + host.len();
                }
            }
            _ => {}
        }
    }
}

/// Where that begins with which `text` ends and of which all `is_part`.
fn back(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.trim_end_matches(is_part).len()
}

/// The bytes of a handle or of a host at the start of `text`.
fn forth(text: &str) -> usize {
    let is_part = |c: char| is_narrow_word(c) || c == '.' || c == '-';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-']).len()
}

/// Whether a character is part of a word of a script that sets spaces.
fn is_narrow_word(c: char) -> bool {
    is_word(c) && (c as u32) < 0x2e80
}

fn is_host(host: &str) -> bool {
    let mut labels = host.split('.');
    let Some(top) = labels.next_back() else {
        return false;
    };
    let is_top = TOPS.contains(&top)
        || top.len() == 2 && top.bytes().all(|byte| byte.is_ascii_lowercase())
        || host
            .get(..4)
            .is_some_and(|www| www.eq_ignore_ascii_case("www."));
    let mut labels = labels.peekable();
    is_top && labels.peek().is_some() && labels.all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places of `OMS` in a text that are no part of an address.
    fn free(text: &str) -> Vec<usize> {
        let mut addresses = Addresses::new(text);
        let places = text.match_indices("OMS").map(|(at, _)| at);
        places.filter(|at| !addresses.hold(*at, at + 3)).collect()
    }

    #[test]
    fn what_stands_in_an_address_is_no_name() {
        for text in [
            "https://example.org/OMS/x",
            "http://OMS.int",
            "(https://a.org/x_(OMS))",
            "ftp://OMS/OMS",
            "HTTPS://A.ORG/?q=OMS&r=OMS#OMS",
            "info@OMS.int",
            "OMS@who.int",
            "first.OMS@who.int,",
            "mailto:OMS@who.int",
            "@OMS now",
            "(@OMS)",
            "@the_OMS",
            "@OMS-Europe",
            "@ÖMS-OMS",
            "#OMS",
            "(#OMS)",
            "OMS.int",
            "www.OMS.example",
            "OMS.org/x",
            "who.int/OMS",
            "who.int:80/OMS.",
            "OMS.co.uk",
            "@OMS@mastodon.social",
        ] {
            assert_eq!(free(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn what_stands_beside_an_address_is_a_name() {
        for (text, at) in [
            ("The OMS agreed.", 4),
            ("OMS: yes", 0),
            ("OMS.", 0),
            ("so.OMS agreed", 3),
            ("He left.OMS agreed", 8),
            ("OMS/UNO", 0),
            ("https://a.org OMS", 14),
            ("info@a.int, OMS", 12),
            ("<info@a.int>OMS", 12),
            ("the @ OMS", 6),
            ("# OMS", 2),
            ("C#OMS", 2),
            ("的OMS同意@某", 3),
            ("A.B.OMS", 4),
            ("e.g. OMS", 5),
            ("://OMS", 3),
            ("“https://a.org”OMS", 19),
            ("OMS...", 0),
        ] {
            assert_eq!(free(text), [at], "{text}");
        }
    }

    #[test]
    fn a_run_is_read_once_however_often_it_is_asked_for() {
        let text = "OMS-".repeat(50_000) + " OMS";
        let mut addresses = Addresses::new(&text);
        let mut ends = Vec::new();
        for (at, _) in text.match_indices("OMS") {
            assert!(!addresses.hold(at, at + 3));
            ends.push(addresses.read_to);
        }
        ends.dedup();
        assert_eq!(ends, [200_000, text.len()]);
    }
}
