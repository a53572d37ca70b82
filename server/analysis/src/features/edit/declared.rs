//! Changes of declarations that are there, wherever in the corpus they stand.

use super::external;
use super::place::{indent_of, line_break, line_end};
use super::{CorpusEdit, Refusal, TextEdit};
use crate::model::{Corpus, FileId, Source};
use crate::syntax::{Declaration, End, PartialDate, Period, TextRange, role_value, split_names};

/// Adds a name under `also`.
///
/// # Errors
/// When the name cannot stand in a list, and as [`declarations`].
pub fn with_alias(corpus: &Corpus, id: &str, name: &str) -> Result<CorpusEdit, Refusal> {
    if name.contains(';') {
        return Err(Refusal(format!(
            "“{name}” cannot be listed: names have `;` between them"
        )));
    }
    let whole = TextRange::new(0, name.len());
    if split_names(whole, name)
        .iter()
        .any(|name| name.range.is_some())
    {
        return Err(Refusal(format!(
            "“{name}” cannot be listed: what stands after its comma would be the time at which \
             it is used"
        )));
    }
    let (file, source, declaration) = first_declaration(corpus, id)?;
    let text = &*source.text;
    let mut properties = declaration.properties.iter().rev();
    let names = properties.find(|property| property.key(text) == "also");
    let change = match names {
        Some(names) if !names.value.is_empty() => {
            TextEdit::insert(names.value.to(), format!("; {name}"))
        }
        Some(names) => {
            let end = line_end(text, names.key.to(), false);
            TextEdit::insert(end, format!(" {name}"))
        }
        None => {
            let indent = indent_of(text, &declaration.properties);
            let end = line_end(text, declaration.reference.range.to(), false);
            let line = format!("{}{indent}also: {name}", line_break(text));
            TextEdit::insert(end, line)
        }
    };
    Ok(CorpusEdit::of(file, [change]))
}

/// Adds a role after those that a person has.
///
/// # Errors
/// As [`declarations`].
pub fn with_role(corpus: &Corpus, id: &str, role: &str) -> Result<CorpusEdit, Refusal> {
    let (file, source, declaration) = first_declaration(corpus, id)?;
    let text = &*source.text;
    let mut properties = declaration.properties.iter().rev();
    let last = properties
        .find(|property| property.key(text) == "role")
        .or_else(|| {
            let mut properties = declaration.properties.iter().rev();
            properties.find(|property| property.key(text) == "also")
        });
    let last = last.map_or(declaration.reference.range.to(), |property| {
        property.value.to().max(property.key.to())
    });
    let indent = indent_of(text, &declaration.properties);
    let line = format!("{}{indent}role: {role}", line_break(text));
    let change = TextEdit::insert(line_end(text, last, false), line);
    Ok(CorpusEdit::of(file, [change]))
}

/// Says of a role that was only seen that it was held on one more day.
///
/// # Errors
/// When no such role is there, and as [`declarations`].
pub fn with_sighting(
    corpus: &Corpus,
    id: &str,
    words: &str,
    date: PartialDate,
) -> Result<CorpusEdit, Refusal> {
    with_period(corpus, id, words, &|period| {
        period.sightings()?;
        period.widened(date)
    })
}

/// Says of a role that goes on that it has ended, and that nobody knows when.
///
/// # Errors
/// When no such role is there, and as [`declarations`].
pub fn without_end(corpus: &Corpus, id: &str, words: &str) -> Result<CorpusEdit, Refusal> {
    with_period(corpus, id, words, &|period| {
        let is_open = period.end == End::Open && period.start.is_some();
        is_open.then_some(Period {
            end: End::Unknown,
            ..period
        })
    })
}

