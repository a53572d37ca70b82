//! What a project holds, as values, and as XML in the order that the schema fixes.

use std::io;

use crate::xml::{Attribute, Xml};

/// The namespace of projects.
pub const NAMESPACE: &str = "urn:QDA-XML:project:1.0";

/// The user in whose name what nobody coded by name is written.
pub const PROGRAM: &str = "Quotemark";

/// A project.
#[derive(Debug, Default)]
pub struct Project {
    /// GUIDs and names.
    pub users: Vec<(String, String)>,
    /// Those that stand below no other.
    pub codes: Vec<Code>,
    /// All that have a value.
    pub variables: Vec<Variable>,
    /// People and organisations.
    pub cases: Vec<Case>,
    /// The articles.
    pub sources: Vec<Source>,
    /// Remarks.
    pub notes: Vec<Note>,
    /// What goes on where.
    pub links: Vec<Link>,
}

/// A code.
#[derive(Debug)]
pub struct Code {
    pub guid: String,
    pub name: String,
    /// May be empty.
    pub description: String,
    /// Those below it.
    pub codes: Vec<Code>,
}

/// A variable of cases or sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    pub guid: String,
    pub name: String,
    /// Whether it is a date, else a text.
    pub is_date: bool,
}

/// A value of a variable.
#[derive(Debug)]
pub struct Value {
    /// The variable's GUID.
    pub variable: String,
    pub is_date: bool,
    pub value: String,
}

/// A person or an organisation.
#[derive(Debug)]
pub struct Case {
    pub guid: String,
    pub name: String,
    pub description: String,
    pub values: Vec<Value>,
    /// The GUIDs of the selections that are theirs.
    pub selections: Vec<String>,
}

/// An article.
#[derive(Debug)]
pub struct Source {
    /// That of the file, too.
    pub guid: String,
    pub name: String,
    /// Who coded it; empty for nobody.
    pub user: String,
    pub selections: Vec<Selection>,
    pub values: Vec<Value>,
}

/// Words of an article.
#[derive(Debug)]
pub struct Selection {
    pub guid: String,
    pub name: String,
    /// In code points.
    pub start: usize,
    /// Not included.
    pub end: usize,
    pub description: String,
    /// The GUIDs of codings and of their codes.
    pub codings: Vec<(String, String)>,
    /// The GUID of the remark on them.
    pub note: Option<String>,
}

/// A remark.
#[derive(Debug)]
pub struct Note {
    pub guid: String,
    pub name: String,
    pub user: String,
    pub words: String,
}

/// That one selection goes on in another.
#[derive(Debug)]
pub struct Link {
    pub guid: String,
    pub from: String,
    pub to: String,
}

type Out = Xml<Vec<u8>>;

impl Project {
    /// The bytes of `project.qde`.
    ///
    /// # Errors
    /// None that happens.
    pub fn write(&self) -> io::Result<Vec<u8>> {
        let mut xml = Xml::begin(Vec::new())?;
        let origin = concat!("Quotemark ", env!("CARGO_PKG_VERSION"));
        let user = self.users.first().map(|(guid, _)| guid.as_str());
        let mut attributes = vec![
            ("xmlns", NAMESPACE),
            ("name", "Quotemark corpus"),
            ("origin", origin),
        ];
        attributes.extend(user.map(|guid| ("creatingUserGUID", guid)));
        xml.open("Project", &attributes)?;
        // No list may be empty, so one that would be is left out.
        list(&mut xml, "Users", &self.users, |xml, (guid, name)| {
            xml.empty("User", &[("guid", guid), ("name", name)])
        })?;
        if !self.codes.is_empty() {
            xml.open("CodeBook", &[])?;
            list(&mut xml, "Codes", &self.codes, code)?;
            xml.close("CodeBook")?;
        }
        list(&mut xml, "Variables", &self.variables, variable)?;
        list(&mut xml, "Cases", &self.cases, case)?;
        list(&mut xml, "Sources", &self.sources, source)?;
        list(&mut xml, "Notes", &self.notes, |xml, note| {
            let mut attributes = vec![("guid", &*note.guid), ("name", &*note.name)];
            by(&mut attributes, &note.user);
            xml.open("Note", &attributes)?;
            xml.words("PlainTextContent", &[], &note.words)?;
            xml.close("Note")
        })?;
        list(&mut xml, "Links", &self.links, |xml, link| {
            let attributes = [
                ("guid", &*link.guid),
                ("name", "goes on"),
                ("direction", "OneWay"),
                ("originGUID", &link.from),
                ("targetGUID", &link.to),
            ];
            xml.empty("Link", &attributes)
        })?;
        xml.close("Project")?;
        xml.finish()
    }
}

