//! Mistakes of form in the lines of headers and declarations.

use super::declarations::property_at;
use super::form::Form;
use crate::features::edit::TextEdit;
use crate::features::edit::place::{line_end, property_lines, whole_line};
use crate::features::shared::name_of_id::name_of_id;
use crate::syntax::{EntityKind, TextRange};

impl Form<'_, '_> {
    /// A reference in a header or a declaration.
    pub(super) fn wrong_value(&mut self, key: TextRange, kind: EntityKind) {
        let text = self.text();
        let header = self.request.source.document.header.as_ref();
        let in_header = header.is_some_and(|header| header.range.covers(key));
        let has = |wanted: &str| {
            let properties = header.iter().flat_map(|header| &header.properties);
            properties
                .into_iter()
                .any(|property| property.key(text) == wanted)
        };
        let better = match (&text[key], kind) {
            ("source", EntityKind::Person) if in_header => Some("author"),
            ("author", EntityKind::Organisation) if in_header => Some("source"),
            _ => None,
        };
        if let Some(better) = better.filter(|better| !has(better)) {
            let title = format!("Write `{better}: {}`", self.written());
            self.prefer(title, vec![TextEdit::replace(key, better)]);
            return;
        }
        let mut declarations = self.request.source.document.declarations.iter();
        let declared = declarations.find(|declared| declared.range.covers(key));
        let wanted = match (&text[key], declared) {
            ("source", None) => EntityKind::Organisation,
            ("author", None) => EntityKind::Person,
            (_, Some(declared)) => declared.reference.kind,
            _ => return,
        };
        self.of_other_kind(&[wanted], true);
    }

    pub(super) fn missing_in_line(&mut self) {
        let property = property_at(&self.request.source.document, self.place());
        if let Some(property) = property.filter(|property| property.value.is_empty()) {
            let lines = property_lines(self.text(), property);
            let key = property.key(self.text());
            self.offer(format!("Remove `{key}`"), vec![TextEdit::delete(lines)]);
        }
    }

    pub(super) fn missing_name(&mut self) {
        let id = self.written();
        let name = name_of_id(id, self.text());
        let text = self.text();
        let colon = text[self.place().to()..].find(':');
        let Some(colon) = colon.filter(|_| !name.is_empty()) else {
            return;
        };
        let start = self.place().to() + colon + 1;
        let end = line_end(text, start, false);
        let change = TextEdit::replace(TextRange::new(start, end), format!(" {name}"));
        self.prefer(format!("Name it “{name}”"), vec![change]);
    }

    pub(super) fn bad_line(&mut self) {
        let (text, document) = (self.text(), &self.request.source.document);
        let line = whole_line(text, self.place().from());
        let header = document.header.as_ref();
        let in_header =
            header.is_some_and(|header| header.closed && header.range.covers(self.place()));
        let mut declarations = document.declarations.iter();
        let declaration = declarations.find(|declared| declared.range.covers(self.place()));
        let properties = match (declaration, header.filter(|_| in_header)) {
            (Some(declaration), _) => &declaration.properties,
            (None, Some(header)) => &header.properties,
            (None, None) => return,
        };
        let above = properties.iter().rev();
        let mut above = above.filter(|property| property.key.end <= line.start);
        if let Some(property) = above.next() {
            let key_line = whole_line(text, property.key.from());
            let indent = &text[key_line.from()..property.key.from()];
            let change = TextEdit::replace(
                TextRange::new(line.from(), self.place().from()),
                format!("{indent}    "),
            );
            let title = format!("Let `{}` go on with this line", property.key(text));
            self.offer(title, vec![change]);
        }
        if declaration.is_some() {
            let note = vec![TextEdit::insert(self.place().from(), "note: ")];
            self.offer("Make it a note: `note: …`", note);
        }
    }

    pub(super) fn stray_property(&mut self) {
        let text = self.text();
        let start = whole_line(text, self.place().from()).from();
        let above = text[..start]
            .trim_end_matches([' ', '\t', '\r', '\n'])
            .len();
        let above = line_end(text, above, true);
        if above < start {
            let change = TextEdit::delete(TextRange::new(above, start));
            let title = format!("Add `{}` to the declaration above", self.written());
            self.repair_if(true, title, vec![change]);
        }
        let colon = text[self.place().to()..].find(':');
        if let Some(colon) = colon {
            let escape = vec![TextEdit::insert(self.place().to() + colon, "\\")];
            let title = format!(
                "Treat it as the article’s own words: `{}\\:`",
                self.written()
            );
            self.offer(title, escape);
        }
    }
}
