//! The name that an id suggests, its words as the article writes them.

use super::names::is_acronym;
use crate::syntax::EntityKind;

/// How many bytes of an article are looked at for how it writes a word.
const LOOKED_AT: usize = 1 << 16;

/// `Ida Marlow` for `@ida-marlow`, `Pay of doctors` for `#pay-of-doctors`. A
/// short id of an organisation is read as its initials, and a word that `article` writes in
/// capitals stays in them: `CCG size` for `#ccg-size`.
pub fn name_of_id(written: &str, article: &str) -> String {
    let kind = written.chars().next().and_then(EntityKind::of_sigil);
    let id = written.trim_start_matches(['@', '&', '#']);
    let is_short = !id.contains(['-', '_']) && id.chars().count() <= 4;
    if kind == Some(EntityKind::Organisation) && is_short {
        return acronym(id, article).unwrap_or_else(|| id.to_uppercase());
    }
    let words = id.split(['-', '_']).filter(|word| !word.is_empty());
    let words = words.enumerate().map(|(at, word)| {
        let stays = at > 0 && kind == Some(EntityKind::Topic);
        let acronym = match kind {
            Some(EntityKind::Person) => None,
            _ => acronym(word, article),
        };
        match acronym {
            Some(acronym) => acronym,
            None if stays => word.to_owned(),
            None => capital(word),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A word in the capitals in which an article writes it, alone or as one of several:
/// `ccg` where `CCGs` stands there.
fn acronym(word: &str, article: &str) -> Option<String> {
    let mut end = article.len().min(LOOKED_AT);
    while !article.is_char_boundary(end) {
        end -= 1;
    }
    let tokens = article[..end].split(|c: char| !c.is_alphanumeric());
    let mut acronyms = tokens.filter(|token| is_acronym(token));
    acronyms.find_map(|token| {
        let one = token.strip_suffix('s').unwrap_or(token);
        let forms = [token, one].into_iter();
        let mut same = forms.filter(|form| form.to_lowercase() == word.to_lowercase());
        same.next().map(str::to_owned)
    })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::name_of_id;

    #[test]
    fn ids_become_names() {
        for (id, name) in [
            ("@ida-marlow", "Ida Marlow"),
            ("@élan_vital", "Élan Vital"),
            ("&gpc", "GPC"),
            ("&doh", "DoH"),
            ("&harbour-board", "Harbour Board"),
            ("#pay-of-doctors", "Pay of doctors"),
            ("#pay", "Pay"),
            ("#ccg-size", "CCG size"),
            ("#size-of-ccgs", "Size of CCGs"),
            ("#gps", "GPs"),
            ("#choice-in-the-nhs", "Choice in the NHS"),
            ("&ne-essex-ccg", "NE Essex CCG"),
            ("@bo-nhs", "Bo Nhs"),
        ] {
            let article = "The CCGs’ size: NE Essex GPs and the NHS (NHS), the DoH.";
            assert_eq!(name_of_id(id, article), name);
        }
        assert_eq!(name_of_id("#ccg-size", ""), "Ccg size");
    }
}
