use quotemark::features::edit::applied;
use quotemark::features::rename::{prepare, rename as renamed};
use quotemark::model::{Corpus, EntityId, FileId, Source};
use quotemark::syntax::{Parser, strip};

use crate::input::{border, corpus};

/// A rename changes every place of one id and nothing else, and no word. The
/// first piece says where, each other is a file.
pub fn rename(data: &[u8]) {
    let (mut choices, corpus, files) = corpus(data);
    let file = files[choices.below(files.len())];
    let text = corpus.text(file).unwrap_or_default();
    let offset = border(&text, choices.below(text.len() + 1));
    let Ok(target) = prepare(&corpus, file, offset) else {
        return;
    };
    let new_id = ["new-one", "ü", "b", "9"][usize::from(choices.byte() % 4)];
    let Ok(edit) = renamed(&corpus, file, offset, new_id) else {
        return;
    };
    let mut after = corpus.clone();
    for (file, edits) in &edit.changes {
        let source = source(&corpus, *file);
        let Some(new) = applied(&source.text, edits) else {
            panic!("{edits:?} overlap in {:?}", source.text);
        };
        let document = Parser::new().parse(&new);
        assert_eq!(
            strip(&new, &document),
            strip(&source.text, &source.document),
            "{:?} became {new:?}, and its words changed",
            source.text
        );
        // An id that was none is fixed by another one.
        assert!(
            document.problems.len() <= source.document.problems.len(),
            "{:?} became {new:?}, and something broke",
            source.text
        );
        if let Some(entry) = corpus.file(*file) {
            after.insert_source(&entry.path.clone(), Source::new(new));
        }
    }
    let written = format!("{}{new_id}", target.entity.kind().sigil());
    let new = after.ids().find(&written);
    let new = new.unwrap_or_else(|| panic!("{written} is nowhere"));
    assert!(
        after
            .index()
            .uses(target.entity)
            .is_none_or(|uses| !uses.is_used())
    );
    for file in files {
        let before = places(&corpus, file);
        let now = places(&after, file);
        let expected: Vec<EntityId> = before
            .into_iter()
            .map(|entity| if entity == target.entity { new } else { entity })
            .collect();
        assert_eq!(now, expected, "what {file:?} names");
    }
    assert!(*after.index() == after.rebuilt_index());
}

fn source(corpus: &Corpus, file: FileId) -> Source {
    let source = corpus.source(file);
    source.unwrap_or_else(|| panic!("{file:?} is not in the corpus"))
}

/// What a file names, in the order of the text.
fn places(corpus: &Corpus, file: FileId) -> Vec<EntityId> {
    let entry = corpus.file(file);
    let mut places: Vec<_> = entry.map_or_else(Vec::new, |entry| entry.occurrences().to_vec());
    places.sort_by_key(|place| place.range);
    places.iter().map(|place| place.entity).collect()
}
