//! Declarations.

use super::tags::on_one_line;
use crate::coded::{Cast, Entity, EntityKind, Loss, When};
use crate::syntax::{Parser, TextRange, dated, split_names};

type Kind = (&'static str, &'static str);

const NAMES: Kind = (
    "other names with `;`, or with a date after a comma",
    "were left out, as a list of names cannot have them",
);
const WHITE: Kind = (
    "values with other white space than single spaces",
    "have a space for each stretch of it",
);
const REFERENCES: Kind = (
    "roles with words that would be read as ids",
    "stand in quotation marks",
);
const DATES: Kind = ("roles that end like a date", "are held on that date");
const ODD: Kind = ("values that a declaration cannot hold", "were left out");

/// The declarations of all of a cast, with a blank line between, and what they cannot hold.
pub fn declarations(cast: &Cast) -> (String, Vec<Loss>) {
    let mut text = String::new();
    let mut losses = Vec::new();
    for entity in &cast.entities {
        if !text.is_empty() {
            text.push('\n');
        }
        declaration(entity, &mut text, &mut losses);
    }
    (text, losses)
}

fn declaration(entity: &Entity, text: &mut String, losses: &mut Vec<Loss>) {
    let mut lose = |kind: Kind, detail: &str| {
        losses.push(Loss {
            what: kind.0,
            done: kind.1,
            place: entity.id.clone(),
            detail: detail.to_owned(),
        });
    };
    let bare = entity.id.trim_start_matches(['@', '&', '#']);
    let written = entity.name.as_deref().unwrap_or_default();
    let name = on_one_line(written);
    if name != written {
        lose(WHITE, written);
    }
    let name = match name.is_empty() {
        true => bare,
        false if is_name(&name) => &name,
        false => {
            lose(ODD, written);
            bare
        }
    };
    *text += &format!("{}: {name}\n", entity.id);
    let name = name.to_owned();
    let mut line = |key: &str, value: &str, lose: &mut dyn FnMut(Kind, &str)| {
        let mut words = on_one_line(value);
        if words != value {
            lose(WHITE, value);
        }
        if words.is_empty() {
            return;
        }
        if key == "role" && has_references(&words) {
            lose(REFERENCES, value);
            words = format!("“{}”", words.replace(['“', '”'], "\""));
        }
        // What would be read as something else costs the value alone.
        match is_value(key, &words) {
            true => *text += &format!("    {key}: {words}\n"),
            false => lose(ODD, &format!("{key}: {value}")),
        }
    };
    let mut names = Vec::new();
    for (written, period) in &entity.aliases {
        let alias = on_one_line(written);
        if alias != *written {
            lose(WHITE, written);
        }
        // What stands after its last comma would be when it is used.
        let whole = TextRange::new(0, alias.len());
        let is_one = match &split_names(whole, &alias)[..] {
            [one] => one.range.is_none() && one.words == whole,
            _ => false,
        };
        match (is_one, period) {
            (true, Some(period)) => names.push(format!("{alias}, {period}")),
            // The name again adds nothing, and would be read as the name alone.
            (true, None) if alias == name => {}
            (true, None) => names.push(alias),
            (false, _) => lose(NAMES, &alias),
        }
    }
    line("also", &names.join("; "), &mut lose);
    let with_date = |words: &str, when: &When| match &when.written {
        Some(written) => format!("{words}, {written}"),
        None => words.to_owned(),
    };
    if entity.kind == EntityKind::Person {
        for role in &entity.roles {
            let words = on_one_line(&role.words);
            if dated(TextRange::new(0, words.len()), &words)
                .range
                .is_some()
            {
                lose(DATES, &role.words);
            }
            line("role", &with_date(&role.words, &role.when), &mut lose);
        }
    }
    for parent in &entity.parents {
        line("part of", &with_date(&parent.id, &parent.when), &mut lose);
    }
    if entity.active_from.is_some() || entity.active_to.is_some() {
        let end = |end: &Option<String>| end.clone().unwrap_or_default();
        let (from, to) = (end(&entity.active_from), end(&entity.active_to));
        line("active", &format!("{from}..{to}"), &mut lose);
    }
    for link in &entity.links {
        line("link", link, &mut lose);
    }
    for note in &entity.notes {
        line("note", note, &mut lose);
    }
    for (key, value) in &entity.own {
        line(key, value, &mut lose);
    }
}

/// Whether words of a role would be read with ids in them.
fn has_references(words: &str) -> bool {
    let text = format!("@x: X\n    role: {words}\n");
    let document = Parser::new().read(&text);
    let mut properties = document.declarations.iter().flat_map(|one| &one.properties);
    properties.any(|property| !property.references.is_empty())
}

/// Whether a value is read back as it is.
fn is_value(key: &str, value: &str) -> bool {
    let text = format!("@x: X\n    {key}: {value}\n");
    let document = Parser::new().read(&text);
    let properties = document.declarations.iter().flat_map(|one| &one.properties);
    let read: Vec<(&str, String)> = properties
        .map(|property| (property.key(&text), property.value(&text)))
        .collect();
    read == [(key, value.to_owned())]
}

/// The same of a name.
fn is_name(name: &str) -> bool {
    let text = format!("@x: {name}\n");
    let document = Parser::new().read(&text);
    matches!(&document.declarations[..], [one] if text.as_str()[one.name] == *name)
}
