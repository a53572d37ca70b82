//! From a person to the organisations of the role then; from an organisation
//! or a topic to its parents.

use super::definition::Definition;
use super::{declarations, target};
use crate::model::{Corpus, EntityId, FileId, TargetKind, spoken_for};
use crate::syntax::{EntityKind, Holds, PartialDate};

/// The declarations of the organisations behind what stands at byte `offset`.
pub fn type_definition(corpus: &Corpus, file: FileId, offset: usize) -> Option<Definition> {
    let target = target(corpus, file, offset)?;
    let date = corpus.date(file);
    let organisations = match &target.kind {
        TargetKind::Quote(statement) => {
            let quote = corpus.quote(*statement)?;
            spoken_for(corpus, &quote, date)
        }
        _ => {
            let entities = target.entities(corpus);
            entities
                .into_iter()
                .flat_map(|entity| above(corpus, entity, date))
                .collect()
        }
    };
    let targets = declarations(corpus, &organisations);
    (!targets.is_empty()).then_some(Definition {
        origin: target.range,
        targets,
    })
}

fn above(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Vec<EntityId> {
    let Some(declared) = corpus.entity(entity) else {
        return Vec::new();
    };
    if entity.kind() == EntityKind::Person {
        let then = declared.roles_on(date);
        let roles = then.holding.iter().chain(&then.nearest);
        return roles
            .flat_map(|then| then.role.organisations.clone())
            .collect();
    }
    let parents = declared.parents();
    parents
        .filter(|(_, period)| date.is_none_or(|date| period.holds(date) != Holds::No))
        .map(|(parent, _)| parent)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn depends_on_the_date() {
        let cast = "//- cast.qm\n@ann: Ann\n    role: chair of &a, 2010..2012\n    role: chair of &b, 2013..\n&a: A\n    part of: &c\n&b: B\n&c: C\n";
        let check = |article: &str, expected: &[&str]| {
            let (corpus, file, offset) = fixture::corpus_at(&format!("{cast}//- a.qm\n{article}"));
            let found = type_definition(&corpus, file, offset);
            let targets = found.map(|found| found.targets).unwrap_or_default();
            assert_eq!(fixture::landings(&corpus, &targets), expected, "{article}");
        };
        check("---\ndate: 2011\n---\n\n[She]{@a$0nn}", &["cast.qm:4: &a"]);
        check("---\ndate: 2014\n---\n\n[She]{@a$0nn}", &["cast.qm:6: &b"]);
        check(
            "---\ndate: 2014\n---\n\n[it $0is]{by @ann}",
            &["cast.qm:6: &b"],
        );
        check("[it]{&$0a}", &["cast.qm:7: &c"]);
        check("[it]{&$0b}", &[]);
    }
}
