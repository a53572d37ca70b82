//! What is offered in headers and declarations.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::entities::{candidates, declaring_files, item};
use super::entity_filter::{EntityFilter, LIMIT};
use super::rank::{Compared, Typed};
use super::{CompletionRequest, Item, ItemKind};
use crate::features::shared::header_keys::KEYS;
use crate::model::{EntityId, fold};
use crate::syntax::{EntityKind, LANGUAGES, PartialDate, Period, Property, TextRange};

/// The keys of declarations, with what each holds, whom it is for, and whether
/// it may stand more than once.
const PROPERTY_KEYS: [(&str, &str, &[EntityKind], bool); 6] = [
    (
        "also",
        "other names, FROM..TO, with ; between them",
        &EntityKind::ALL,
        true,
    ),
    (
        "role",
        "title of &organisation, FROM..TO",
        &[EntityKind::Person],
        true,
    ),
    (
        "part of",
        "what it is part of, FROM..TO",
        &[EntityKind::Organisation, EntityKind::Topic],
        true,
    ),
    (
        "active",
        "when it existed, FROM..TO",
        &[EntityKind::Organisation],
        false,
    ),
    ("link", "an address", &EntityKind::ALL, true),
    ("note", "a remark", &EntityKind::ALL, false),
];

/// Keys of the header that it does not have yet.
pub fn header_keys(request: &CompletionRequest) -> Vec<Item> {
    let text = &request.source.text;
    // An empty line, on which a key is being written, cuts the header in two.
    let mut given: Vec<&str> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let range = TextRange::new(start, start + line.len());
        start = range.to();
        if range.from() > request.offset && line.trim_end() == "---" {
            break;
        }
        let end = range.from() + line.trim_end_matches(['\r', '\n']).len();
        let is_here = TextRange::new(range.from(), end).touches(request.offset);
        given.extend(
            line.split_once(':')
                .map(|(key, _)| key.trim())
                .filter(|_| !is_here),
        );
    }
    let open = KEYS.iter().filter(|key| key.is_written);
    let open = open.filter(|key| !given.contains(&key.key));
    key_items(request, open.map(|key| (key.key, key.holds)))
}

/// Values of a header key.
pub fn header_values(request: &CompletionRequest, key: &str) -> Vec<Item> {
    let kinds = match key {
        "source" => [EntityKind::Organisation],
        "author" => [EntityKind::Person],
        "date" => return header_dates(request),
        "id" => return article_ids(request),
        "language" => return languages(request),
        "coded" | "reviewed" => return days_of_work(request, key),
        _ => return Vec::new(),
    };
    entities(request, &kinds, &[], &HashMap::new())
}

/// The name of the file, which no other article of its folder has.
fn article_ids(request: &CompletionRequest) -> Vec<Item> {
    let path = request
        .corpus
        .file(request.file)
        .map(|file| file.path.clone());
    let stem = path.as_deref().and_then(|path| path.file_stem());
    let words = stem.map(|stem| stem.to_string_lossy().into_owned());
    let id = words.map(|words| words.split_whitespace().collect::<Vec<_>>().join("-"));
    let id = id.filter(|id| id.starts_with(request.typed()) && !id.contains('\u{fffd}'));
    let items = id.into_iter().map(|id| Item {
        detail: Some("the file’s name".into()),
        ..request.item(ItemKind::Words, id.clone(), id)
    });
    items.collect()
}

/// Tags of languages, by the tag or by a name.
fn languages(request: &CompletionRequest) -> Vec<Item> {
    let typed = fold(request.typed());
    let is_meant = |words: &str| fold(words).starts_with(&typed);
    let languages = LANGUAGES
        .iter()
        .filter(|(tag, english, own)| is_meant(tag) || is_meant(english) || is_meant(own));
    let items = languages.map(|(tag, english, own)| Item {
        detail: Some(match english == own {
            true => (*english).into(),
            false => format!("{english}, {own}"),
        }),
        ..request.item(ItemKind::Words, (*tag).into(), (*tag).into())
    });
    items.collect()
}

