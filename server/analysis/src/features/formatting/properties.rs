//! `key: value` lines: of the header and of declarations.

use super::piece::{Broken, Piece, smallest};
use crate::features::edit::TextEdit;
use crate::features::shared::{line_end, line_start};
use crate::syntax::{
    Dated, Declaration, EntityKind, Header, Property, TextRange, dated, split_names,
};

/// What the header becomes; nothing when it is not closed.
pub(super) fn header(text: &str, header: &Header, broken: &Broken) -> Option<Piece> {
    if !header.closed {
        return None;
    }
    let mut lines = Lines::new(text, broken);
    let first = line_end(text, header.range.from());
    let last = line_start(text, header.range.to());
    lines.properties(TextRange::new(first, last), &header.properties, None);
    for dashes in [header.range.from(), last] {
        let line = TextRange::new(dashes, line_end(text, dashes));
        if text[line].trim_end() == "---" {
            lines.trim_end(dashes);
        }
    }
    Some(Piece {
        range: header.range,
        edits: lines.edits,
    })
}

/// What a declaration becomes.
pub(super) fn declaration(text: &str, declaration: &Declaration, broken: &Broken) -> Piece {
    let mut lines = Lines::new(text, broken);
    let id = declaration.reference.range;
    let first = line_end(text, id.to());
    lines.colon(id, declaration.name);
    lines.trim_end(id.from());
    let below = TextRange::new(first, declaration.range.to().max(first));
    lines.properties(
        below,
        &declaration.properties,
        Some(declaration.reference.kind),
    );
    Piece {
        range: declaration.range,
        edits: lines.edits,
    }
}

struct Lines<'t> {
    text: &'t str,
    broken: &'t Broken,
    edits: Vec<TextEdit>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str, broken: &'t Broken) -> Self {
        Self {
            text,
            broken,
            edits: Vec::new(),
        }
    }

    /// The lines in `range`, which begins at the end of the line above. Where one
    /// makes no sense all are left alone, since their indentation tells what it
    /// was meant to be. `kind` is that of the declaration; a header has none.
    fn properties(&mut self, range: TextRange, properties: &[Property], kind: Option<EntityKind>) {
        if self.broken.has_bad_line(range) {
            return;
        }
        let mut at = range.from();
        let mut lines = Vec::new();
        while let Some(next) = next_line(self.text, at).filter(|next| *next < range.to()) {
            lines.push(next);
            at = line_end(self.text, next);
        }
        let mut keys = properties.iter().peekable();
        for start in lines {
            let words = self.text[start..].trim_start_matches([' ', '\t']);
            let words = self.text.len() - words.len();
            let end = line_end(self.text, start);
            if words < end {
                let is_key = keys.next_if(|property| property.key.from() < end).is_some();
                let indentation = if kind.is_some() { "    " } else { "" };
                let deeper = if is_key { "" } else { "    " };
                self.replace(start, words, &format!("{indentation}{deeper}"));
            }
            self.trim_end(words.min(end));
        }
        for property in properties {
            self.property(property, kind);
        }
    }

    /// The colon and what stands in the value.
    fn property(&mut self, property: &Property, kind: Option<EntityKind>) {
        let whole = TextRange::new(
            property.key.from(),
            property.value.to().max(property.key.to()),
        );
        if self.broken.touches(whole) {
            return;
        }
        self.colon(property.key, property.value);
        // What stands in a header, and in the role of an organisation, is words.
        match (property.key(self.text), kind) {
            ("also", Some(_)) => self.names(property.value),
            ("role", Some(EntityKind::Person)) | ("part of" | "active", Some(_)) => {
                self.period(dated(property.value, self.text));
            }
            _ => {}
        }
    }

    /// One space after the colon, if something stands there, and none before.
    fn colon(&mut self, key: TextRange, value: TextRange) {
        if self.broken.touches(key) {
            return;
        }
        let end = line_end(self.text, key.to());
        if value.is_empty() || value.from() >= end {
            let line = self.text[key.to()..end].trim_end();
            if line.trim_start() == ":" {
                self.replace(key.to(), key.to() + line.len(), ":");
            }
        } else if self.text[key.to()..value.from()].trim() == ":" {
            self.replace(key.to(), value.from(), ": ");
        }
    }

    /// `; ` between names, and their ranges; a line may end after the semicolon.
    fn names(&mut self, value: TextRange) {
        let mut done = value.from();
        let text = self.text;
        for (at, _) in text[value].match_indices(';') {
            let at = value.from() + at;
            let before = text[done..at].trim_end_matches([' ', '\t']).len() + done;
            let opens_line = before == 0 || text[..before].ends_with(['\n', '\r']);
            let start = if opens_line || before == done {
                at
            } else {
                before
            };
            let rest = &text[at + 1..value.to()];
            let after = at + 1 + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
            let ends_line = after == value.to() || text[after..].starts_with(['\n', '\r']);
            // The white space at the end of a line goes as that of all lines does.
            let (after, new) = if ends_line {
                (at + 1, ";")
            } else {
                (after, "; ")
            };
            self.replace(start, after, new);
            done = after;
        }
        for name in split_names(value, text) {
            self.period(name);
        }
    }

    /// `, ` before a range and no space in it.
    fn period(&mut self, dated: Dated) {
        let Some(range) = dated.range.filter(|_| dated.period.is_ok()) else {
            return;
        };
        let written = &self.text[range];
        if !written.contains(['\n', '\r']) {
            let tight: String = written.split_whitespace().collect();
            self.replace(range.from(), range.to(), &tight);
        }
        let gap = &self.text[dated.words.to().min(range.from())..range.from()];
        if !dated.words.is_empty() && gap.trim() == "," && !gap.contains(['\n', '\r']) {
            self.replace(dated.words.to(), range.from(), ", ");
        }
    }

    /// Takes away the white space at the end of the line of `offset`.
    fn trim_end(&mut self, offset: usize) {
        let end = line_end(self.text, offset);
        let line = &self.text[offset..end];
        let words = offset + line.trim_end_matches([' ', '\t']).len();
        self.replace(words, end, "");
    }

    fn replace(&mut self, from: usize, to: usize, new: &str) {
        let range = TextRange::new(from, to);
        self.edits.extend(smallest(self.text, range, new));
    }
}

/// Where the line below the one that ends at `end` begins.
fn next_line(text: &str, end: usize) -> Option<usize> {
    let rest = &text[end..];
    if rest.starts_with("\r\n") {
        return Some(end + 2);
    }
    (!rest.is_empty()).then_some(end + 1)
}
