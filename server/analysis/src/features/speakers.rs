//! The people and organisations of a corpus, and how much they say.

use serde::{Serialize, Serializer};

use super::words::{dated_role, name_of};
use crate::model::{Corpus, EntityId};
use crate::syntax::EntityKind;

/// A declared person or organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerRow {
    /// Which one.
    #[serde(skip)]
    pub entity: EntityId,
    /// The id with its sigil.
    pub id: String,
    /// The display name.
    pub name: String,
    /// A person or an organisation.
    #[serde(serialize_with = "as_word")]
    pub kind: EntityKind,
    /// How many quotes it says itself.
    pub quotes: usize,
    /// How many tags mention it.
    pub mentions: usize,
    /// In how many files it speaks or is mentioned.
    pub articles: usize,
    /// All roles with their periods.
    pub roles: Vec<String>,
}

fn as_word<S: Serializer>(kind: &EntityKind, to: S) -> Result<S::Ok, S::Error> {
    kind.word().serialize(to)
}

/// All declared people and organisations: those who say most come first, then by name.
pub fn speakers(corpus: &Corpus) -> Vec<SpeakerRow> {
    let declared = corpus.index().declared();
    let declared = declared.filter(|entity| entity.kind() != EntityKind::Topic);
    let mut rows: Vec<SpeakerRow> = declared.filter_map(|entity| row(corpus, entity)).collect();
    rows.sort_by(|a, b| {
        let loudest = (b.quotes, b.mentions).cmp(&(a.quotes, a.mentions));
        loudest.then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id)))
    });
    rows
}

fn row(corpus: &Corpus, id: EntityId) -> Option<SpeakerRow> {
    let entity = corpus.entity(id)?;
    let uses = corpus.index().uses(id);
    Some(SpeakerRow {
        entity: id,
        id: corpus.written(id).to_string(),
        name: name_of(corpus, &entity),
        kind: id.kind(),
        quotes: uses.map_or(0, |uses| uses.quotes()),
        mentions: uses.map_or(0, |uses| uses.mentions()),
        articles: uses.map_or(0, |uses| uses.articles()),
        roles: entity
            .roles()
            .map(|role| dated_role(corpus, role))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    #[test]
    fn those_who_say_most_come_first() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@a: A\n@b: B\n    role: clerk of &c, 2011\n&c: C\n#t: T\n//- x.qm\n[x]{by @b on #t} [y]{@a} [z]{@a}\n//- y.qm\n[x]{by @b}\n",
        );
        let rows: Vec<_> = speakers(&corpus)
            .into_iter()
            .map(|row| (row.id, row.quotes, row.mentions, row.articles, row.roles))
            .collect();
        assert_eq!(
            rows,
            [
                ("@b".into(), 2, 0, 2, vec!["clerk of C (2011)".into()]),
                ("@a".into(), 0, 2, 1, vec![]),
                ("&c".into(), 0, 0, 0, vec![]),
            ]
        );
    }
}