/// Gives the first role of those words another period, where `other` has one for it.
fn with_period(
    corpus: &Corpus,
    id: &str,
    words: &str,
    other: &dyn Fn(Period) -> Option<Period>,
) -> Result<CorpusEdit, Refusal> {
    for (file, source, declaration) in declarations(corpus, id)? {
        let text = &*source.text;
        for property in &declaration.properties {
            if property.key(text) != "role" {
                continue;
            }
            let value = role_value(property, text);
            let (Ok(period), Some(range)) = (value.dated.period, value.dated.range) else {
                continue;
            };
            if text[value.dated.words].trim() != words {
                continue;
            }
            if let Some(new) = other(period) {
                let change = TextEdit::replace(range, new.written());
                return Ok(CorpusEdit::of(file, [change]));
            }
        }
    }
    Err(Refusal(format!(
        "`{id}` has the role “{words}” no more; nothing was changed"
    )))
}

/// The first declaration of an id, and the file in which it stands.
///
/// # Errors
/// When nothing declares it any more, and as [`declarations`].
pub fn first_declaration(
    corpus: &Corpus,
    id: &str,
) -> Result<(FileId, Source, Declaration), Refusal> {
    declarations(corpus, id)?
        .into_iter()
        .next()
        .ok_or_else(|| Refusal(format!("`{id}` is not declared any more")))
}

/// The declarations of an id in the corpus' own files, by path and place.
///
/// # Errors
/// When one of their files has changed, and when only another corpus declares it.
pub fn declarations(
    corpus: &Corpus,
    id: &str,
) -> Result<Vec<(FileId, Source, Declaration)>, Refusal> {
    let entity = corpus.ids().find(id).and_then(|id| corpus.entity(id));
    let mut found = Vec::new();
    let places = entity.iter().flat_map(|entity| entity.places());
    for (file, facts) in places.filter(|(file, _)| corpus.external(*file).is_none()) {
        let source = corpus.source(file).ok_or_else(Refusal::file_changed)?;
        let mut declarations = source.document.declarations.iter();
        let declaration = declarations
            .find(|declaration| declaration.reference.range == facts.id_range)
            .cloned()
            .ok_or_else(Refusal::file_changed)?;
        found.push((file, source, declaration));
    }
    if let Some(entity) = entity.filter(|_| found.is_empty()) {
        external::refuse_declared(corpus, entity.id, "change")?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::edit::applied;
    use crate::features::fixture;

    /// The cast after a change of the declaration of `@ann`.
    fn changed(cast: &str, change: fn(&Corpus) -> Result<CorpusEdit, Refusal>) -> String {
        let corpus = fixture::corpus(&format!("//- cast.qm\n{cast}"));
        let edit = change(&corpus).unwrap_or_else(|refusal| panic!("{}", refusal.0));
        let (file, changes) = edit.changes.iter().next().unwrap();
        applied(&corpus.source(*file).unwrap().text, changes).unwrap()
    }

    #[test]
    fn a_name_goes_into_a_list_that_is_still_empty() {
        let add = |corpus: &Corpus| with_alias(corpus, "@ann", "Annie");
        assert_eq!(
            changed("@ann: Ann\n    also:\n", add),
            "@ann: Ann\n    also: Annie\n"
        );
        assert_eq!(
            changed("@ann: Ann\n    also: A\n", add),
            "@ann: Ann\n    also: A; Annie\n"
        );
    }

    #[test]
    fn the_first_role_stands_below_the_other_names() {
        let add = |corpus: &Corpus| with_role(corpus, "@ann", "clerk");
        assert_eq!(
            changed("@ann: Ann\n    also: A\n    note: n\n", add),
            "@ann: Ann\n    also: A\n    role: clerk\n    note: n\n"
        );
    }

    #[test]
    fn only_a_role_that_goes_on_is_ended() {
        let end = |corpus: &Corpus| without_end(corpus, "@ann", "chair");
        assert_eq!(
            changed(
                "@ann: Ann\n    role: chair, 2001..2003\n    role: chair, 2010..\n",
                end
            ),
            "@ann: Ann\n    role: chair, 2001..2003\n    role: chair, 2010..?\n"
        );
        let corpus = fixture::corpus("//- cast.qm\n@ann: Ann\n    role: chair, 2001..2003\n");
        assert!(without_end(&corpus, "@ann", "chair").is_err());
    }
}
