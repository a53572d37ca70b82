//! Who is quoted in different roles, and when.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::quotes::{EntityLabel, named};
use super::shared::wording::roles_held;
use crate::model::{Corpus, EntityId, FileId, StatementFilter};
use crate::syntax::{EntityKind, PartialDate};

/// What somebody said in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoleRow {
    /// The person: the id with its sigil, and the display name.
    #[serde(flatten)]
    pub named: EntityLabel,
    /// The roles that the person held then, or the capacity that the tag gives; none where no role
    /// is known.
    pub roles: Vec<String>,
    /// The date of the first quote.
    pub from: Option<String>,
    /// The date of the last quote.
    pub to: Option<String>,
    /// How many quotes are the person's own.
    pub quotes: usize,
    /// In how many articles they stand.
    pub articles: usize,
}

/// What was said in one role.
#[derive(Default)]
struct Said {
    dates: BTreeSet<PartialDate>,
    quotes: usize,
    files: BTreeSet<FileId>,
}

/// The people who speak in several articles in different roles, with a row for each role: those
/// who speak in most roles come first, then by their ids; roles by when they first speak in them.
/// What perhaps held counts as held, and several roles at one time as one.
pub fn by_role(corpus: &Corpus, filter: &StatementFilter) -> Vec<RoleRow> {
    let mut people: HashMap<EntityId, BTreeMap<Vec<String>, Said>> = HashMap::new();
    for found in corpus.statements(filter) {
        let Some(quote) = corpus.quote(found.statement) else {
            continue;
        };
        let speakers = quote.known_speakers();
        for person in speakers.filter(|speaker| speaker.kind() == EntityKind::Person) {
            let roles = match &quote.capacity {
                Some(capacity) => vec![capacity.to_string()],
                None => roles_held(corpus, person, found.said),
            };
            let said = people.entry(person).or_default().entry(roles).or_default();
            said.dates.extend(found.said);
            said.quotes += 1;
            said.files.insert(found.statement.file);
        }
    }
    people.retain(|_, roles| {
        let known = roles.iter().filter(|(roles, _)| !roles.is_empty());
        let files: BTreeSet<FileId> = known
            .clone()
            .flat_map(|(_, said)| said.files.iter().copied())
            .collect();
        known.count() > 1 && files.len() > 1
    });
    let mut people: Vec<_> = people
        .into_iter()
        .map(|(person, roles)| (named(corpus, person), roles))
        .collect();
    people.sort_by(|(one, roles), (other, other_roles)| {
        let most = other_roles.len().cmp(&roles.len());
        most.then_with(|| one.id.cmp(&other.id))
    });
    let rows = people.into_iter().flat_map(|(named, roles)| {
        let mut roles: Vec<_> = roles.into_iter().collect();
        roles.sort_by_key(|(_, said)| (said.dates.is_empty(), said.dates.first().copied()));
        roles.into_iter().map(move |(roles, said)| RoleRow {
            named: named.clone(),
            roles,
            from: said.dates.first().map(PartialDate::to_string),
            to: said.dates.last().map(PartialDate::to_string),
            quotes: said.quotes,
            articles: said.files.len(),
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn those_who_speak_in_several_roles_are_listed_with_each() {
        let corpus = fixture::corpus(
            "//- cast.qm
@ann: Ann
    role: clerk of &b, 2010..2011
    role: chair of &b, 2012..
@bob: Bob
    role: mayor, ~2011
    role: poet, ~2011
@cy: Cy
    role: doctor
&b: Board
//- a.qm
---
date: 2011-05
---
[a]{by @ann, @bob} [b]{by @ann} [c]{by @cy} [c]{by @cy as \"friend\"} [d]{by &b}
//- b.qm
---
date: 2012
---
[a]{by @ann} [b]{by @bob} [c]{by @ann at 1990}
",
        );
        let rows = |filter: &StatementFilter| -> Vec<String> {
            let rows = by_role(&corpus, filter).into_iter();
            rows.map(|row| {
                format!(
                    "{} {:?} {}..{}: {} in {}",
                    row.named.id,
                    row.roles,
                    row.from.unwrap_or_default(),
                    row.to.unwrap_or_default(),
                    row.quotes,
                    row.articles
                )
            })
            .collect()
        };
        assert_eq!(
            rows(&StatementFilter::default()),
            [
                "@ann [] 1990..1990: 1 in 1",
                "@ann [\"clerk of Board\"] 2011-05..2011-05: 2 in 1",
                "@ann [\"chair of Board\"] 2012..2012: 1 in 1",
            ]
        );
        // Cy speaks in two roles, but in one article; and Bob is the same all the time.
        let one = StatementFilter {
            to: PartialDate::parse("2011").ok(),
            ..StatementFilter::default()
        };
        assert_eq!(rows(&one), [""; 0]);
    }
}
