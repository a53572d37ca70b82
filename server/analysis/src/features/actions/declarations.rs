//! Declarations: taken out, put together, put elsewhere, put in order.

use std::collections::BTreeMap;
use std::path::Path;

use super::cast::cast_of;
use super::references::file_name;
use super::{Action, ActionKind, ActionRequest, Operation};
use crate::edit_distance::Compared;
use crate::features::declare::at_end;
use crate::features::diagnostics::Diagnostic;
use crate::features::edit::declared::{declarations as declarations_of, first_declaration};
use crate::features::edit::place::line_break;
use crate::features::edit::place::{indent_of, property_lines, whole_line};
use crate::features::edit::removal::{removal, removals};
use crate::features::edit::{CorpusEdit, Refusal, TextEdit};
use crate::model::{Corpus, EntityId, FileId, Source};
use crate::reports::Code;
use crate::syntax::{BlockKind, Declaration, Document, EntityKind, TextRange, split_names};

/// How many are offered to be merged with.
const DOUBLES: usize = 3;

pub(super) fn fix(request: &ActionRequest, report: &Diagnostic, found: &mut Vec<Action>) {
    let (text, document) = (request.text(), &request.source.document);
    let mut declarations = document.declarations.iter();
    let declaration = declarations.find(|declared| declared.range.covers(report.range));
    let Some(declaration) = declaration else {
        return;
    };
    let id = request.written(declaration);
    match report.code {
        Code::DeclarationUnused => {
            let unit = unit(request.source, declaration);
            let changes = vec![TextEdit::delete(removal(request.source, unit))];
            let title = format!("Remove the declaration of `{id}`");
            found.push(Action::fix(title, report, Operation::Changes(changes)));
        }
        Code::DeclarationDuplicate => {
            let title = format!("Put the declarations of `{id}` together");
            let operation = Operation::FoldDeclarations { id };
            found.push(Action::fix(title, report, operation).preferred());
        }
        _ => {
            let mut properties = declaration.properties.iter();
            let parent = properties.find(|property| property.value.covers(report.range));
            if let Some(parent) = parent.filter(|parent| parent.references.len() == 1) {
                let written = &text[report.range];
                let is_itself = report.range == declaration.reference.range || *written == id;
                let title = format!("Remove `part of: {written}`");
                let change = removed_line(text, property_lines(text, parent));
                found.push(
                    Action::fix(title, report, Operation::Changes(vec![change]))
                        .preferred_if(is_itself),
                );
            }
        }
    }
}

/// What can be done with the declaration under the cursor.
pub(super) fn offer(request: &ActionRequest, found: &mut Vec<Action>) {
    let mut declarations = request.source.document.declarations.iter();
    let declaration = declarations.find(|declared| {
        declared.range.touches(request.cursor()) && declared.range.touches(request.range.from())
    });
    let Some(declaration) = declaration else {
        return;
    };
    let (path, cast) = cast_of(request.corpus, request.file, request.cast);
    if cast != Some(request.file) {
        let id = request.written(declaration);
        let title = format!("Move the declaration of `{id}` to {}", file_name(&path));
        found.push(Action {
            kind: ActionKind::Move,
            ..Action::rewrite(title, Operation::MoveDeclaration { id })
        });
    }
    for other in doubles(request, declaration) {
        let (from, into) = (request.written(declaration), other);
        let title = format!("Merge `{from}` into `{into}` in the whole corpus");
        found.push(Action::rewrite(title, Operation::Merge { from, into }));
    }
}

/// The ids of those who may be the same as what is declared: who shares a name
/// with it, and whose id is one stroke away.
fn doubles(request: &ActionRequest, declaration: &Declaration) -> Vec<String> {
    let corpus = request.corpus;
    let own = corpus.ids().of(declaration.reference, request.text());
    let written = corpus.written(own);
    let entity = corpus.entity(own);
    let names = entity.iter().flat_map(|entity| {
        let aliases = entity.aliases().into_iter();
        aliases.chain([entity.name()]).collect::<Vec<_>>()
    });
    let index = corpus.index();
    let mut others: Vec<EntityId> = names.flat_map(|name| index.names().bearers(name)).collect();
    let compared = Compared::new(&written.to_lowercase());
    let same_kind = index.search().ids().filter(|other| {
        other.entity.kind() == own.kind() && other.text.len().abs_diff(written.len()) < 4
    });
    let similar = same_kind.filter(|other| {
        compared.strokes_to(other.text) < 2 && strsim::osa_distance(other.text, &written) == 1
    });
    others.extend(similar.map(|other| other.entity));
    others.retain(|other| *other != own && other.kind() == own.kind());
    let mut ids: Vec<String> = others
        .iter()
        .map(|other| corpus.written(*other).to_string())
        .collect();
    ids.sort();
    ids.dedup();
    ids.truncate(DOUBLES);
    ids
}

