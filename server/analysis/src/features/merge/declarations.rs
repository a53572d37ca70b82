//! What the entity that stays gains from the declarations of the other.

use std::collections::BTreeMap;

use super::{Merged, source};
use crate::features::edit::place::line_break;
use crate::features::edit::{Refusal, TextEdit};
use crate::features::formatting::Broken;
use crate::features::shared::wording::one_line;
use crate::features::shared::{line_end, line_start};
use crate::model::{Entity, FileId, Source};
use crate::syntax::{Dated, Declaration, Period, Property, TextRange, dated, split_names};

/// What is said under a key; the same in other words is another thing.
type Meaning = (String, String, Option<Period>);

/// The lines that the first declaration of the entity that stays gains, and
/// its file.
///
/// # Errors
/// When a declaration has a line of which nobody can tell what it means.
pub(super) fn gained(merged: &Merged<'_>) -> Result<(FileId, Vec<TextEdit>), Refusal> {
    let into = merged.corpus.entity(merged.into);
    let first = into.as_ref().and_then(|into| into.places().next());
    let (Some(into), Some((file, first))) = (&into, first) else {
        return Err(Refusal("the declaration to merge into is gone".into()));
    };
    let place = first.range;
    let lines = lines(merged, into)?;
    let source = source(merged.corpus, file)?;
    let mut declarations = source.document.declarations.iter();
    let Some(declaration) = declarations.find(|declaration| declaration.range == place) else {
        return Ok((file, Vec::new()));
    };
    let mut put_in: BTreeMap<usize, String> = BTreeMap::new();
    for (key, value) in lines {
        let (offset, indentation) = place_of(&source, declaration, &key, merged);
        let line = format!("{}{indentation}{key}: {value}", line_break(&source.text));
        put_in.entry(offset).or_default().push_str(&line);
    }
    let edits = put_in
        .into_iter()
        .map(|(offset, lines)| TextEdit::insert(offset, lines));
    Ok((file, edits.collect()))
}

/// What the declarations of the entity that goes say and those of the other do not.
fn lines(merged: &Merged<'_>, into: &Entity) -> Result<Vec<(String, String)>, Refusal> {
    let Some(from) = merged.corpus.entity(merged.from) else {
        return Ok(Vec::new());
    };
    let mut known: Vec<Meaning> = Vec::new();
    each_property(merged, into, |text, property| {
        let value = value_after(merged, text, property);
        known.push(meaning(property.key(text), &value));
    })?;
    let mut lines = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut known_names: Vec<(String, Period)> = vec![(into.name().to_owned(), Period::ALWAYS)];
    let into_names = into.other_names().into_iter();
    known_names.extend(into_names.map(|name| (name.text.to_string(), name.period)));
    let mut add = |name: String, period: Period, written: String| {
        let is_known = |(known, then): &(String, Period)| {
            *known == name && (then.is_always() || *then == period)
        };
        if !name.is_empty() && !known_names.iter().any(is_known) {
            known_names.push((name, period));
            names.push(written);
        }
    };
    for declaration in from.declared() {
        let name = declaration.name.text.to_string();
        // Under `also` the end of such a name would say when it is used.
        match split_names(TextRange::new(0, name.len()), &name)[..] {
            [Dated { range: Some(_), .. }] => lines.push(("note".to_owned(), name)),
            _ => add(name.clone(), Period::ALWAYS, name),
        }
    }
    each_property(merged, &from, |text, property| {
        if property.key(text) == "also" {
            for name in split_names(property.value, text) {
                let period = name.period.unwrap_or(Period::ALWAYS);
                let written = one_line(&text[name.whole()]);
                add(one_line(&text[name.words]), period, written);
            }
        }
    })?;
    if !names.is_empty() {
        lines.insert(0, ("also".to_owned(), names.join("; ")));
    }
    let from_written = merged.corpus.written(merged.from);
    let mut has_active = into.active().is_some();
    each_property(merged, &from, |text, property| {
        let key = property.key(text);
        let value = value_after(merged, text, property);
        let said = meaning(key, &value);
        if key == "also"
            || value.is_empty()
            || known.contains(&said)
            || is_own_parent(merged, text, property)
        {
            return;
        }
        known.push(said);
        if key == "active" && has_active {
            // Only one can count; the other is not to be lost.
            lines.push((
                "note".to_owned(),
                format!("{from_written} was active {value}"),
            ));
            return;
        }
        has_active |= key == "active";
        lines.push((key.to_owned(), value));
    })?;
    Ok(lines)
}

