//! What an article says of people where it names them, for those who tag by hand: a
//! declaration with other names and roles, and roles that a declaration lacks.

use super::cast::Cast;
use super::chooser::Chooser;
use super::declaration::{NewEntity, short_name, title_before};
use super::learned::{LearnedRole, learned_role};
use super::nothing;
use super::words::Words;
use crate::features::declare::{bare_person, proposed_name};
use crate::model::{Corpus, EntityId, FileId, Source};
use crate::proposals::undeclared_names;
use crate::syntax::{EntityKind, Tag, TextRange};

/// The declaration of an id (with its sigil) under a name: for an organisation with the initials
/// by which the article calls it too; for a person whom the article names at `place`, in bytes of
/// the file, with the other names and the roles that the article gives; the titles are no part of
/// the display name. Without a place, where a tag
/// with that id stands; without one, the name alone.
pub fn introduced(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    (id, name): (&str, &str),
    place: Option<TextRange>,
) -> NewEntity {
    let alone = NewEntity {
        id: id.to_owned(),
        name: name.to_owned(),
        names: Vec::new(),
        roles: Vec::new(),
    };
    match id.chars().next().and_then(EntityKind::of_sigil) {
        Some(EntityKind::Person) => {}
        Some(EntityKind::Organisation) => {
            return NewEntity {
                names: Vec::from_iter(short_name(&source.text, name)),
                ..alone
            };
        }
        _ => return alone,
    }
    let bare = bare_person(name);
    let alone = NewEntity {
        name: bare.to_owned(),
        names: Vec::from_iter((bare != name).then(|| name.to_owned())),
        ..alone
    };
    let Some(place) = place.or_else(|| tagged(corpus, source, id)) else {
        return alone;
    };
    let words = Words::of(source);
    let cast = Cast::of(corpus, file, source, &words);
    let language = nothing::language(source, &words);
    let at = words.of_file(place);
    let chooser = Chooser {
        corpus,
        file,
        words: &words,
        language,
        cast: &cast,
        mentions: &[],
    };
    let mut found = undeclared_names(language, words.text(), &cast.knowns).into_iter();
    let found = found.find(|one| {
        let is_there = one.places.iter().any(|named| named.overlaps(at));
        // The tag may name another one than the words that are read there.
        is_there && !one.is_organisation && proposed_name(&one.name).ends_with(last_word(bare))
    });
    let places = match &found {
        Some(found) => found.places.clone(),
        // One of whom nothing says that this is a person; the words say it now.
        None => vec![without_title(&words, at)],
    };
    let (declared, _) = chooser.declaration(bare, EntityKind::Person, &places, None);
    NewEntity {
        id: alone.id,
        name: alone.name,
        names: match declared.names.is_empty() {
            true => alone.names,
            false => declared.names,
        },
        roles: declared.roles,
    }
}

/// The roles that the article gives somebody who is declared, at places that name them, in
/// bytes of the file, and that the declaration lacks on the day of the article.
pub fn roles_beside(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    person: EntityId,
    named: &[TextRange],
) -> Vec<LearnedRole> {
    let (Some(entity), Some(date)) = (corpus.entity(person), corpus.date(file)) else {
        return Vec::new();
    };
    let words = Words::of(source);
    let cast = Cast::of(corpus, file, source, &words);
    let language = nothing::language(source, &words);
    let chooser = Chooser {
        corpus,
        file,
        words: &words,
        language,
        cast: &cast,
        mentions: &[],
    };
    let named: Vec<TextRange> = named
        .iter()
        .map(|place| without_title(&words, words.of_file(*place)))
        .collect();
    let roles = chooser.roles(&named, None, date).into_iter();
    roles
        .filter_map(|words| learned_role(corpus, &entity, &words, date))
        .collect()
}

/// The words of the first tag that mentions an id.
fn tagged(corpus: &Corpus, source: &Source, id: &str) -> Option<TextRange> {
    let entity = corpus.ids().find(id)?;
    let mut spans = source.document.spans.iter();
    let span = spans.find(|span| match span.tag {
        Tag::Mention(reference) => corpus.ids().of(reference, &source.text) == entity,
        _ => false,
    });
    span.map(|span| span.words)
}

/// A name in the words without the title that it begins with.
fn without_title(words: &Words, name: TextRange) -> TextRange {
    let text = words.text();
    let mut from = name.from();
    while let Some(gap) = text[from..name.to()].find(' ') {
        let next = from + gap + 1;
        if title_before(text, next).is_none_or(|title| title.from() != from) {
            break;
        }
        from = next;
    }
    TextRange::new(from, name.to())
}

fn last_word(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::fixture;

    const CAST: &str = "//- cast.qm\n@ann: Ann Lee\n&gpc: GPC\n&bma: BMA\n";

    /// The declaration of a name that stands at `$0`.
    fn lines(article: &str, (id, name): (&str, &str)) -> String {
        let date = "---\ndate: 2011-11-24\n---\n\n";
        let (corpus, file, at) = fixture::corpus_at(&format!("{CAST}//- a.qm\n{date}{article}"));
        let source = corpus.source(file).unwrap();
        let place = TextRange::new(at, at + name.len());
        introduced(&corpus, file, &source, (id, name), Some(place)).lines()
    }

    #[test]
    fn a_person_is_declared_with_what_the_article_says() {
        let article = "GPC chairman $0Dr Laurence Buckman said so. Dr Buckman left.\n";
        assert_eq!(
            lines(article, ("@laurence-buckman", "Dr Laurence Buckman")),
            "@laurence-buckman: Laurence Buckman\n    also: Dr Laurence Buckman; Dr Buckman\n    role: &gpc chairman, ~2011-11-24"
        );
        let article = "Then $0Dr Zoe Hale sang.\n";
        assert_eq!(
            lines(article, ("@zoe-hale", "Dr Zoe Hale")),
            "@zoe-hale: Zoe Hale\n    also: Dr Zoe Hale"
        );
        let article = "Then $0Zoe Hale, chair of the BMA, sang.\n";
        assert_eq!(
            lines(article, ("@zoe-hale", "Zoe Hale")),
            "@zoe-hale: Zoe Hale\n    role: chair of &bma, ~2011-11-24"
        );
    }

    #[test]
    fn a_body_has_the_initials_by_which_it_is_called() {
        let article = "The $0Local Medical Committees (LMCs) met. LMC members left.\n";
        assert_eq!(
            lines(article, ("&lmcs", "Local Medical Committees")),
            "&lmcs: Local Medical Committees\n    also: LMCs"
        );
    }

    #[test]
    fn others_have_their_name_alone() {
        let article = "The $0Harbour Board met.\n";
        assert_eq!(
            lines(article, ("&harbour-board", "Harbour Board")),
            "&harbour-board: Harbour Board"
        );
    }

    #[test]
    fn roles_that_a_declaration_lacks_are_read_beside_the_name() {
        let date = "---\ndate: 2011-11-24\n---\n\n";
        let (corpus, file, at) = fixture::corpus_at(&format!(
            "{CAST}//- a.qm\n{date}GPC chairman $0Ann Lee said so.\n"
        ));
        let named = TextRange::new(at, at + "Ann Lee".len());
        let source = corpus.source(file).unwrap();
        let ann = corpus.ids().find("@ann").unwrap();
        let roles = roles_beside(&corpus, file, &source, ann, &[named]);
        assert_eq!(
            roles,
            [LearnedRole::New("&gpc chairman, ~2011-11-24".into())]
        );
    }
}
