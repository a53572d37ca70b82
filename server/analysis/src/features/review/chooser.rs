//! Whom a proposal may mean, as an annotator chooses among them.

use std::collections::BTreeSet;

use super::cast::Cast;
use super::choice::Choice;
use super::declaration::{NewEntity, title_before, titled_names};
use super::role;
use super::spokesman::spoken_by;
use super::words::Words;
use crate::features::declare::proposed_id;
use crate::features::shared::label;
use crate::features::shared::wording::{listed, roles_on};
use crate::model::{Corpus, EntityId, FileId, fold};
use crate::proposals::{Proposal, ProposedSpeaker};
use crate::syntax::{EntityKind, TextRange};

/// How many declared names like a new one are asked about.
const NEAR: usize = 3;

/// How many names that begin alike are compared with a new one.
const COMPARED: usize = 64;

/// Those who may have said something, the likeliest first, and what has to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices {
    /// All of them.
    pub choices: Vec<Choice>,
    /// Which of them can be taken without a question.
    pub chosen: Option<usize>,
    /// What has to be asked where none can.
    pub question: Option<String>,
}

/// Makes choices of what is proposed for an article.
pub struct Chooser<'a> {
    /// The corpus.
    pub corpus: &'a Corpus,
    /// The article.
    pub file: FileId,
    /// Its words.
    pub words: &'a Words,
    /// Whom they may mean.
    pub cast: &'a Cast,
    /// Whom each stretch of the file means that a tag names.
    pub mentions: &'a [(TextRange, EntityId)],
}

impl Chooser<'_> {
    /// Who may have said what is proposed, but for those who are refused.
    pub fn choices(&self, proposal: &Proposal, is_refused: &dyn Fn(&str) -> bool) -> Choices {
        let mut choices: Vec<Choice> = Vec::new();
        let mut near_names: Vec<(String, Vec<EntityId>)> = Vec::new();
        let tagged = self.tagged(proposal);
        choices.extend(tagged.map(|id| self.declared(id)));
        for speaker in &proposal.speakers {
            match speaker {
                ProposedSpeaker::Known(number) => {
                    choices.extend(self.cast.ids.get(*number).map(|id| self.declared(*id)));
                }
                ProposedSpeaker::New {
                    name,
                    is_organisation,
                } => {
                    let kind = match is_organisation {
                        true => EntityKind::Organisation,
                        false => EntityKind::Person,
                    };
                    let near = self.near(name, kind);
                    choices.extend(near.iter().map(|id| self.declared(*id)));
                    if !near.is_empty() {
                        near_names.push((name.clone(), near));
                    }
                    choices.push(self.undeclared(name, kind, proposal));
                }
                ProposedSpeaker::Words(words) => {
                    choices.extend(spoken_by(self.corpus, self.file, words));
                }
            }
        }
        let likeliest = choices.first().map(|choice| choice.speaker.clone());
        choices.retain(|choice| !is_refused(&choice.speaker));
        let mut seen = BTreeSet::new();
        choices.retain(|choice| seen.insert(choice.speaker.clone()));
        let first = choices.first();
        let is_refused = first.map(|choice| &choice.speaker) != likeliest.as_ref();
        let is_settled = tagged.is_some() || proposal.is_settled && near_names.is_empty();
        if first.is_some() && is_settled && !is_refused {
            return Choices {
                choices,
                chosen: Some(0),
                question: None,
            };
        }
        let question = Some(self.question(proposal, &choices, &near_names));
        choices.push(unknown());
        Choices {
            choices,
            chosen: None,
            question,
        }
    }

    /// Whom a tag names around the words that say who spoke.
    fn tagged(&self, proposal: &Proposal) -> Option<EntityId> {
        let source = self.words.in_file(proposal.source?);
        let mut mentions = self.mentions.iter();
        let found = mentions.find(|(words, _)| words.covers(source) || source.covers(*words));
        let (_, id) = found?;
        (id.kind() != EntityKind::Topic).then_some(*id)
    }

    fn declared(&self, id: EntityId) -> Choice {
        let written = self.corpus.written(id);
        let name = self.corpus.name(id);
        let roles = roles_on(self.corpus, id, self.corpus.date(self.file));
        Choice {
            label: label(&name),
            detail: label(&roles.join("; ")),
            tag: format!("by {written}"),
            speaker: written.to_string(),
            declares: None,
        }
    }

    fn undeclared(&self, name: &str, kind: EntityKind, proposal: &Proposal) -> Choice {
        let id = proposed_id(name, kind, self.corpus);
        let titled = titled_names(&self.words.text, name, kind);
        let text = self.words.text.as_str();
        let apposition = proposal.apposition.map(|range| &text[range]);
        let mut beside: Vec<&str> = apposition.into_iter().collect();
        if let Some(found) = named_at(text, name, proposal.source) {
            beside.extend(role::beside(text, found));
        }
        if kind != EntityKind::Person {
            beside.clear();
        }
        let declares = NewEntity::new(self.corpus, self.file, id, name, titled, &beside);
        let what = match kind {
            EntityKind::Person => "new person",
            _ => "new organisation",
        };
        let role = declares.role.as_ref().map(|role| format!(", {role}"));
        Choice {
            label: label(declares.names.first().unwrap_or(&declares.name)),
            detail: label(&format!("{what}{}", role.unwrap_or_default())),
            tag: format!("by {}", declares.id),
            speaker: declares.id.clone(),
            declares: Some(declares),
        }
    }

    /// Declared people or organisations whose names are so like a new one that it may be
    /// one of theirs in another spelling, or with another form of the first name.
    fn near(&self, name: &str, kind: EntityKind) -> Vec<EntityId> {
        let folded = fold(name);
        let Some(last) = folded.split(' ').next_back() else {
            return Vec::new();
        };
        // A slip near the end of the last word leaves its beginning.
        let letters = last.chars().count();
        let start: String = last
            .chars()
            .take((letters.max(5) - 2).min(letters))
            .collect();
        if start.chars().count() < 3 {
            return Vec::new();
        }
        let same = self
            .corpus
            .index()
            .search()
            .with_word(&start)
            .take(COMPARED);
        let mut found: Vec<EntityId> = Vec::new();
        for id in same.map(|one| one.entity) {
            if id.kind() != kind || found.contains(&id) {
                continue;
            }
            let Some(entity) = self.corpus.entity(id) else {
                continue;
            };
            let mut names = std::iter::once(entity.name()).chain(entity.aliases());
            if names.any(|other| is_near(&folded, &fold(other))) {
                found.push(id);
            }
        }
        found.truncate(NEAR);
        found
    }

    fn question(
        &self,
        proposal: &Proposal,
        choices: &[Choice],
        near: &[(String, Vec<EntityId>)],
    ) -> String {
        if let Some((name, ids)) = near.first() {
            let ids = ids
                .iter()
                .map(|id| format!("`{}`", self.corpus.written(*id)));
            let declared = listed(&ids.collect::<Vec<_>>());
            return label(&format!(
                "“{name}” is not declared, but {declared} has a name like it: who is meant?"
            ));
        }
        let words = proposal
            .source
            .map(|range| &self.words.text.as_str()[range]);
        let words = words.map_or_else(String::new, |words| format!(" by “{words}”"));
        label(&match choices.len() {
            0 => format!("Who is meant{words}?"),
            1 => format!("Is {} meant{words}?", choices[0].label),
            _ => format!("Which of these is meant{words}?"),
        })
    }
}

