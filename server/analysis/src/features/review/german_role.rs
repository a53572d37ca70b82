//! The role of somebody, read off the German words beside the name.

use super::role::with_organisations;
use crate::features::shared::wording::one_line;
use crate::model::Corpus;
use crate::proposals::is_german_post;
use crate::syntax::{PartialDate, TextRange};

/// How many words a role has at most.
const LONGEST: usize = 12;

/// What somebody is who bears no title by it.
const POSTS: [&str; 18] = [
    "berater",
    "beraterin",
    "dekan",
    "dekanin",
    "geschäftsführung",
    "inhaber",
    "inhaberin",
    "intendant",
    "intendantin",
    "mitglied",
    "obfrau",
    "obmann",
    "redakteur",
    "redakteurin",
    "referent",
    "referentin",
    "rektor",
    "rektorin",
];

/// Nouns that are inflected as adjectives are.
const ADJECTIVES: [&str; 6] = [
    "abgeordnete",
    "angestellte",
    "beauftragte",
    "delegierte",
    "verantwortliche",
    "vorsitzende",
];

/// The articles before a post in the nominative.
const ARTICLES: [&str; 10] = [
    "der", "die", "das", "ein", "eine", "Der", "Die", "Das", "Ein", "Eine",
];

/// The stretches beside a name in an article that may say who somebody is: what stands after
/// it between commas, and what stands before it, as in `Ministerin Anna Gordon` and `der Leiter
/// der Klinik, Bob Lee`. `name` is where it stands, a title included.
pub fn beside(text: &str, name: TextRange) -> Vec<&str> {
    let mut found = Vec::new();
    found.extend(after(&text[name.to()..]));
    found.extend(before(&text[..name.from()], &text[name.to()..]));
    found
}

/// The roles in the words beside a name on a day, with the ids of the organisations that the
/// cast knows put in; one at most.
pub fn roles(corpus: &Corpus, beside: &str, date: PartialDate) -> Vec<String> {
    let words = one_line(beside);
    let role = role(&words).map(|role| with_organisations(corpus, &role, date));
    role.into_iter().collect()
}

/// What stands after a name between commas, an age or a party in brackets passed over.
fn after(rest: &str) -> Option<&str> {
    let rest = match rest.strip_prefix(" (") {
        Some(inside) => {
            let line = inside.split('\n').next()?;
            let close = line.find(')')?;
            &inside[close + 1..]
        }
        None => rest,
    };
    let rest = rest.strip_prefix(", ")?;
    Some(&rest[..rest.find(is_end).unwrap_or(rest.len())])
}

fn is_end(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | ';' | ':' | '!' | '?' | '„' | '“' | '"' | '»' | '«' | '(' | ')' | '–' | '\n'
    )
}

/// What stands before a name and says what somebody is.
fn before<'t>(text: &'t str, rest: &str) -> Option<&'t str> {
    let line = text.rsplit('\n').next()?;
    match line.strip_suffix(", ") {
        Some(line) => {
            let is_apart =
                rest.is_empty() || rest.starts_with([',', '.', '\n']) || rest.starts_with(" (");
            let stretch = &line[line.rfind(is_end).map_or(0, |at| {
                at + line[at..].chars().next().map_or(0, char::len_utf8)
            })..];
            is_apart.then(|| behind_article(stretch)).flatten()
        }
        None => {
            let line = line.strip_suffix(' ')?;
            let words: Vec<&str> = line.split(' ').rev().take(3).collect();
            let post = *words.first().filter(|word| is_post(word))?;
            let adjective = words.get(1).filter(|word| belongs(word));
            let ahead = words.get(1 + usize::from(adjective.is_some()));
            let is_former = ahead.is_some_and(|word| is_former(word));
            let article = ahead.filter(|word| ARTICLES.contains(word));
            let words = [adjective, article].into_iter().flatten();
            let length = post.len() + words.map(|word| word.len() + 1).sum::<usize>();
            (!is_former).then(|| &line[line.len() - length..])
        }
    }
}

/// The last words of a stretch that begin with an article and a post: `sagte der Leiter der
/// Klinik`.
fn behind_article(stretch: &str) -> Option<&str> {
    let starts = stretch.match_indices(' ').map(|(at, _)| at + 1);
    let starts: Vec<usize> = [0].into_iter().chain(starts).collect();
    let mut starts = starts.into_iter().rev().take(LONGEST);
    starts.find_map(|at| {
        let words = &stretch[at..];
        (words != without_article(words) && role(words).is_some()).then_some(words)
    })
}

fn without_article(words: &str) -> &str {
    let behind = |article: &&str| words.strip_prefix(*article)?.strip_prefix(' ');
    ARTICLES.iter().find_map(behind).unwrap_or(words)
}