impl ActionRequest<'_> {
    fn written(&self, declaration: &Declaration) -> String {
        let id = self.corpus.ids().of(declaration.reference, self.text());
        self.corpus.written(id).to_string()
    }
}

/// Puts the first declaration of an id in a file where the corpus keeps its
/// declarations, with the comments directly above it.
pub(super) fn moved(
    corpus: &Corpus,
    file: FileId,
    id: &str,
    cast: Option<&Path>,
) -> Result<CorpusEdit, Refusal> {
    let mut declarations = declarations_of(corpus, id)?.into_iter();
    let here = declarations.find(|(declaring, _, _)| *declaring == file);
    let (_, source, declaration) = here.ok_or_else(Refusal::file_changed)?;
    let unit = unit(&source, &declaration);
    let lines = source.text[unit].trim_end();
    let mut edit = CorpusEdit::of(file, [TextEdit::delete(removal(&source, unit))]);
    let (path, home) = cast_of(corpus, file, cast);
    let Some(home) = home else {
        let line_break = line_break(&source.text);
        edit.created.insert(path, format!("{lines}{line_break}"));
        return Ok(edit);
    };
    if home == file {
        return Err(Refusal(format!("`{id}` is declared there already")));
    }
    let cast = corpus.source(home).ok_or_else(Refusal::file_changed)?;
    let lines = with_breaks(lines, line_break(&cast.text));
    edit.add(home, at_end(&cast.text, &lines));
    Ok(edit)
}

/// Puts what the declarations of an id say into the first, and takes the
/// others out. A name that the first one does not have becomes another name.
pub(super) fn folded(corpus: &Corpus, id: &str) -> Result<CorpusEdit, Refusal> {
    let (home, first_source, first) = first_declaration(corpus, id)?;
    let first_text = &*first_source.text;
    let line_break = line_break(first_text);
    let indent = indent_of(first_text, &first.properties);
    let mut names = names(first_text, &first);
    let mut lines: Vec<String> = Vec::new();
    let mut said: Vec<String> = properties(first_text, &first);
    let mut edit = CorpusEdit::default();
    let mut going: BTreeMap<FileId, (Source, Vec<TextRange>)> = BTreeMap::new();
    let mut new_names: Vec<String> = Vec::new();
    for (file, source, declaration) in declarations_of(corpus, id)?.into_iter().skip(1) {
        let text = &*source.text;
        for name in self::names(text, &declaration) {
            if !names.contains(&name) {
                names.push(name.clone());
                new_names.push(name);
            }
        }
        for property in properties(text, &declaration) {
            if !said.contains(&property) {
                lines.push(format!("{line_break}{indent}{property}"));
                said.push(property);
            }
        }
        let (_, units) = going
            .entry(file)
            .or_insert_with(|| (source.clone(), Vec::new()));
        units.push(unit(&source, &declaration));
    }
    for (file, (source, units)) in going {
        for lines in removals(&source, &units) {
            edit.add(file, TextEdit::delete(lines));
        }
    }
    if edit.is_empty() {
        return Err(Refusal(format!("`{id}` is declared once by now")));
    }
    if !new_names.is_empty() {
        let line = format!("{line_break}{indent}also: {}", new_names.join("; "));
        lines.insert(0, line);
    }
    if !lines.is_empty() {
        edit.add(home, TextEdit::insert(first.range.to(), lines.concat()));
    }
    Ok(edit)
}

/// The name and the other names of a declaration, these with their ranges.
fn names(text: &str, declaration: &Declaration) -> Vec<String> {
    let also = declaration.properties.iter();
    let also = also.filter(|property| property.key(text) == "also");
    let also = also.flat_map(|property| split_names(property.value, text));
    let also = also.map(|name| name.whole());
    let names = std::iter::once(declaration.name).chain(also);
    let names = names.map(|name| crate::features::shared::wording::one_line(&text[name]));
    names.filter(|name| !name.is_empty()).collect()
}

/// The lines of a declaration but its other names, each in one line.
fn properties(text: &str, declaration: &Declaration) -> Vec<String> {
    let properties = declaration.properties.iter();
    let others = properties.filter(|property| property.key(text) != "also");
    others
        .map(|property| {
            let line = format!("{}: {}", property.key(text), property.value(text));
            line.trim_end().to_owned()
        })
        .collect()
}