fn each_property(
    merged: &Merged<'_>,
    entity: &Entity,
    mut each: impl FnMut(&str, &Property),
) -> Result<(), Refusal> {
    for (file, facts) in entity.places() {
        let source = source(merged.corpus, file)?;
        let declared = source.document.declarations.iter();
        for declaration in declared.filter(|declaration| declaration.range == facts.range) {
            let is_going = entity.id == merged.from;
            if is_going && Broken::of(&source.document).has_bad_line(declaration.range) {
                let path = merged.corpus.file(file).map(|file| file.path.clone());
                let path = path.map(|path| path.display().to_string());
                return Err(Refusal(format!(
                    "the declaration of `{}` in {} has a line that is no `key: value` and would \
                     be lost; fix it first",
                    merged.corpus.written(entity.id),
                    path.unwrap_or_default()
                )));
            }
            for property in &declaration.properties {
                each(&source.text, property);
            }
        }
    }
    Ok(())
}

/// Whether a `part of` would make the entity that stays a part of itself.
pub(super) fn is_own_parent(merged: &Merged<'_>, text: &str, property: &Property) -> bool {
    let mut parents = property.references.iter();
    let is_either = |entity| entity == merged.from || entity == merged.into;
    property.key(text) == "part of"
        && property.references.len() == 1
        && parents.all(|parent| is_either(merged.corpus.ids().of(*parent, text)))
}

/// A value in one line, with the new id in place of the old one where that counts.
pub(super) fn value_after(merged: &Merged<'_>, text: &str, property: &Property) -> String {
    if !matches!(property.key(text), "part of" | "role") {
        return property.value(text);
    }
    let mut value = String::new();
    let mut at = property.value.from();
    for reference in &property.references {
        if merged.corpus.ids().of(*reference, text) == merged.from {
            value.push_str(&text[at..reference.range.from()]);
            value.push_str(merged.written);
            at = reference.range.to();
        }
    }
    value.push_str(&text[at..property.value.to()]);
    one_line(&value)
}

/// What a value says, however it is spaced.
pub(super) fn meaning(key: &str, value: &str) -> Meaning {
    let mut words = one_line(value);
    let mut period = None;
    if matches!(key, "role" | "part of" | "active") {
        let dated = dated(TextRange::new(0, value.len()), value);
        if let (Some(_), Ok(then)) = (dated.range, dated.period) {
            words = one_line(&value[dated.words]);
            period = Some(then);
            // A range alone is its own words.
            if key == "active" {
                words.clear();
            }
        }
    }
    (key.to_owned(), words, period)
}

/// Where a line goes, and how it is indented: after the last of its key, else
/// after all others.
fn place_of<'t>(
    source: &'t Source,
    declaration: &Declaration,
    key: &str,
    merged: &Merged<'_>,
) -> (usize, &'t str) {
    let text = &*source.text;
    let stays = |property: &&Property| !is_own_parent(merged, text, property);
    let properties = || declaration.properties.iter();
    let alike = properties()
        .filter(stays)
        .rfind(|property| property.key(text) == key);
    let last = properties().next_back();
    let end = match alike {
        Some(alike) => line_end(text, alike.value.to().max(alike.key.to())),
        // Other names come first.
        None if key == "also" => line_end(text, declaration.reference.range.to()),
        None => line_end(text, declaration.range.to()),
    };
    let model = match key {
        "also" => alike.or(properties().next()),
        _ => alike.or(last),
    };
    let indentation = model.map_or("    ", |model| {
        let start = line_start(text, model.key.from());
        &text[start..model.key.from()]
    });
    (end, indentation)
}