/// Where a name stands in the words that say who spoke, a title included; where these are
/// others, such as `he`, where it stands first in the article.
fn named_at(text: &str, name: &str, source: Option<TextRange>) -> Option<TextRange> {
    let within = source.unwrap_or_default();
    let at = match text[within].find(name) {
        Some(at) => within.from() + at,
        None => text.find(name)?,
    };
    let title = title_before(text, at).map_or(at, |title| title.from());
    Some(TextRange::new(title, at + name.len()))
}

/// Somebody who is still to be found.
fn unknown() -> Choice {
    Choice {
        label: "somebody still to be found".into(),
        detail: String::new(),
        tag: "by ?".into(),
        speaker: "?".into(),
        declares: None,
    }
}

/// Whether two folded names may be one: a letter or two apart, or with the same last name
/// and first names that begin alike.
fn is_near(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let longer = one.chars().count().max(other.chars().count());
    let allowed = match longer {
        ..6 => 0,
        6..12 => 1,
        _ => 2,
    };
    if strsim::osa_distance(one, other) <= allowed {
        return true;
    }
    let parts = |name: &str| {
        let (first, last) = name.split_once(' ')?;
        let last = last.rsplit(' ').next()?;
        Some((first.chars().next()?, last.to_owned()))
    };
    match (parts(one), parts(other)) {
        (Some((first, last)), Some((other, others))) => last == others && first == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_are_near() {
        for (one, other) in [
            ("laurence buckman", "laurence buckmann"),
            ("laurence buckman", "lawrence buckman"),
            ("bob gordon", "barry gordon"),
            ("bma", "bma"),
        ] {
            assert!(is_near(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("george bush", "laura bush"),
            ("bma", "bmj"),
            ("ann lee", "bob lee"),
            ("lee", "ann lee"),
        ] {
            assert!(!is_near(one, other), "{one} {other}");
        }
    }
}
