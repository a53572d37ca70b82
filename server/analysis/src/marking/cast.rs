//! Declarations.

use super::tags::on_one_line;
use crate::coded::{Cast, Entity, EntityKind, Loss, When};
use crate::syntax::{TextRange, split_names};

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
    let bare = entity.id.trim_start_matches(['@', '&', '#']);
    let name = on_one_line(entity.name.as_deref().unwrap_or_default());
    let name = if name.is_empty() { bare } else { &name };
    *text += &format!("{}: {name}\n", entity.id);
    let mut line = |key: &str, value: &str| {
        let value = on_one_line(value);
        if !value.is_empty() {
            *text += &format!("    {key}: {value}\n");
        }
    };
    let mut names = Vec::new();
    for (name, period) in &entity.aliases {
        let name = on_one_line(name);
        // What stands after its last comma would be when it is used.
        let whole = TextRange::new(0, name.len());
        let is_one = match &split_names(whole, &name)[..] {
            [one] => one.range.is_none(),
            _ => false,
        };
        match (is_one, period) {
            (true, Some(period)) => names.push(format!("{name}, {period}")),
            (true, None) => names.push(name),
            (false, _) => losses.push(Loss {
                what: "other names with `;`, or with a date after a comma",
                done: "were left out, as a list of names cannot have them",
                place: entity.id.clone(),
                detail: name,
            }),
        }
    }
    line("also", &names.join("; "));
    let dated = |words: &str, when: &When| match &when.written {
        Some(written) => format!("{words}, {written}"),
        None => words.to_owned(),
    };
    if entity.kind == EntityKind::Person {
        for role in &entity.roles {
            line("role", &dated(&role.words, &role.when));
        }
    }
    for parent in &entity.parents {
        line("part of", &dated(&parent.id, &parent.when));
    }
    if entity.active_from.is_some() || entity.active_to.is_some() {
        let end = |end: &Option<String>| end.clone().unwrap_or_default();
        let (from, to) = (end(&entity.active_from), end(&entity.active_to));
        line("active", &format!("{from}..{to}"));
    }
    for link in &entity.links {
        line("link", link);
    }
    for note in &entity.notes {
        line("note", note);
    }
    for (key, value) in &entity.own {
        line(key, value);
    }
}