fn list<T>(
    xml: &mut Out,
    name: &str,
    all: &[T],
    mut one: impl FnMut(&mut Out, &T) -> io::Result<()>,
) -> io::Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    xml.open(name, &[])?;
    all.iter().try_for_each(|item| one(xml, item))?;
    xml.close(name)
}

/// Whose it is, where that is known.
fn by<'a>(attributes: &mut Vec<Attribute<'a>>, user: &'a str) {
    if !user.is_empty() {
        attributes.push(("creatingUser", user));
    }
}

fn description(xml: &mut Out, words: &str) -> io::Result<()> {
    match words.is_empty() {
        true => Ok(()),
        false => xml.words("Description", &[], words),
    }
}

/// Writes a code with those below it, of which there are few levels.
fn code(xml: &mut Out, code: &Code) -> io::Result<()> {
    let attributes = [
        ("guid", &*code.guid),
        ("name", &*code.name),
        ("isCodable", "true"),
    ];
    xml.open("Code", &attributes)?;
    description(xml, &code.description)?;
    code.codes
        .iter()
        .try_for_each(|below| self::code(xml, below))?;
    xml.close("Code")
}

fn variable(xml: &mut Out, variable: &Variable) -> io::Result<()> {
    let kind = if variable.is_date { "Date" } else { "Text" };
    let attributes = [
        ("guid", &*variable.guid),
        ("name", &*variable.name),
        ("typeOfVariable", kind),
    ];
    xml.empty("Variable", &attributes)
}

fn values(xml: &mut Out, values: &[Value]) -> io::Result<()> {
    for value in values {
        xml.open("VariableValue", &[])?;
        reference(xml, "VariableRef", &value.variable)?;
        let name = if value.is_date {
            "DateValue"
        } else {
            "TextValue"
        };
        xml.words(name, &[], &value.value)?;
        xml.close("VariableValue")?;
    }
    Ok(())
}

fn reference(xml: &mut Out, name: &str, guid: &str) -> io::Result<()> {
    xml.empty(name, &[("targetGUID", guid)])
}

fn case(xml: &mut Out, case: &Case) -> io::Result<()> {
    xml.open("Case", &[("guid", &*case.guid), ("name", &case.name)])?;
    description(xml, &case.description)?;
    values(xml, &case.values)?;
    let mut selections = case.selections.iter();
    selections.try_for_each(|guid| reference(xml, "SelectionRef", guid))?;
    xml.close("Case")
}

fn source(xml: &mut Out, source: &Source) -> io::Result<()> {
    let path = format!("internal://{}.txt", source.guid);
    let mut attributes = vec![
        ("guid", &*source.guid),
        ("name", &*source.name),
        ("plainTextPath", &*path),
    ];
    by(&mut attributes, &source.user);
    xml.open("TextSource", &attributes)?;
    for selection in &source.selections {
        let (start, end) = (selection.start.to_string(), selection.end.to_string());
        let mut attributes = vec![
            ("guid", &*selection.guid),
            ("name", &*selection.name),
            ("startPosition", &*start),
            ("endPosition", &*end),
        ];
        by(&mut attributes, &source.user);
        xml.open("PlainTextSelection", &attributes)?;
        description(xml, &selection.description)?;
        for (guid, code) in &selection.codings {
            let mut attributes = vec![("guid", &**guid)];
            by(&mut attributes, &source.user);
            xml.open("Coding", &attributes)?;
            reference(xml, "CodeRef", code)?;
            xml.close("Coding")?;
        }
        let mut notes = selection.note.iter();
        notes.try_for_each(|guid| reference(xml, "NoteRef", guid))?;
        xml.close("PlainTextSelection")?;
    }
    values(xml, &source.values)?;
    xml.close("TextSource")
}
