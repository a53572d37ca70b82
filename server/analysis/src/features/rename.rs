//! Another id for a person, an organisation or a topic, everywhere.

use super::declare::proposed_id;
use super::edit::external;
use super::edit::{CorpusEdit, Refusal, Summary, TextEdit};
use super::shared::label;
use crate::model::{Corpus, EntityId, FileId, Source, TargetKind, target_at};
use crate::syntax::{EntityKind, Parser, Reference, TextRange, normalise_id};

/// What would be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// The id without its sigil where the cursor touches it, else the words
    /// that lead to it.
    pub range: TextRange,
    /// What the user begins with: the id, with its sigil where the range is
    /// something else.
    pub placeholder: String,
    /// Who has the id.
    pub entity: EntityId,
}

/// What a rename at byte `offset` would be of.
///
/// # Errors
/// When nothing that has one id stands there, when another corpus declares it,
/// and while the corpus is still being read.
pub fn prepare(corpus: &Corpus, file: FileId, offset: usize) -> Result<Renamed, Refusal> {
    refuse_partial(corpus)?;
    let nothing = || {
        Refusal(
            "nothing that has an id stands here; put the cursor on an id, such as that of a tag"
                .into(),
        )
    };
    let source = corpus.source(file).ok_or_else(nothing)?;
    let target = target_at(corpus, file, &source, offset).ok_or_else(nothing)?;
    let entity = match &target.kind {
        TargetKind::Entity(entity) => *entity,
        TargetKind::Ambiguous(bearers) => return Err(ambiguous(corpus, bearers)),
        TargetKind::Quote(_) => {
            return Err(Refusal(
                "these are the words of a quote, which has no id; put the cursor on the id of \
                 who said them"
                    .into(),
            ));
        }
        TargetKind::Unnamed(..) => {
            return Err(Refusal(
                "a speaker in words has no id; change the words, or declare the speaker and write \
                 the id"
                    .into(),
            ));
        }
        TargetKind::Note(_) => return Err(nothing()),
    };
    external::refuse_declared(corpus, entity, "rename")?;
    let id = reference_at(corpus, file, &source, entity, offset).map(Reference::id_range);
    Ok(match id {
        Some(id) if id.touches(offset) => Renamed {
            range: id,
            placeholder: source.text[id].to_owned(),
            entity,
        },
        _ => Renamed {
            range: target.range,
            placeholder: corpus.written(entity).to_string(),
            entity,
        },
    })
}

/// The changes that give another id to what stands at byte `offset`.
///
/// # Errors
/// As [`prepare`] and [`rename_entity`].
pub fn rename(
    corpus: &Corpus,
    file: FileId,
    offset: usize,
    new_id: &str,
) -> Result<CorpusEdit, Refusal> {
    let renamed = prepare(corpus, file, offset)?;
    rename_entity(corpus, renamed.entity, new_id)
}

/// The changes that give an entity another id, with or without its sigil, in
/// all files.
///
/// # Errors
/// When the id is none, is taken or is the old one, when another corpus declares or
/// names it that this one only reads, while the corpus is still being read, and when the id stands in markup that is not closed.
pub fn rename_entity(
    corpus: &Corpus,
    entity: EntityId,
    new_id: &str,
) -> Result<CorpusEdit, Refusal> {
    refuse_partial(corpus)?;
    external::refuse_declared(corpus, entity, "rename")?;
    let old = corpus.written(entity);
    let new = new_id_of(corpus, entity.kind(), &old, new_id)?;
    refuse_taken(corpus, entity, &new)?;
    let mut edit = CorpusEdit::default();
    let uses = corpus.index().uses(entity);
    for number in uses.into_iter().flat_map(|uses| uses.files()) {
        let Some(file) = corpus.file(number) else {
            continue;
        };
        external::refuse_named(corpus, entity, number)?;
        for occurrence in file.occurrences().iter() {
            if occurrence.entity == entity {
                let id = TextRange {
                    start: occurrence.range.start + 1,
                    end: occurrence.range.end,
                };
                edit.add(number, TextEdit::replace(id, &new[1..]));
            }
        }
    }
    if edit.is_empty() {
        return Err(Refusal(format!("nothing in the corpus is called `{old}`")));
    }
    edit.summary = Some(Summary {
        label: label(&format!("{old} → {new}")),
        description: edit.extent(),
        needs_confirmation: false,
    });
    checked(corpus, edit, entity)
}

/// Refuses while files are still to be read, which would keep their old ids.
///
/// # Errors
/// When the corpus is partial.
pub fn refuse_partial(corpus: &Corpus) -> Result<(), Refusal> {
    if corpus.is_partial() {
        return Err(Refusal(
            "the corpus is still being read, and files would be passed over; try again in a moment"
                .into(),
        ));
    }
    Ok(())
}

