//! Words for people: of quotes, roles, counts.

use crate::model::{
    Corpus, Entity, EntityId, FileId, QuoteFacts, RoleFacts, RoleOnDate, Said, Source, SpeakerFacts,
};
use crate::syntax::{Holds, PartialDate, plain_words};

/// The words of a statement of a file in one line, fragments joined by ` … `;
/// nothing when its text cannot be had. Where no markup is inside the words,
/// the rest of the text is not looked at.
pub fn words_of(corpus: &Corpus, file: FileId, quote: &QuoteFacts) -> Option<String> {
    let text = corpus.text(file)?;
    if let Some(words) = plain_words_in(&text, quote) {
        return Some(words);
    }
    Some(quote_words(&corpus.source(file)?, quote))
}

/// The words of a statement of a text in one line, if no markup is inside
/// them; nothing too when the text is not the one that the facts are of.
pub fn plain_words_in(text: &str, quote: &QuoteFacts) -> Option<String> {
    let fragments = quote.fragments.iter().map(|words| {
        let words = text.get(words.bytes())?;
        let is_plain = !words.contains(['[', ']', '{', '\\']);
        is_plain.then(|| one_line(words))
    });
    let fragments: Option<Vec<String>> = fragments.collect();
    Some(fragments?.join(" … "))
}

/// The words of a statement in one line, fragments joined by ` … `.
pub fn quote_words(source: &Source, quote: &QuoteFacts) -> String {
    let fragments = quote.fragments.iter();
    let fragments: Vec<String> = fragments
        .map(|words| one_line(&plain_words(&source.text, *words, &source.document)))
        .collect();
    fragments.join(" … ")
}

/// A text in one line: white space folded.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most `limit` characters of a text; a cut shows as `…`, at a word's end.
pub fn shortened(text: &str, limit: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(limit) else {
        return text.to_owned();
    };
    let words = text[..cut]
        .rfind(' ')
        .filter(|end| *end > cut / 2)
        .unwrap_or(cut);
    format!("{}…", text[..words].trim_end())
}

/// A role with its period: `chair of the BMA (2013-07 to 2017-07)`.
pub fn dated_role(corpus: &Corpus, role: &RoleFacts) -> String {
    let words = corpus.role_words(role);
    if role.period.is_always() {
        words
    } else {
        format!("{words} ({})", role.period)
    }
}

/// The roles that an entity has on a date, in words; of an organisation none.
pub fn roles_on(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Vec<String> {
    let Some(entity) = corpus.entity(entity) else {
        return Vec::new();
    };
    let then = entity.roles_on(date);
    let roles = then.holding.iter();
    roles.map(|then| role_then(corpus, then)).collect()
}

/// The same without a word of doubt, for telling one role from another.
pub fn roles_held(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Vec<String> {
    let Some(entity) = corpus.entity(entity) else {
        return Vec::new();
    };
    let then = entity.roles_on(date);
    let roles = then.holding.iter();
    roles.map(|then| corpus.role_words(then.role)).collect()
}

/// A role that holds on a date, in words.
pub fn role_then(corpus: &Corpus, then: &RoleOnDate<'_>) -> String {
    let words = corpus.role_words(then.role);
    match then.holds {
        // What is in doubt is said where it is known.
        Holds::Perhaps if then.role.period.has_unknown_end() => format!("{words} (end unknown)"),
        Holds::Perhaps => format!("perhaps {words}"),
        _ => words,
    }
}

/// Names joined as in a sentence: `A, B and C`.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The name of a speaker, or the words that stand for one; nothing for one who
/// is still to be found out.
pub fn speaker_name(corpus: &Corpus, speaker: &SpeakerFacts) -> Option<String> {
    match speaker {
        SpeakerFacts::Entity(entity) => Some(corpus.name(*entity)),
        SpeakerFacts::Unnamed(words) => Some(words.to_string()),
        SpeakerFacts::Unknown => None,
    }
}

/// `1 quote`, `2 quotes`.
pub fn counted(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

/// `12 quotes · 30 mentions · 9 articles`: how often an entity speaks and is
/// mentioned; nothing when nobody names it. Of an organisation for which others
/// speak, or which has parts that do, it says how many quotes are which:
/// `21 quotes (1 its own, 20 on its behalf, 25 with its parts)`.
pub fn counted_uses(corpus: &Corpus, entity: EntityId) -> Option<String> {
    let uses = corpus.index().uses(entity)?;
    let said = corpus.said(entity);
    let parts = [
        counted_quotes(said),
        counted(uses.mentions(), "mention"),
        counted(said.articles, "article"),
    ];
    Some(parts.join(" · "))
}

/// The quotes alone: `21 quotes (1 its own, 20 on its behalf)`.
fn counted_quotes(said: Said) -> String {
    let quotes = counted(said.quotes(), "quote");
    let is_split = said.on_behalf > 0;
    let kinds = [
        is_split.then(|| format!("{} its own", said.own)),
        is_split.then(|| format!("{} on its behalf", said.on_behalf)),
        (said.of_parts > 0).then(|| format!("{} with its parts", said.with_parts())),
    ];
    let kinds: Vec<String> = kinds.into_iter().flatten().collect();
    match kinds.is_empty() {
        true => quotes,
        false => format!("{quotes} ({})", kinds.join(", ")),
    }
}

/// The date and the title of an article, or the name of its file.
pub fn article(corpus: &Corpus, file: FileId) -> Option<String> {
    let file = corpus.file(file)?;
    let date = file.date().map(|date| date.to_string());
    let title = file.facts().title.as_deref().map(str::to_owned);
    let title = title.or_else(|| Some(file.path.file_name()?.to_string_lossy().into_owned()));
    let parts: Vec<String> = date.into_iter().chain(title).collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The name of an entity, or its id where it has none.
pub fn name_of(corpus: &Corpus, entity: &Entity) -> String {
    match entity.name() {
        "" => corpus.written(entity.id).to_string(),
        name => name.to_owned(),
    }
}