/// Whether the declarations of a file can be put in order, and are not.
pub(super) fn can_be_sorted(source: &Source) -> bool {
    sections(source).is_some_and(|sections| sections.iter().any(|units| is_unsorted(units)))
}

/// The declarations of each section in order: people, organisations, topics,
/// each by id.
pub(super) fn sorted(file: FileId, source: &Source) -> Result<CorpusEdit, Refusal> {
    let Some(sections) = sections(source) else {
        return Err(Refusal(
            "only a file that holds nothing but declarations, headings and comments is sorted"
                .into(),
        ));
    };
    let mut edit = CorpusEdit::default();
    for units in &sections {
        let mut sorted: Vec<&Unit> = units.iter().collect();
        sorted.sort_by(|one, other| one.key.cmp(&other.key));
        for (place, unit) in units.iter().zip(sorted) {
            if place.range != unit.range {
                let text = &source.text[unit.range];
                edit.add(file, TextEdit::replace(place.range, text));
            }
        }
    }
    if edit.is_empty() {
        return Err(Refusal("the declarations are in order".into()));
    }
    Ok(edit)
}

/// A declaration with the comments directly above it.
struct Unit {
    range: TextRange,
    key: (EntityKind, String),
}

fn is_unsorted(units: &[Unit]) -> bool {
    !units.is_sorted_by(|one, other| one.key <= other.key)
}

/// The declarations of a file, section by section; nothing when the file holds
/// words of an article. A heading begins a section, and so does a comment that
/// stands by itself: it is often one.
fn sections(source: &Source) -> Option<Vec<Vec<Unit>>> {
    let mut sections: Vec<Vec<Unit>> = vec![Vec::new()];
    let text = &*source.text;
    for block in &source.document.blocks {
        match block.kind {
            BlockKind::Declaration(index) => {
                let declaration = &source.document.declarations[index];
                let reference = declaration.reference;
                let unit = Unit {
                    range: unit(source, declaration),
                    key: (reference.kind, reference.id(text).into_owned()),
                };
                sections.last_mut()?.push(unit);
            }
            BlockKind::Heading { .. } => sections.push(Vec::new()),
            BlockKind::Comment(_) if is_alone(text, block.range) => sections.push(Vec::new()),
            BlockKind::Comment(_) => {}
            BlockKind::Paragraph | BlockKind::Fence(_) | BlockKind::StrayFence => return None,
        }
    }
    Some(sections)
}

/// Whether a blank line, or nothing, follows a comment.
fn is_alone(text: &str, comment: TextRange) -> bool {
    let after = whole_line(text, comment.to()).to();
    after >= text.len() || text[whole_line(text, after)].trim().is_empty()
}

/// A declaration with the comments directly above it.
fn unit(source: &Source, declaration: &Declaration) -> TextRange {
    let text = &*source.text;
    let mut start = declaration.range.from();
    let comments = source.document.comments.iter().rev();
    let above = comments.filter(|comment| comment.block && comment.range.to() <= start);
    for comment in above.collect::<Vec<_>>() {
        let gap = &text[comment.range.to()..start];
        let breaks = gap.replace("\r\n", "\n").matches(['\n', '\r']).count();
        let begins_line = whole_line(text, comment.range.from()).from() == comment.range.from();
        if breaks != 1 || !gap.trim().is_empty() || !begins_line {
            break;
        }
        start = comment.range.from();
    }
    TextRange::new(start, declaration.range.to())
}

/// Takes a line out; the last one with the break before it.
pub(super) fn removed_line(text: &str, line: TextRange) -> TextEdit {
    let has_break = text[line].ends_with(['\n', '\r']);
    let start = match has_break {
        true => line.from(),
        false => text[..line.from()]
            .strip_suffix("\r\n")
            .or_else(|| text[..line.from()].strip_suffix(['\n', '\r']))
            .map_or(line.from(), str::len),
    };
    TextEdit::delete(TextRange::new(start, line.to()))
}

fn with_breaks(lines: &str, line_break: &str) -> String {
    let lines = lines.replace("\r\n", "\n").replace('\r', "\n");
    lines.replace('\n', line_break)
}

/// The properties of a document's header and declarations that hold a place.
pub(super) fn property_at(
    document: &Document,
    place: TextRange,
) -> Option<&crate::syntax::Property> {
    let header = document.header.iter().flat_map(|header| &header.properties);
    let declared = document
        .declarations
        .iter()
        .flat_map(|declaration| &declaration.properties);
    let mut properties = header.chain(declared);
    properties.find(|property| property.key.covers(place) || property.value.covers(place))
}