/// Makes sure of an edit that changes the ids of `entity`. An id in markup
/// that is not closed counts as words of the article: that place is named.
pub(super) fn checked(
    corpus: &Corpus,
    edit: CorpusEdit,
    entity: EntityId,
) -> Result<CorpusEdit, Refusal> {
    let files = edit.by_path(corpus);
    edit.checked(corpus).map_err(|refusal| {
        let mut unclosed = files
            .iter()
            .filter_map(|file| unclosed(corpus, *file, entity));
        unclosed.next().unwrap_or(refusal)
    })
}

fn unclosed(corpus: &Corpus, number: FileId, entity: EntityId) -> Option<Refusal> {
    let file = corpus.file(number)?;
    let document = corpus.source(number)?.document;
    let spans = document.spans.iter().filter(|span| !span.closed);
    let spans = spans.map(|span| ("tag", "}", span.tag_range));
    let fences = document.fences.iter().filter(|fence| fence.end.is_none());
    let fences = fences.map(|fence| ("fence", ":::", fence.start));
    let header = document.header.iter().filter(|header| !header.closed);
    let header = header.map(|header| ("header", "---", header.range));
    let unclosed: Vec<_> = spans.chain(fences).chain(header).collect();
    let facts = file.facts();
    let mut places = facts.occurrences.iter();
    places.find_map(|place| {
        let (what, end, range) = unclosed
            .iter()
            .find(|(_, _, range)| place.entity == entity && range.covers(place.range))?;
        let line = facts.lines.line_of(range.from()) + 1;
        Some(Refusal(format!(
            "the {what} in {}, line {line}, that names `{}` is not closed, so that it counts as \
             words of the article; put `{end}` after it first",
            file.path.display(),
            corpus.written(entity)
        )))
    })
}

// ---- Where the cursor is ----------------------------------------------------

/// The place of the entity's id that the cursor touches.
fn reference_at(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    entity: EntityId,
    offset: usize,
) -> Option<Reference> {
    let facts = corpus.file(file)?.facts();
    let mut touched = facts.occurrences_at(offset);
    let occurrence = touched.find(|occurrence| occurrence.entity == entity)?;
    Reference::new(occurrence.range, &source.text)
}

fn ambiguous(corpus: &Corpus, bearers: &[EntityId]) -> Refusal {
    let bearers: Vec<String> = bearers
        .iter()
        .map(|bearer| format!("`{}`", corpus.written(*bearer)))
        .collect();
    Refusal(format!(
        "{} have this name, and nothing here settles who is meant; rename at an id instead",
        bearers.join(" and ")
    ))
}

// ---- The new id -------------------------------------------------------------

/// The new id with its sigil, composed.
fn new_id_of(
    corpus: &Corpus,
    kind: EntityKind,
    old: &str,
    written: &str,
) -> Result<String, Refusal> {
    let written = written.trim();
    let sigil = written.chars().next().and_then(EntityKind::of_sigil);
    let bare = match sigil {
        Some(_) => &written[1..],
        None => written,
    };
    if let Some(other) = sigil.filter(|other| *other != kind) {
        return Err(Refusal(format!(
            "`{written}` would be {}, and `{old}` is {}; write `{}{bare}`",
            other.with_article(),
            kind.with_article(),
            kind.sigil()
        )));
    }
    let new = format!("{}{}", kind.sigil(), normalise_id(bare));
    if !is_id(&new) {
        let rule = "an id is letters and digits with `-` and `_` inside";
        let proposed = proposed_id(bare, kind, corpus);
        return Err(Refusal(match bare.contains(char::is_alphanumeric) {
            true => format!("`{bare}` is no id: {rule}; write `{}`", &proposed[1..]),
            false => format!("`{bare}` is no id: {rule}"),
        }));
    }
    if new == old {
        return Err(Refusal(format!("`{old}` is called that already")));
    }
    Ok(new)
}

/// Whether the grammar takes it for an id, and for a whole one.
fn is_id(written: &str) -> bool {
    let line = format!("{written}: X");
    let document = Parser::new().read(&line);
    let declared = document.declarations.first();
    declared.is_some_and(|declared| declared.reference.range.to() == written.len())
        && document.problems.is_empty()
}

