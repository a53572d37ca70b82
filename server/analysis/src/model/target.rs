//! What stands at a place of a file.

use super::{Corpus, EntityId, FileId, Source, SpeakerFacts, Statement, known_names};
use crate::syntax::{Reference, Speaker, Tag, TextRange, string_words};

/// What a question is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The words or the id that were pointed at.
    pub range: TextRange,
    /// What they mean.
    pub kind: TargetKind,
}

/// What words can mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// A person, an organisation or a topic.
    Entity(EntityId),
    /// The words of a quote, or its tag.
    Quote(Statement),
    /// The words that stand for a speaker without a name, as the facts have
    /// them, and the quote in whose tag they stand.
    Unnamed(Statement, Box<str>),
    /// A name that several have and nothing settles.
    Ambiguous(Vec<EntityId>),
    /// The words that a note is on.
    Note(TextRange),
}

impl Target {
    /// The entities that are meant; of a quote, its known speakers.
    pub fn entities(&self, corpus: &Corpus) -> Vec<EntityId> {
        match &self.kind {
            TargetKind::Entity(entity) => vec![*entity],
            TargetKind::Ambiguous(entities) => entities.clone(),
            TargetKind::Quote(statement) => {
                let quote = corpus.quote(*statement);
                let speakers = quote.iter().flat_map(|quote| quote.known_speakers());
                speakers.collect()
            }
            TargetKind::Unnamed(..) | TargetKind::Note(_) => Vec::new(),
        }
    }

    /// The words of the speakers without a name that are meant, and the article
    /// in which they are.
    pub fn unnamed(&self, corpus: &Corpus) -> Option<(FileId, Vec<Box<str>>)> {
        match &self.kind {
            TargetKind::Unnamed(statement, words) => Some((statement.file, vec![words.clone()])),
            TargetKind::Quote(statement) => {
                let quote = corpus.quote(*statement)?;
                let words = quote.speakers.iter().filter_map(SpeakerFacts::unnamed);
                let words: Vec<Box<str>> = words.map(Into::into).collect();
                (!words.is_empty()).then_some((statement.file, words))
            }
            _ => None,
        }
    }
}

/// What stands at byte `offset`. A cursor after the last character of an id
/// or a name still points at it.
pub fn target_at(corpus: &Corpus, file: FileId, source: &Source, offset: usize) -> Option<Target> {
    let entity = |reference: Reference| Target {
        range: reference.range,
        kind: TargetKind::Entity(corpus.ids().of(reference, &source.text)),
    };
    if let Some(reference) = reference_at(corpus, file, source, offset) {
        return Some(entity(reference));
    }
    let document = &source.document;
    if let Some(target) = unnamed_at(file, source, offset) {
        return Some(target);
    }
    // The declared name stands for the entity as its id does.
    for declaration in &document.declarations {
        if declaration.range.touches(offset) {
            let mut target = entity(declaration.reference);
            if declaration.name.touches(offset) {
                target.range = declaration.name;
            } else if !declaration.reference.range.touches(offset) {
                return None;
            }
            return Some(target);
        }
    }
    for fence in &document.fences {
        if fence.start.touches(offset)
            && let Some(quote) = fence.quote
        {
            return Some(quote_target(file, quote, fence.start));
        }
    }
    let mut note = None;
    let mut innermost = document
        .spans
        .partition_point(|span| span.range.from() <= offset)
        .checked_sub(1);
    while let Some(index) = innermost {
        let span = &document.spans[index];
        innermost = span.parent;
        let inside = span.range.contains(offset) || (!span.closed && span.range.touches(offset));
        if !inside {
            continue;
        }
        let in_tag = span.tag_range.touches(offset);
        let range = if in_tag { span.tag_range } else { span.words };
        match span.tag {
            Tag::Mention(reference) => {
                return Some(Target {
                    range,
                    ..entity(reference)
                });
            }
            Tag::Quote(quote) | Tag::More(Some(quote)) => {
                let name = if in_tag {
                    None
                } else {
                    name_at(corpus, file, source, offset)
                };
                return name.or_else(|| Some(quote_target(file, quote, range)));
            }
            Tag::Note(words) => {
                note.get_or_insert(Target {
                    range,
                    kind: TargetKind::Note(words),
                });
            }
            Tag::More(None) | Tag::Broken => {}
        }
    }
    if let Some(target) = name_at(corpus, file, source, offset).or(note) {
        return Some(target);
    }
    let fences = document.fences.iter().rev();
    let mut around = fences.filter(|fence| fence.words.touches(offset));
    around.find_map(|fence| Some(quote_target(file, fence.quote?, fence.words)))
}

fn quote_target(file: FileId, quote: usize, range: TextRange) -> Target {
    Target {
        range,
        kind: TargetKind::Quote(Statement { file, quote }),
    }
}

/// The words of a speaker without a name that the cursor touches.
fn unnamed_at(file: FileId, source: &Source, offset: usize) -> Option<Target> {
    let document = &source.document;
    let quotes = document.quotes.iter().enumerate();
    let mut here = quotes.filter(|(_, quote)| quote.tag_range.touches(offset));
    here.find_map(|(quote, of_tag)| {
        let speakers = of_tag.clauses.speakers.iter();
        let mut words = speakers.filter_map(|speaker| match speaker {
            Speaker::Unnamed(words) => Some(*words),
            _ => None,
        });
        let range = words.find(|words| words.touches(offset))?;
        let words = string_words(range, &source.text).into();
        Some(Target {
            range,
            kind: TargetKind::Unnamed(Statement { file, quote }, words),
        })
    })
}

/// The reference that counts as one and that the cursor touches.
fn reference_at(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    offset: usize,
) -> Option<Reference> {
    let facts = &corpus.file(file)?.facts();
    let occurrence = facts.occurrences_at(offset).next()?;
    Reference::new(occurrence.range, &source.text)
}

fn name_at(corpus: &Corpus, file: FileId, source: &Source, offset: usize) -> Option<Target> {
    let here = TextRange::new(offset, offset);
    let names = known_names(corpus, file, source, here);
    let name = names
        .iter()
        .find(|name| name.range.contains(offset))
        .or_else(|| names.iter().find(|name| name.range.touches(offset)))?;
    let kind = match name.settled {
        Some(entity) => TargetKind::Entity(entity),
        None => TargetKind::Ambiguous(name.bearers.to_vec()),
    };
    Some(Target {
        range: name.range,
        kind,
    })
}