/// The date of the other of `coded` and `reviewed`.
fn days_of_work(request: &CompletionRequest, key: &str) -> Vec<Item> {
    let text = &request.source.text;
    let other = if key == "coded" { "reviewed" } else { "coded" };
    let header = request.source.document.header.iter();
    let mut properties = header.flat_map(|header| &header.properties);
    let date = properties.find(|property| property.key(text) == other);
    let date = date.map(|property| property.value(text));
    let date = date.filter(|date| PartialDate::parse(date).is_ok());
    let items = date
        .filter(|date| date.starts_with(request.typed()))
        .map(|date| Item {
            detail: Some(format!("when it was {other}")),
            ..request.item(ItemKind::Date, date.clone(), date)
        });
    items.into_iter().collect()
}

/// Keys of a declaration that it does not have yet, or may have again.
pub fn property_keys(request: &CompletionRequest, declaration: usize) -> Vec<Item> {
    let Some(declaration) = request.source.document.declarations.get(declaration) else {
        return Vec::new();
    };
    let kind = declaration.reference.kind;
    let keys = PROPERTY_KEYS.iter().filter(|(key, _, kinds, repeats)| {
        kinds.contains(&kind) && (*repeats || !has_key(request, &declaration.properties, key))
    });
    key_items(request, keys.map(|(key, says, ..)| (*key, *says)))
}

/// Values of a declaration's key.
pub fn property_values(
    request: &CompletionRequest,
    declaration: usize,
    key: &str,
    before: TextRange,
) -> Vec<Item> {
    let (text, document) = (&request.source.text, &request.source.document);
    let Some(declaration) = document.declarations.get(declaration) else {
        return Vec::new();
    };
    let itself = [request.corpus.ids().of(declaration.reference, text)];
    let range = text[before].rfind(',').and_then(|comma| {
        let tail = text[before][comma + 1..].trim_start();
        let is_dated = tail
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '~'));
        is_dated.then(|| TextRange::new(before.to() - tail.len(), before.to()))
    });
    let is_reference = request.typed().starts_with(['@', '&', '#']);
    match key {
        "role" | "part of" if range.is_some() && !is_reference => {
            range.map_or_else(Vec::new, |range| ranges(request, range))
        }
        "role" if request.typed().starts_with('&') => entities(
            request,
            &[EntityKind::Organisation],
            &itself,
            &HashMap::new(),
        ),
        "role" if !text[before].contains('&') => {
            let mut items = titles(request, before);
            items.extend(of_organisation(request, before, &itself));
            items
        }
        "part of" if is_reference || !text[before].trim().contains([' ', ',', '&', '#']) => {
            let kind = declaration.reference.kind;
            let near = parents(request, kind);
            entities(request, &[kind], &itself, &near)
        }
        _ => Vec::new(),
    }
}

/// The organisations that fit the word before the cursor where it comes after `of` or the
/// like: their sign may be left out.
fn of_organisation(
    request: &CompletionRequest,
    before: TextRange,
    without: &[EntityId],
) -> Vec<Item> {
    let written = &request.source.text[before];
    let Some((title, word)) = written.rsplit_once(' ') else {
        return Vec::new();
    };
    let last = title.split_whitespace().next_back();
    let is_next = last.is_some_and(|last| matches!(last, "of" | "for" | "at" | "in" | "with"));
    if word.is_empty() || !is_next {
        return Vec::new();
    }
    let typed = TextRange::new(before.to() - word.len(), before.to());
    let filter = EntityFilter {
        kinds: &[EntityKind::Organisation],
        without,
        fit: Compared::Nothing,
        preferred: None,
        near: &HashMap::new(),
    };
    let found = candidates(request, word, &filter).into_iter();
    let items = found.map(|found| {
        let written = found.written.to_string();
        Item {
            filter_text: word.to_owned(),
            insert_range: typed,
            replace_range: TextRange::new(typed.from(), request.context.whole.to()),
            ..item(request, found.entity, written.clone(), written)
        }
    });
    items.collect()
}

/// Ranges with the article's date. Of most roles all that an article says is
/// that they were held then.
fn ranges(request: &CompletionRequest, typed: TextRange) -> Vec<Item> {
    let Some(date) = request.date else {
        return Vec::new();
    };
    let written = &request.source.text[typed];
    let ranges = [
        (
            Period::seen(date).written(),
            "on the article’s date; since when and until when is not known",
        ),
        (format!("{date}.."), "from the article’s date on"),
        (format!("..{date}"), "until the article’s date"),
    ];
    let fitting = ranges
        .into_iter()
        .filter(|(range, _)| range.starts_with(written));
    fitting
        .map(|(range, says)| Item {
            detail: Some(says.into()),
            filter_text: written.to_owned(),
            insert_range: typed,
            replace_range: TextRange::new(typed.from(), request.context.whole.to()),
            ..request.item(ItemKind::Date, range.clone(), range)
        })
        .collect()
}