fn refuse_taken(corpus: &Corpus, entity: EntityId, new: &str) -> Result<(), Refusal> {
    let same = |a: &str, b: &str| match a.is_ascii() && b.is_ascii() {
        true => a.eq_ignore_ascii_case(b),
        false => a == b || a.to_lowercase() == b.to_lowercase(),
    };
    let named = corpus.index().named();
    let mut others: Vec<EntityId> = named
        .filter(|other| *other != entity && other.kind() == entity.kind())
        .filter(|other| same(&corpus.written(*other), new))
        .collect();
    others.sort_by_cached_key(|other| {
        let other = corpus.written(*other);
        (*other != *new, other)
    });
    let Some(other) = others.first() else {
        return Ok(());
    };
    let (old, taken) = (corpus.written(entity), corpus.written(*other));
    let by = match corpus.entity(*other) {
        Some(declared) if !declared.name().is_empty() => {
            format!("by {}", declared.name())
        }
        Some(_) => "by another declaration".into(),
        None => "by places that name it, though nobody declares it".into(),
    };
    let case = match *taken == *new {
        true => "",
        false => ", which differs only in case,",
    };
    Err(Refusal(format!(
        "`{taken}`{case} is taken {by}; to make the two one, merge them: \
         `quotemark merge {old} {taken}`"
    )))
}

#[cfg(test)]
mod tests {
    use super::super::edit::applied;
    use super::super::fixture;
    use super::*;

    const CAST: &str = "\
//- cast.qm
@ann: Ann Lee
    also: Lee
    role: chair of &bma, 2010..
@bob: Bob Lee
    also: Lee
&bma: BMA
#cuts: Cuts
@josé: José
";

    /// What `$0` in an article would rename: the stretch and the placeholder.
    fn prepared(article: &str) -> Result<(String, String), String> {
        let (corpus, file, offset) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{article}"));
        let renamed = prepare(&corpus, file, offset).map_err(|refusal| refusal.0)?;
        assert!(renamed.range.touches(offset), "{article}");
        let text = corpus.source(file).unwrap().text;
        Ok((text[renamed.range].to_owned(), renamed.placeholder))
    }

    /// The files that change, after renaming what stands at `$0`.
    fn renamed(fixture: &str, new: &str) -> Result<(String, String), String> {
        let (corpus, file, offset) = fixture::corpus_at(fixture);
        let edit = rename(&corpus, file, offset, new).map_err(|refusal| refusal.0)?;
        let mut texts = String::new();
        for (number, edits) in &edit.changes {
            let text = corpus.source(*number).unwrap().text;
            let path = corpus.file(*number).unwrap().path.display();
            texts.push_str(&format!("//- {path}\n{}", applied(&text, edits).unwrap()));
        }
        let summary = edit.summary.unwrap();
        Ok((texts, format!("{}: {}", summary.label, summary.description)))
    }

    fn refused(new: &str) -> String {
        renamed(&format!("{CAST}//- a.qm\n[x]{{@a$0nn}}\n"), new).unwrap_err()
    }

    #[test]
    fn begins_wherever_an_id_is_meant() {
        for (article, range, placeholder) in [
            ("😀 [she]{@a$0nn}", "ann", "ann"),
            ("[she]{@ann$0}", "ann", "ann"),
            ("[she]{@$0ann}", "ann", "ann"),
            ("[she]{$0@ann}", "@ann", "@ann"),
            ("[s$0he]{@ann}", "she", "@ann"),
            ("[x]{by @bob of &b$0ma}", "bma", "bma"),
            ("[x]{for &b$0ma by @bob}", "bma", "bma"),
            ("::: by @a$0nn\nx\n:::", "ann", "ann"),
            ("---\nsource: &bm$0a\n---\n", "bma", "bma"),
            ("Then Ann L$0ee spoke", "Ann Lee", "@ann"),
            ("@cy: C$0y\n", "Cy", "@cy"),
            ("@c$0y: Cy\n", "cy", "cy"),
            ("[x]{@jose\u{301}$0}", "jose\u{301}", "jose\u{301}"),
        ] {
            let expected = (range.to_owned(), placeholder.to_owned());
            assert_eq!(prepared(article), Ok(expected), "{article}");
        }
        for (article, reason) in [
            ("Then L$0ee spoke", "`@ann` and `@bob` have this name"),
            ("[x$0]{by @ann}", "the words of a quote"),
            ("[x]{note: y$0}", "nothing that has an id"),
            ("wo$0rds", "nothing that has an id"),
        ] {
            let refused = prepared(article).unwrap_err();
            assert!(refused.contains(reason), "{article}: {refused}");
        }
    }

