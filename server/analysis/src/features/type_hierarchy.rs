//! What stands above and below: parents and organisations of roles, parts and members.

use super::shared::node::{Node, node};
use super::shared::wording::dated_role;
use super::target;
use crate::model::{Corpus, EntityId, FileId, RoleFacts};
use crate::syntax::{EntityKind, Holds, PartialDate, Period};

/// What stands at byte `offset`, each at its declaration; of a quote's words,
/// its speakers. What is above and below is given for the article's date.
pub fn prepare(corpus: &Corpus, file: FileId, offset: usize) -> Option<Vec<Node>> {
    let entities = target(corpus, file, offset)?.entities(corpus);
    let nodes = entities.into_iter();
    let nodes: Vec<Node> = nodes
        .filter_map(|entity| node(corpus, entity, None))
        .collect();
    (!nodes.is_empty()).then_some(nodes)
}

/// The parents of an organisation or a topic, the organisations of a person's
/// roles; on a date, or at any time.
pub fn supertypes(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Vec<Node> {
    let Some(declared) = corpus.entity(entity) else {
        return Vec::new();
    };
    let mut above: Vec<(EntityId, String)> = Vec::new();
    for role in roles(&declared, date) {
        let organisations = role.organisations.iter();
        above.extend(organisations.map(|id| (*id, dated_role(corpus, role))));
    }
    for (parent, period) in declared.parents() {
        if is_in_time(period, date) {
            above.push((parent, parent_detail(corpus, parent, period)));
        }
    }
    nodes(corpus, above)
}

/// The parts of an organisation or a topic, and the people with roles in an
/// organisation; on a date, or at any time. By name.
pub fn subtypes(corpus: &Corpus, entity: EntityId, date: Option<PartialDate>) -> Vec<Node> {
    let mut below: Vec<(EntityId, String)> = Vec::new();
    for id in corpus.index().below(entity) {
        let Some(declared) = corpus.entity(id) else {
            continue;
        };
        if id.kind() == EntityKind::Person {
            let mut roles = roles(&declared, date)
                .into_iter()
                .filter(|role| role.organisations.contains(&entity));
            below.extend(roles.next().map(|role| (id, dated_role(corpus, role))));
        } else {
            let mut parents = declared.parents();
            let part =
                parents.find(|(parent, period)| *parent == entity && is_in_time(*period, date));
            below.extend(part.map(|(_, period)| (id, parent_detail(corpus, id, period))));
        }
    }
    let mut nodes = nodes(corpus, below);
    nodes.sort_by_cached_key(|node| (node.name.clone(), corpus.written(node.entity)));
    nodes
}

/// The roles on a date, or all.
fn roles(declared: &crate::model::Entity, date: Option<PartialDate>) -> Vec<&RoleFacts> {
    match date {
        Some(_) => {
            let then = declared.roles_on(date).holding.into_iter();
            then.map(|then| then.role).collect()
        }
        None => declared.roles().collect(),
    }
}

fn is_in_time(period: Period, date: Option<PartialDate>) -> bool {
    date.is_none_or(|date| period.holds(date) != Holds::No)
}

/// The id, and when something is part of its parent.
fn parent_detail(corpus: &Corpus, id: EntityId, period: Period) -> String {
    let written = corpus.written(id);
    if period.is_always() {
        written.to_string()
    } else {
        format!("{written} ({period})")
    }
}

/// The entities at their declarations, each once with its first detail.
fn nodes(corpus: &Corpus, entities: Vec<(EntityId, String)>) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    for (entity, detail) in entities {
        if found.iter().all(|node| node.entity != entity) {
            found.extend(node(corpus, entity, Some(detail)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    const CAST: &str = "//- cast.qm
@ann: Ann
    role: clerk of &gpc, 2010..2012
    role: chair of &bma and &gp, 2013..
@bob: Bob
    role: member of &gpc
&gpc: GP Committee
    part of: &bma
    part of: &old, ..1999
&bma: BMA
#cuts: Cuts
    part of: #money
#money: Money
";

    fn check(article: &str, above: &[&str], below: &[&str]) {
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}"));
        let date = corpus.date(file);
        let prepared = prepare(&corpus, file, offset).unwrap().remove(0);
        let shown = |nodes: Vec<Node>| -> Vec<String> {
            let nodes = nodes.into_iter();
            nodes
                .map(|node| format!("{}: {}", node.name, node.detail.unwrap_or_default()))
                .collect()
        };
        assert_eq!(
            shown(supertypes(&corpus, prepared.entity, date)),
            above,
            "{article:?}"
        );
        assert_eq!(
            shown(subtypes(&corpus, prepared.entity, date)),
            below,
            "{article:?}"
        );
    }

    #[test]
    fn people_stand_below_the_organisations_of_their_roles() {
        check(
            "---\ndate: 2011\n---\n\n[x]{@an$0n}",
            &["GP Committee: clerk of GP Committee (2010 to 2012)"],
            &[],
        );
        check(
            "[x]{@an$0n}",
            &[
                "GP Committee: clerk of GP Committee (2010 to 2012)",
                "BMA: chair of BMA and &gp (since 2013)",
                "&gp: chair of BMA and &gp (since 2013)",
            ],
            &[],
        );
    }

    #[test]
    fn organisations_have_parents_parts_and_members() {
        check(
            "---\ndate: 2014\n---\n\n[x]{&gp$0c}",
            &["BMA: &bma"],
            &["Bob: member of GP Committee"],
        );
        check(
            "[x]{&gp$0c}",
            &["BMA: &bma", "&old: &old (until 1999)"],
            &[
                "Ann: clerk of GP Committee (2010 to 2012)",
                "Bob: member of GP Committee",
            ],
        );
        check(
            "---\ndate: 2014\n---\n\n[x]{&bm$0a}",
            &[],
            &[
                "Ann: chair of BMA and &gp (since 2013)",
                "GP Committee: &gpc",
            ],
        );
        check("[x]{#mon$0ey}", &[], &["Cuts: #cuts"]);
        check("[x]{#cu$0ts}", &["Money: #money"], &[]);
    }

    #[test]
    fn one_that_nobody_declared_stands_where_it_is_named() {
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n[x]{{&ol$0d}}"));
        let node = prepare(&corpus, file, offset).unwrap().remove(0);
        assert_eq!(corpus.file(node.file).unwrap().path.to_str(), Some("a.qm"));
        let below = subtypes(&corpus, node.entity, None);
        assert_eq!(below[0].name, "GP Committee");
    }
}