/// Ids that the corpus uses and nobody has declared.
pub fn undeclared(request: &CompletionRequest) -> Vec<Item> {
    let corpus = request.corpus;
    let Some(kind) = request
        .typed()
        .chars()
        .next()
        .and_then(EntityKind::of_sigil)
    else {
        return Vec::new();
    };
    let typed = Typed::new(request.typed());
    let index = corpus.index();
    let mut found: Vec<(usize, EntityId)> = Vec::new();
    for (entity, uses) in index.used() {
        let is_open =
            entity.kind() == kind && uses.is_used() && !is_declared_elsewhere(request, entity);
        if is_open && typed.fit_id(&corpus.written(entity)).is_some() {
            let count = uses.quotes() + uses.mentions();
            found.push((count.max(1), entity));
        }
    }
    found.sort_by_cached_key(|(count, entity)| (usize::MAX - count, corpus.written(*entity)));
    let rest = &request.source.text[request.context.whole.to()..];
    let colon = if rest.starts_with(':') { "" } else { ": " };
    let items = found.into_iter().take(LIMIT).map(|(count, entity)| {
        let written = corpus.written(entity);
        let times = if count == 1 {
            "once".into()
        } else {
            format!("{count} times")
        };
        Item {
            detail: Some(format!("used {times}, not declared")),
            ..item(
                request,
                entity,
                written.to_string(),
                format!("{written}{colon}"),
            )
        }
    });
    items.collect()
}

/// Whether an entity is declared elsewhere than at the cursor.
fn is_declared_elsewhere(request: &CompletionRequest, entity: EntityId) -> bool {
    let mut files = request.corpus.index().declaring_files(entity);
    if files.any(|file| file != request.file) {
        return true;
    }
    let declared = request.corpus.entity(entity);
    declared.is_some_and(|declared| {
        let mut places = declared.places();
        places.any(|(file, declaration)| {
            file != request.file || !declaration.id_range.touches(request.offset)
        })
    })
}

fn has_key(request: &CompletionRequest, properties: &[Property], key: &str) -> bool {
    let others = properties
        .iter()
        .filter(|property| !property.key.touches(request.offset));
    let mut keys = others.map(|property| property.key(&request.source.text));
    keys.any(|other| other == key)
}

fn key_items<'k>(
    request: &CompletionRequest,
    keys: impl Iterator<Item = (&'k str, &'k str)>,
) -> Vec<Item> {
    let typed = request.typed().to_lowercase();
    let rest = &request.source.text[request.context.whole.to()..];
    let space = if rest.starts_with(' ') { "" } else { " " };
    let keys = keys.filter(|(key, _)| key.starts_with(&typed));
    keys.map(|(key, says)| Item {
        detail: Some(says.into()),
        asks_again: true,
        ..request.item(ItemKind::Key, key.into(), format!("{key}:{space}"))
    })
    .collect()
}

fn entities(
    request: &CompletionRequest,
    kinds: &[EntityKind],
    without: &[EntityId],
    near: &HashMap<EntityId, usize>,
) -> Vec<Item> {
    let filter = EntityFilter {
        kinds,
        without,
        fit: Compared::Nothing,
        preferred: None,
        near,
    };
    let found = candidates(request, request.typed(), &filter);
    let items = found.into_iter().map(|found| {
        let written = found.written.to_string();
        item(request, found.entity, written.clone(), written)
    });
    items.collect()
}

/// Those that others are part of already, the most common parent first.
fn parents(request: &CompletionRequest, kind: EntityKind) -> HashMap<EntityId, usize> {
    let index = request.corpus.index();
    let mut parents: Vec<(usize, EntityId)> = index
        .declared()
        .filter(|entity| entity.kind() == kind)
        .map(|entity| {
            let parts = index.below(entity).filter(|below| below.kind() == kind);
            (usize::MAX - parts.count(), entity)
        })
        .filter(|(rank, _)| *rank < usize::MAX)
        .collect();
    parents.sort_by_cached_key(|(rank, entity)| (*rank, request.corpus.written(*entity)));
    let ranked = parents.into_iter().enumerate();
    ranked.map(|(rank, (_, entity))| (entity, rank)).collect()
}