    #[test]
    fn changes_every_place() {
        let fixture = "\
//- a.qm
---
source: &bma
author: @ann
---\r
😀 [x]{@ann} [y]{by @bob, @ann to &bma} @ann [z]{@ann @bob} [w]{for @ann by @bob by @ann}

::: by @ann\r
[x]{note: @ann}
:::
//- cast.qm
@ann: Ann
    note: @ann
    role: chair of &bma
//- b.qm
[$0x]{@ann}
";
        let expected = fixture
            .replace("$0", "")
            .replace("author: @ann", "author: @zoë")
            .replace("{@ann", "{@zoë")
            .replace("@bob, @ann", "@bob, @zoë")
            .replace("for @ann by @bob by @ann", "for @zoë by @bob by @zoë")
            .replace("::: by @ann", "::: by @zoë")
            .replace("@ann: Ann", "@zoë: Ann");
        for new in ["zoë", "@zoe\u{308}", " zoë "] {
            let (texts, summary) = renamed(fixture, new).unwrap();
            assert_eq!(texts, expected);
            assert_eq!(summary, "@ann → @zoë: 9 places in 3 files");
        }
    }

    #[test]
    fn what_cannot_be_an_id_is_refused() {
        for (new, reason) in [
            (
                "&ann",
                "`&ann` would be an organisation, and `@ann` is a person; write `@ann`",
            ),
            ("Laurence Buckman", "write `laurence-buckman`"),
            ("Dr O’Neill (GP)", "write `o-neill-gp`"),
            ("ann-", "is no id"),
            ("a\nb", "is no id"),
            ("", "is no id"),
            ("@@x", "is no id"),
            ("@ann", "called that already"),
            (
                "bob",
                "`@bob` is taken by Bob Lee; to make the two one, merge them: `quotemark merge @ann @bob`",
            ),
            ("Bob", "`@bob`, which differs only in case, is taken"),
            ("jose\u{301}", "`@josé` is taken"),
            ("JOSÉ", "`@josé`, which differs only in case, is taken"),
        ] {
            let refused = refused(new);
            assert!(refused.contains(reason), "{new}: {refused}");
        }
        let used = renamed("//- a.qm\n[x]{@a$0nn} [y]{@cy}\n", "cy").unwrap_err();
        assert!(used.contains("nobody declares it"), "{used}");
        let nameless = renamed("//- cast.qm\n@bo:\n//- a.qm\n[x]{@a$0nn}\n", "bo").unwrap_err();
        assert!(
            nameless.contains("taken by another declaration"),
            "{nameless}"
        );
        // Of several the one that is written just so.
        let two = renamed("//- a.qm\n[x]{@a$0nn} [y]{@Bob} [z]{@bob}\n", "bob").unwrap_err();
        assert!(two.contains("`@bob` is taken"), "{two}");
        assert!(renamed("//- a.qm\n[x]{@a$0nn}\n", "Ann").is_ok());
        assert!(renamed("//- a.qm\n[x]{@a$0nn} &bo\n[x]{&bob}", "bob").is_ok());
    }

    #[test]
    fn markup_that_is_not_closed_is_to_be_closed_first() {
        let refused = renamed("//- b.qm\n\n[x]{@ann said\n//- a.qm\n[x]{@a$0nn}\n", "bob");
        let refused = refused.unwrap_err();
        assert!(
            refused.contains("the tag in b.qm, line 2, that names `@ann`"),
            "{refused}"
        );
    }

    #[test]
    fn the_place_that_is_not_closed_is_one_that_names_who_is_renamed() {
        let files = "//- a.qm\n[x]{@a$0nn}\n//- b.qm\n[y]{@ann} [z]{@bob said\n\n[x]{@ann said\n";
        let refused = renamed(files, "other").unwrap_err();
        assert!(
            refused.contains("the tag in b.qm, line 3, that names `@ann`"),
            "{refused}"
        );
    }

    /// Whoever reads only that words would change looks for the place in vain: it is
    /// somewhere before the end of the file, in a fence or a header that has none.
    #[test]
    fn a_fence_and_a_header_that_are_not_closed_are_named_too() {
        for (broken, place) in [
            (
                "x\n\n::: by @ann\nsaid\n",
                "the fence in b.qm, line 3, that names `@ann` is not closed, so that it counts as \
                 words of the article; put `:::` after it first",
            ),
            (
                "---\nsource: &bma\nsaid\n",
                "the header in b.qm, line 1, that names `&bma` is not closed, so that it counts as \
                 words of the article; put `---` after it first",
            ),
        ] {
            let who = if broken.contains("@ann") {
                "@a$0nn"
            } else {
                "&b$0ma"
            };
            let files =
                format!("//- b.qm\n{broken}//- a.qm\n---\nsource: &bma\n---\n[x]{{{who}}}\n");
            assert_eq!(renamed(&files, "other").unwrap_err(), place);
        }
    }

    #[test]
    fn nothing_is_renamed_while_files_are_missing() {
        let (corpus, file, offset) = fixture::corpus_at("//- a.qm\n[x]{@a$0nn}\n");
        let corpus = corpus.partial(true);
        assert!(prepare(&corpus, file, offset).is_err());
        assert!(rename(&corpus, file, offset, "bob").is_err());
    }
}
