//! The rules of `Project.xsd` (REFI-QDA 1.0 of 18 March 2019) for what we write, in our own
//! words, and whether a project keeps to them.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::project::NAMESPACE;

/// An element as it is read.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// Its own words.
    pub words: String,
}

impl Element {
    /// Reads a document.
    pub fn read(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => open.push(Self::begin(&start)),
                Event::Empty(start) => {
                    let element = Self::begin(&start);
                    open.last_mut().unwrap().children.push(element);
                }
                Event::End(_) => {
                    let element = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(element);
                }
                Event::Text(text) => {
                    open.last_mut().unwrap().words += &*text;
                }
                Event::GeneralRef(reference) => {
                    let written = format!("&{};", &*reference);
                    let words = quick_xml::escape::unescape(&written).unwrap();
                    open.last_mut().unwrap().words += &words;
                }
                Event::Eof => break,
                _ => {}
            }
        }
        let mut root = open.pop().unwrap();
        assert!(open.is_empty());
        root.children.pop().unwrap()
    }

    fn begin(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap();
            (attribute.key.as_ref().to_owned(), value.into_owned())
        });
        Self {
            name: start.name().as_ref().to_owned(),
            attributes: attributes.collect(),
            ..Self::default()
        }
    }

    pub fn attribute(&self, name: &str) -> &str {
        let mut all = self.attributes.iter();
        all.find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// Those of a name, however deep.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }
}

/// What an attribute or an element without others holds.
#[derive(Clone, Copy)]
enum Holds {
    Words,
    Guid,
    Whole,
    Day,
    Yes,
    Direction,
    VariableType,
}

use Holds::{Day, Direction, Guid, VariableType, Whole, Words, Yes};

/// An element: its attributes (`!` before those that it must have) and, in their order, the
/// elements in it with how many there may be: `1`, `?`, `*` or `+`.
struct Rule {
    attributes: &'static [(&'static str, Holds)],
    children: &'static [(&'static str, char)],
}

const REFERENCE: Rule = Rule {
    attributes: &[("!targetGUID", Guid)],
    children: &[],
};

fn rule(name: &str) -> Option<Rule> {
    let list = |children| Rule {
        attributes: &[],
        children,
    };
    Some(match name {
        "Project" => Rule {
            attributes: &[
                ("xmlns", Words),
                ("!name", Words),
                ("origin", Words),
                ("creatingUserGUID", Guid),
                ("basePath", Words),
            ],
            children: &[
                ("Users", '?'),
                ("CodeBook", '?'),
                ("Variables", '?'),
                ("Cases", '?'),
                ("Sources", '?'),
                ("Notes", '?'),
                ("Links", '?'),
                ("Sets", '?'),
                ("Graphs", '?'),
                ("Description", '?'),
                ("NoteRef", '*'),
            ],
        },
        "Users" => list(&[("User", '+')]),
        "User" => Rule {
            attributes: &[("!guid", Guid), ("name", Words), ("id", Words)],
            children: &[],
        },
        "CodeBook" => list(&[("Codes", '1')]),
        "Codes" => list(&[("Code", '+')]),
        "Code" => Rule {
            attributes: &[("!guid", Guid), ("!name", Words), ("!isCodable", Yes)],
            children: &[("Description", '?'), ("NoteRef", '*'), ("Code", '*')],
        },
        "Variables" => list(&[("Variable", '+')]),
        "Variable" => Rule {
            attributes: &[
                ("!guid", Guid),
                ("!name", Words),
                ("!typeOfVariable", VariableType),
            ],
            children: &[("Description", '?')],
        },
        // Of the values there may be one.
        "VariableValue" => list(&[("VariableRef", '1'), ("TextValue", '?'), ("DateValue", '?')]),
        "Cases" => list(&[("Case", '+')]),
        "Case" => Rule {
            attributes: &[("!guid", Guid), ("name", Words)],
            children: &[
                ("Description", '?'),
                ("CodeRef", '*'),
                ("VariableValue", '*'),
                ("SourceRef", '*'),
                ("SelectionRef", '*'),
            ],
        },
        "Sources" => list(&[("TextSource", '+')]),
        "Notes" => list(&[("Note", '+')]),
        "TextSource" | "Note" => Rule {
            attributes: &[
                ("!guid", Guid),
                ("name", Words),
                ("plainTextPath", Words),
                ("creatingUser", Guid),
            ],
            children: &[
                ("Description", '?'),
                ("PlainTextContent", '?'),
                ("PlainTextSelection", '*'),
                ("Coding", '*'),
                ("NoteRef", '*'),
                ("VariableValue", '*'),
            ],
        },
        "PlainTextSelection" => Rule {
            attributes: &[
                ("!guid", Guid),
                ("name", Words),
                ("!startPosition", Whole),
                ("!endPosition", Whole),
                ("creatingUser", Guid),
            ],
            children: &[("Description", '?'), ("Coding", '*'), ("NoteRef", '*')],
        },
        "Coding" => Rule {
            attributes: &[("!guid", Guid), ("creatingUser", Guid)],
            children: &[("CodeRef", '1'), ("NoteRef", '*')],
        },
        "Links" => list(&[("Link", '+')]),
        "Link" => Rule {
            attributes: &[
                ("!guid", Guid),
                ("name", Words),
                ("direction", Direction),
                ("originGUID", Guid),
                ("targetGUID", Guid),
            ],
            children: &[("NoteRef", '*')],
        },
        "CodeRef" | "NoteRef" | "SourceRef" | "SelectionRef" | "VariableRef" => REFERENCE,
        _ => return None,
    })
}