/// The titles of roles that the corpus has, up to the organisation. Those used
/// for an organisation that stands after the cursor come first.
fn titles(request: &CompletionRequest, before: TextRange) -> Vec<Item> {
    let text = &request.source.text;
    let typed = fold(&text[before]);
    let rest = &text[request.context.whole.to()..];
    let rest = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let mut after = rest.split(|c: char| c.is_whitespace() || c == ',');
    let organisation = after.find(|word| word.starts_with('&'));
    let organisation = organisation.and_then(|written| request.corpus.ids().find(written));
    let mut titles: HashMap<&str, Title> = HashMap::new();
    let files = declaring_files(request.corpus).into_iter();
    let files: Vec<_> = files
        .map(|file| (file.path.clone(), file.facts()))
        .collect();
    for (path, facts) in &files {
        let is_this = request.corpus.find(path) == Some(request.file);
        let declarations = facts.declarations.iter();
        for role in declarations.flat_map(|declaration| &declaration.roles) {
            let (title, goes_on) = match role.words.find('&') {
                Some(at) => (role.words[..at].trim_end(), true),
                None => (&*role.words, false),
            };
            let is_here = is_this && role.range.touches(request.offset);
            if is_here || title.is_empty() {
                continue;
            }
            let of_that = organisation.is_some_and(|id| role.organisations.contains(&id));
            let counted = titles.entry(title).or_default();
            counted.of_that += usize::from(of_that);
            counted.all += 1;
            counted.goes_on |= goes_on;
        }
    }
    let titles = titles.into_iter();
    let mut titles: Vec<_> = titles
        .filter(|(title, _)| fold(title).starts_with(&typed))
        .collect();
    // The word that is typed in full comes before longer ones.
    let is_whole = |title: &str| {
        fold(title)
            .strip_prefix(&typed)
            .is_some_and(|rest| rest.starts_with(' '))
    };
    titles.sort_by_cached_key(|(title, counted)| {
        (
            !is_whole(title),
            Reverse(counted.of_that),
            Reverse(counted.all),
            *title,
        )
    });
    let next_word = rest.split_whitespace().next();
    let items = titles.into_iter().take(LIMIT).map(|(title, counted)| {
        // What stands after the cursor already is not written again.
        let insert = match title.rsplit_once(' ') {
            Some((start, preposition)) if next_word == Some(preposition) => start.to_owned(),
            _ if counted.goes_on => format!("{title} "),
            _ => title.to_owned(),
        };
        Item {
            detail: (counted.all > 1).then(|| format!("{} times", counted.all)),
            asks_again: insert.ends_with(' '),
            ..request.item(ItemKind::Words, title.to_owned(), insert)
        }
    });
    items.collect()
}

/// How often a title is used.
#[derive(Default)]
struct Title {
    /// For the organisation that is written already.
    of_that: usize,
    /// For any.
    all: usize,
    /// Whether an organisation is written after it.
    goes_on: bool,
}

/// Dates that stand in the article's address or its first lines.
fn header_dates(request: &CompletionRequest) -> Vec<Item> {
    let text = &request.source.text;
    let end = text
        .char_indices()
        .nth(1500)
        .map_or(text.len(), |(at, _)| at);
    let head: Vec<u8> = text[..end].bytes().collect();
    let mut items: Vec<Item> = Vec::new();
    for (at, bytes) in head.windows(10).enumerate() {
        let is_inside = at > 0 && head[at - 1].is_ascii_digit();
        let is_cursor = request.context.whole.contains(at);
        let written = String::from_utf8_lossy(bytes).replace('/', "-");
        let is_date = PartialDate::parse(&written).is_ok_and(|date| date.to_string().len() == 10);
        let is_new = items.iter().all(|item| item.label != written);
        if is_date && is_new && !is_inside && !is_cursor && written.starts_with(request.typed()) {
            items.push(Item {
                detail: Some("stands in this article".into()),
                ..request.item(ItemKind::Date, written.clone(), written)
            });
        }
    }
    items
}
