//! Keys that are nearly known ones, and values that are not what their key takes.

use std::collections::HashSet;

use super::Check;
use crate::edit_distance::nearest;
use crate::reports::Code;
use crate::syntax::{EntityKind, HEADER_KEYS, Property, Reference, TextRange};

/// Returns the references that stand where one of their kind cannot: nothing
/// else is to be said of them.
pub(super) fn check(check: &mut Check) -> HashSet<TextRange> {
    let text = check.text();
    let mut misplaced = HashSet::new();
    let document = &check.source.document;
    for property in document.header.iter().flat_map(|header| &header.properties) {
        header_key(check, property);
        let wanted = match property.key(text) {
            "source" => EntityKind::Organisation,
            "author" => EntityKind::Person,
            _ => continue,
        };
        let whole = property.references.first();
        let whole = whole.filter(|reference| reference.range == property.value);
        if let Some(reference) = whole
            && reference.kind != wanted
        {
            misplaced.insert(reference.range);
            wrong_reference(check, property, *reference, wanted, " or words");
        }
    }
    for declaration in &document.declarations {
        let kind = declaration.reference.kind;
        for property in &declaration.properties {
            if declaration_key(check, property, kind) && property.key(text) == "part of" {
                let wrong = property
                    .references
                    .iter()
                    .filter(|parent| parent.kind != kind);
                misplaced.extend(wrong.map(|parent| parent.range));
                parent(check, property, kind);
            }
        }
    }
    misplaced
}

/// The keys of a declaration.
fn keys_of(kind: EntityKind) -> &'static [&'static str] {
    match kind {
        EntityKind::Person => &["also", "role", "link", "note"],
        EntityKind::Organisation => &["also", "part of", "active", "link", "note"],
        EntityKind::Topic => &["also", "part of", "link", "note"],
    }
}

fn header_key(check: &mut Check, property: &Property) {
    let key = property.key(check.text());
    if !HEADER_KEYS.contains(&key)
        && let Some(similar) = similar_key(key, &HEADER_KEYS)
    {
        slip(check, property, key, similar);
    }
}

/// Says whether the key is one of the declaration's.
fn declaration_key(check: &mut Check, property: &Property, kind: EntityKind) -> bool {
    let key = property.key(check.text());
    let known = keys_of(kind);
    if known.contains(&key) {
        return true;
    }
    let others = EntityKind::ALL
        .into_iter()
        .filter(|other| keys_of(*other).contains(&key));
    let others: Vec<String> = others
        .map(|other| other.with_article().to_owned())
        .collect();
    if !others.is_empty() {
        let message = format!(
            "`{key}` is a key of {}, and this is {}; its keys are {}",
            others.join(" or "),
            kind.with_article(),
            known
                .iter()
                .map(|key| format!("`{key}`"))
                .collect::<Vec<_>>()
                .join(", ")
        );
        check.report(Code::UnknownKey, property.key, message);
    } else if let Some(similar) = similar_key(key, known) {
        slip(check, property, key, similar);
    }
    false
}

/// The known key for which `key` is probably a slip: of a declaration of that
/// kind, or of a header.
pub(in crate::features) fn suggested_key(
    key: &str,
    kind: Option<EntityKind>,
) -> Option<&'static str> {
    similar_key(key, kind.map_or(&HEADER_KEYS, keys_of))
}

fn slip(check: &mut Check, property: &Property, key: &str, similar: &str) {
    let message = format!("`{key}` is no known key; did you mean `{similar}`?");
    check.report(Code::UnknownKey, property.key, message);
}

/// The known key that one is a slip for. Keys are short and people have their
/// own (`name` beside `note`), so that a slip is one stroke, or two in eight.
fn similar_key(key: &str, known: &[&'static str]) -> Option<&'static str> {
    // `code` may well be somebody's own, and one stroke makes `id` of many words.
    let is_own = key == "code";
    let is_like = |known: &&&str| known.len() > 2 || known.eq_ignore_ascii_case(key);
    let known: Vec<&'static str> = known.iter().filter(is_like).copied().collect();
    if is_own {
        return None;
    }
    let similar = nearest(key, known.iter().copied())?;
    let strokes = strsim::osa_distance(&key.to_lowercase(), similar);
    let allowed = key.chars().count().max(similar.len()) / 4;
    known
        .iter()
        .copied()
        .find(|key| *key == similar)
        .filter(|_| strokes <= allowed.max(1))
}

fn parent(check: &mut Check, property: &Property, kind: EntityKind) {
    let wrong = property
        .references
        .iter()
        .filter(|parent| parent.kind != kind);
    for reference in wrong {
        wrong_reference(check, property, *reference, kind, "");
    }
    if property.references.is_empty() {
        let sigil = kind.sigil();
        check.report(
            Code::SyntaxMissingValue,
            if property.value.is_empty() {
                property.key
            } else {
                property.value
            },
            format!("`part of` names what it is part of by its id: `part of: {sigil}id`"),
        );
    }
}

fn wrong_reference(
    check: &mut Check,
    property: &Property,
    reference: Reference,
    wanted: EntityKind,
    or: &str,
) {
    let text = check.text();
    let message = format!(
        "`{}` takes {}{or}, and `{}` is {}",
        property.key(text),
        match wanted {
            EntityKind::Person => "a @person",
            EntityKind::Organisation => "an &organisation",
            EntityKind::Topic => "a #topic",
        },
        &text[reference.range],
        reference.kind.with_article(),
    );
    check.report(Code::SyntaxWrongReference, reference.range, message);
}