/// The elements that hold words alone.
fn words(name: &str) -> Option<Holds> {
    Some(match name {
        "Description" | "PlainTextContent" | "TextValue" => Words,
        "DateValue" => Day,
        _ => return None,
    })
}

fn holds(what: Holds, value: &str) -> bool {
    match what {
        Words => true,
        Guid => {
            let parts: Vec<usize> = value.split('-').map(str::len).collect();
            parts == [8, 4, 4, 4, 12] && value.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
        }
        Whole => value.parse::<i64>().is_ok(),
        Day => value.parse::<jiff::civil::Date>().is_ok(),
        Yes => matches!(value, "true" | "false" | "1" | "0"),
        Direction => matches!(value, "Associative" | "OneWay" | "Bidirectional"),
        VariableType => matches!(
            value,
            "Text" | "Boolean" | "Integer" | "Float" | "Date" | "DateTime"
        ),
    }
}

/// Panics with the first rule that a project breaks: those of the schema, and that every
/// reference leads to what there is one of.
pub fn check(xml: &str) -> Element {
    let root = Element::read(xml);
    assert_eq!(root.name, "Project");
    assert_eq!(root.attribute("xmlns"), NAMESPACE);
    check_element(&root);
    let mut guids: HashSet<(&str, &str)> = HashSet::new();
    let mut all = vec![&root];
    let mut references = Vec::new();
    while let Some(element) = all.pop() {
        for (key, value) in &element.attributes {
            let kind = match element.name.as_str() {
                "Note" => "Note",
                "TextSource" => "Source",
                "PlainTextSelection" => "Selection",
                name => name,
            };
            match (key.as_str(), element.name.as_str()) {
                ("guid", _) => assert!(guids.insert((kind, value)), "{element:?} is there twice"),
                ("targetGUID" | "originGUID", "Link") => references.push(("Selection", value)),
                ("targetGUID", name) => references.push((name.strip_suffix("Ref").unwrap(), value)),
                ("creatingUser" | "creatingUserGUID", _) => references.push(("User", value)),
                _ => {}
            }
        }
        all.extend(&element.children);
    }
    for (kind, guid) in references {
        assert!(guids.contains(&(kind, guid)), "there is no {kind} {guid}");
    }
    root
}

fn check_element(element: &Element) {
    let name = &element.name;
    if let Some(what) = words(name) {
        assert!(element.attributes.is_empty() && element.children.is_empty());
        assert!(holds(what, &element.words), "{element:?}");
        return;
    }
    let rule = rule(name).unwrap_or_else(|| panic!("no element {name}"));
    assert_eq!(element.words.trim(), "", "{name} holds words");
    for (key, value) in &element.attributes {
        let mut all = rule.attributes.iter();
        let known = all.find(|(known, _)| known.trim_start_matches('!') == key);
        let (_, what) = known.unwrap_or_else(|| panic!("no attribute {key} of {name}"));
        assert!(holds(*what, value), "{name}/@{key}: {value}");
    }
    for (needed, _) in rule.attributes {
        if let Some(needed) = needed.strip_prefix('!') {
            let has = element.attributes.iter().any(|(key, _)| key == needed);
            assert!(has, "{name} without {needed}");
        }
    }
    let mut children = element.children.iter().peekable();
    for (child, times) in rule.children {
        let mut found = 0;
        while children.next_if(|one| one.name == *child).is_some() {
            found += 1;
        }
        let fits = match times {
            '1' => found == 1,
            '?' => found <= 1,
            '+' => found >= 1,
            _ => true,
        };
        assert!(fits, "{found} {child} in {name}");
    }
    let next = children.next();
    assert!(next.is_none(), "out of its place in {name}: {next:?}");
    if name == "VariableValue" {
        assert!(element.children.len() <= 2);
    }
    element.children.iter().for_each(check_element);
}

#[test]
fn the_rules_refuse_what_the_schema_refuses() {
    let project =
        |inside: &str| format!("<Project xmlns=\"{NAMESPACE}\" name=\"x\">{inside}</Project>");
    let guid = "00000000-0000-8000-8000-000000000000";
    let user = format!("<User guid=\"{guid}\"/>");
    check(&project(&format!("<Users>{user}</Users>")));
    let note = format!("<Note guid=\"{guid}\"/>");
    for wrong in [
        "<Users/>".to_owned(),
        format!("<Users>{user}{user}</Users>"),
        "<Users><User/></Users>".to_owned(),
        "<Users><User guid=\"1\"/></Users>".to_owned(),
        format!("<Notes>{note}</Notes><Users>{user}</Users>"),
        "<NoteRef targetGUID=\"00000000-0000-8000-8000-000000000000\"/>".to_owned(),
        "<Graph/>".to_owned(),
        "words".to_owned(),
    ] {
        let checked = std::panic::catch_unwind(|| check(&project(&wrong)));
        assert!(checked.is_err(), "{wrong}");
    }
}