/// The role that some words are: without the article, and as one says it without: `italienischer
/// Minister`, `Vorsitzender des Vereins`.
fn role(words: &str) -> Option<String> {
    let all = words.trim();
    let words = without_article(all);
    let is_of_man = words != all && all.to_lowercase().starts_with("der ");
    let mut each = words.split(' ');
    let first = each.next()?;
    // `die neue Leiterin der Klinik`
    let adjective = Some(first).filter(|first| first.starts_with(char::is_lowercase));
    if adjective.is_some_and(is_former) {
        return None;
    }
    let post = match adjective {
        Some(_) => each.next()?,
        None => first,
    };
    let rest: Vec<&str> = each.collect();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '’' | '\'');
    // `die Mitglied im Rat ist`, or cut off before a quotation mark.
    let last = rest.last().copied().unwrap_or(post);
    let is_role = last.starts_with(char::is_uppercase)
        && is_post(post)
        && rest.len() < LONGEST
        && words.chars().all(is_plain);
    if !is_role {
        return None;
    }
    let of_man = |word: &str, is_inflected: bool| match is_of_man && is_inflected {
        true => format!("{word}r"),
        false => word.to_owned(),
    };
    let lower = post.to_lowercase();
    let is_adjective = ADJECTIVES.iter().any(|noun| lower.ends_with(noun));
    let adjective = adjective.filter(|word| belongs(word));
    let adjective = adjective.map(|word| of_man(word, word.ends_with('e')));
    let written = adjective.into_iter().chain([of_man(post, is_adjective)]);
    let written = written.chain(rest.into_iter().map(str::to_owned));
    Some(written.collect::<Vec<_>>().join(" "))
}

/// Whether a word says what somebody is, and not what they were.
fn is_post(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_known = is_german_post(&lower) || POSTS.iter().any(|post| lower.ends_with(post));
    let was = ["ex-", "alt-"];
    // `dem Vorsitzenden`: whether of a man or a woman, nobody knows.
    let is_inflected = ADJECTIVES.iter().any(|noun| {
        lower
            .strip_suffix('n')
            .is_some_and(|word| word.ends_with(noun))
    });
    let is_title = [
        "dr",
        "prof",
        "professor",
        "professorin",
        "kollege",
        "kollegin",
    ];
    word.starts_with(char::is_uppercase)
        && is_known
        && !is_inflected
        && !was.iter().any(|was| lower.starts_with(was))
        && !is_title.contains(&lower.trim_end_matches('.'))
}

/// Whether an adjective belongs to a post: `stellvertretende Vorsitzende`, `britische Ministerin`.
fn belongs(word: &str) -> bool {
    let stem = word
        .strip_suffix("er")
        .or_else(|| word.strip_suffix('e'))
        .unwrap_or_default();
    let kinds = [
        "stellvertretend",
        "leitend",
        "geschäftsführend",
        "regierend",
        "amtierend",
        "erst",
    ];
    kinds.contains(&stem) || stem.ends_with("isch") || stem.ends_with("lich")
}

/// Whether an adjective says of a post that it was held before: `frühere`.
fn is_former(word: &str) -> bool {
    let stems = [
        "früher", "ehemalig", "einstig", "damalig", "vormalig", "bisherig", "künftig",
    ];
    stems
        .iter()
        .any(|stem| word.to_lowercase().starts_with(stem))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::fixture;

    #[test]
    fn what_stands_beside_a_name_is_found() {
        let corpus = fixture::corpus("//- cast.qm\n&vk: Verein Klinik\n    also: VK\n");
        let date: PartialDate = PartialDate::parse("2014-05-01").unwrap();
        for (text, expected) in [
            (
                "sagte Gesundheitsministerin Anna Gordon dem Blatt.",
                Some("Gesundheitsministerin"),
            ),
            (
                "Die stellvertretende Ministerin Anna Gordon kam.",
                Some("stellvertretende Ministerin"),
            ),
            (
                "Der britische Premierminister Anna Gordon kam.",
                Some("britischer Premierminister"),
            ),
            ("Der frühere Minister Anna Gordon kam.", None),
            ("Mit dem Fraktionsvorsitzenden Anna Gordon kam er.", None),
            ("Die Abgeordnete Anna Gordon kam.", Some("Abgeordnete")),
            ("Der Abgeordnete Anna Gordon kam.", Some("Abgeordneter")),
            ("Ex-Minister Anna Gordon kam.", None),
            ("Frau Anna Gordon kam.", None),
            ("Am Dienstag Anna Gordon.", None),
            ("des Ministers Anna Gordon", None),
            (
                "Der Vorsitzende der Ärztekammer, Anna Gordon, warf ihr das vor.",
                Some("Vorsitzender der Ärztekammer"),
            ),
            (
                "Gut, sagte die neue Leiterin der Klinik, Anna Gordon.",
                Some("Leiterin der Klinik"),
            ),
            ("Nach dem Minister der Stadt, Anna Gordon, kam er.", None),
            (
                "Anna Gordon, Sprecherin der Klinik. Er kam.",
                Some("Sprecherin der Klinik"),
            ),
            (
                "Anna Gordon (SPD), Vorsitzende des VK, sagte",
                Some("Vorsitzende des &vk"),
            ),
            ("Anna Gordon (52), die Mitglied im Rat ist, kam", None),
            ("Anna Gordon, die den Minister kennt, kam", None),
            ("Anna Gordon, Mutter von drei Kindern, kam", None),
            ("Anna Gordon, ehemalige Leiterin der Klinik, kam", None),
            ("Anna Gordon, ein Redakteur der „Post“, kam", None),
            ("Anna Gordon", None),
        ] {
            let at = text.find("Anna Gordon").unwrap();
            let found = beside(text, TextRange::new(at, at + "Anna Gordon".len()));
            let mut found = found.iter().flat_map(|words| roles(&corpus, words, date));
            assert_eq!(found.next().as_deref(), expected, "{text}");
        }
    }
}
