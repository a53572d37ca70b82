//! Ids and names of files, made of what other programs call things.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

/// The most characters of one.
const MOST: usize = 60;

/// Gives each thing an id that no other has, also where capitals make no difference.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    taken: HashSet<String>,
}

impl Ids {
    /// An id with the mark `sigil`: the wanted one, if it is one of that kind, else one of
    /// the words of a name.
    pub(crate) fn take(&mut self, sigil: char, wanted: Option<&str>, name: &str) -> String {
        let wanted = wanted.filter(|wanted| wanted.strip_prefix(sigil).is_some_and(is_id));
        let wanted = wanted.map(|wanted| wanted.nfc().collect::<String>());
        if let Some(wanted) = wanted
            && self.taken.insert(wanted.to_lowercase())
        {
            return wanted;
        }
        let slug = slug(name);
        let fallback = match sigil {
            '&' => "organisation",
            '#' => "topic",
            _ => "person",
        };
        let slug = if slug.is_empty() { fallback } else { &slug };
        format!("{sigil}{}", self.unused(&format!("{sigil}{slug}")))
    }

    /// A name of a file without its ending, of a date and words.
    pub(crate) fn file(&mut self, date: &str, words: &str) -> String {
        let slug = slug(words);
        let parts = [date, &slug].into_iter().filter(|part| !part.is_empty());
        let name = parts.collect::<Vec<_>>().join("-");
        let name = if name.is_empty() { "article" } else { &name };
        // A folder of its own in which names are taken.
        self.unused(&format!("/{name}"))
    }

    /// What stands after the first character, with a number where it is taken.
    fn unused(&mut self, wanted: &str) -> String {
        let mut own = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(own.to_lowercase()) {
            own = format!("{wanted}-{number}");
            number += 1;
        }
        own.chars().skip(1).collect()
    }
}

/// Whether what stands after the mark is an id of the markup.
fn is_id(id: &str) -> bool {
    let is_end = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    is_end(id.chars().next())
        && is_end(id.chars().next_back())
        && id
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// The letters and digits of words in small letters, with `-` for all between.
fn slug(words: &str) -> String {
    let mut slug = String::new();
    let mut count = 0;
    for c in words.nfc().flat_map(char::to_lowercase).nfc() {
        // Of the marks that belong to letters only those stay that are in them.
        let is_kept = c.is_alphanumeric() && (count > 0 || c.is_alphabetic() || c.is_numeric());
        match is_kept {
            true => slug.push(c),
            false if slug.ends_with('-') || slug.is_empty() || matches!(c, '\'' | '’') => {
                continue;
            }
            false => slug.push('-'),
        }
        count += 1;
        if count >= MOST {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_an_id_of_its_own() {
        let mut ids = Ids::default();
        let mut take = |sigil, wanted: Option<&str>, name: &str| ids.take(sigil, wanted, name);
        assert_eq!(
            take('@', None, "Dr. Jose\u{301} O’Neill-Smith"),
            "@dr-josé-oneill-smith"
        );
        assert_eq!(
            take('@', None, "Dr José O'Neill Smith"),
            "@dr-josé-oneill-smith-2"
        );
        assert_eq!(
            take('&', None, "Dr José O'Neill Smith"),
            "&dr-josé-oneill-smith"
        );
        assert_eq!(take('#', None, "!?"), "#topic");
        assert_eq!(take('@', Some("@Ann"), "Ann Lee"), "@Ann");
        assert_eq!(take('@', Some("@ann"), "Ann Lee"), "@ann-lee");
        assert_eq!(take('@', Some("&x"), "X"), "@x");
        assert_eq!(take('@', Some("@x-"), "Y"), "@y");
        assert_eq!(take('@', Some("@x\n@z: Z"), "Y"), "@y-2");
        assert!(take('@', None, &"long ".repeat(100)).len() <= MOST + 1);
        assert_eq!(ids.file("2011-05-01", "../a/B c"), "2011-05-01-a-b-c");
        assert_eq!(ids.file("2011-05-01", "A.B.C"), "2011-05-01-a-b-c-2");
        assert_eq!(ids.file("", ""), "article");
    }
}
