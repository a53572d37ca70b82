//! Declaring what is not declared yet: under which id and name, and where.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::edit::place::line_break;
use super::edit::{CorpusEdit, TextEdit};
use super::shared::names::bare_name;
use super::shared::wording::one_line;
use crate::model::{Corpus, FileId, Source};
use crate::syntax::{BYTE_ORDER_MARK, EntityKind};

/// The file in which a corpus keeps its declarations by habit.
const CAST: &str = "cast.qm";

/// Forms of address, which are no part of an id.
const TITLES: [&str; 16] = [
    "baron",
    "baroness",
    "cllr",
    "dame",
    "dr",
    "lady",
    "lord",
    "miss",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "rev",
    "revd",
    "sir",
];

/// The change that declares `written` (an id with its sigil) under `name`.
///
/// The declaration goes to the end of `cast` if that is given and is no file of
/// another corpus, which is made when it is not there; else of the nearest `cast.qm` in the folders above
/// `near`, else of the file below its folder that declares most, else of `near`
/// itself. Where the end of an article is its own last word, without a line
/// break, it goes before the article's first word instead. Nothing changes
/// when no such file can be read.
pub fn declare(
    corpus: &Corpus,
    near: FileId,
    written: &str,
    name: &str,
    cast: Option<&Path>,
) -> CorpusEdit {
    declare_lines(
        corpus,
        near,
        &format!("{written}: {}", one_line(name)),
        cast,
    )
}

/// The change that puts declarations, as they are written but for the break at their
/// end, where [`declare`] puts one.
pub fn declare_lines(
    corpus: &Corpus,
    near: FileId,
    declarations: &str,
    cast: Option<&Path>,
) -> CorpusEdit {
    let file = match cast.filter(|path| is_home(corpus, path)) {
        Some(path) => match corpus.find(path) {
            Some(file) => file,
            None => {
                let mut edit = CorpusEdit::default();
                edit.created
                    .insert(path.to_owned(), format!("{declarations}\n"));
                return edit;
            }
        },
        None => home(corpus, near),
    };
    let Some(source) = corpus.source(file) else {
        return CorpusEdit::default();
    };
    let declarations = &declarations.replace('\n', line_break(&source.text));
    let at_end = CorpusEdit::of(file, [at_end(&source.text, declarations)]);
    match at_end.clone().checked(corpus) {
        Ok(edit) => edit,
        Err(_) => CorpusEdit::of(file, [at_start(&source, declarations)])
            .checked(corpus)
            .unwrap_or(at_end),
    }
}

/// Whether a file may take declarations: none of another corpus may.
pub fn is_home(corpus: &Corpus, path: &Path) -> bool {
    let file = corpus.find(path);
    file.is_none_or(|file| corpus.external(file).is_none())
}

/// The file in which something named in `near` is declared (see [`declare`]).
pub fn home(corpus: &Corpus, near: FileId) -> FileId {
    let Some(article) = corpus.file(near) else {
        return near;
    };
    let mut folders = article.path.ancestors().skip(1);
    if let Some(cast) = folders.find_map(|folder| corpus.find_own(&folder.join(CAST))) {
        return cast;
    }
    let folder = article.path.parent().unwrap_or(Path::new(""));
    let mut beside: HashMap<FileId, usize> = HashMap::new();
    for entity in corpus.index().declared() {
        for file in corpus.index().declaring_files(entity) {
            *beside.entry(file).or_default() += 1;
        }
    }
    let beside = beside.into_iter().filter_map(|(file, count)| {
        let path = &corpus.file(file).filter(|file| file.is_own())?.path;
        path.starts_with(folder)
            .then_some((count, Reverse(path), file))
    });
    beside.max().map_or(near, |(_, _, file)| file)
}

/// An id with its sigil that is not declared yet, made from the words that
/// name something: `Dr José García’s` becomes `@josé-garcía`, or
/// `@josé-garcía-2` when there is one already. Words without letters give the
/// kind's name.
pub fn proposed_id(words: &str, kind: EntityKind, corpus: &Corpus) -> String {
    let name = proposed_name(words);
    let name = match kind {
        EntityKind::Person => bare_person(&name),
        _ => &name,
    };
    let mut id = String::new();
    for c in name.to_lowercase().nfc() {
        let is_letter = c.is_alphanumeric();
        if is_letter || (is_combining_mark(c) && !id.is_empty() && !id.ends_with('-')) {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    let id = match id.trim_end_matches('-') {
        "" => kind.word(),
        id => id,
    };
    let first = format!("{}{id}", kind.sigil());
    let others = (2..).map(|number| format!("{first}-{number}"));
    let mut ids = std::iter::once(first.clone()).chain(others);
    ids.find(|id| !is_declared(corpus, id)).unwrap_or(first)
}

/// The name that words give: in one line, without `the` before it, a
/// possessive ending and the punctuation around it.
pub fn proposed_name(words: &str) -> String {
    bare_name(&one_line(words)).to_owned()
}

/// A person's name without the titles before it: `Zoe Hale` of `Dr Zoe Hale`.
pub fn bare_person(name: &str) -> &str {
    let mut bare = name;
    while let Some((first, rest)) = bare.split_once(' ') {
        if !is_title(first) {
            break;
        }
        bare = rest;
    }
    bare
}

fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_lowercase();
    TITLES.contains(&word.as_str())
}

fn is_declared(corpus: &Corpus, written: &str) -> bool {
    let entity = corpus.ids().find(written);
    entity.is_some_and(|entity| corpus.index().is_declared(entity))
}

/// Puts a declaration after everything, with a blank line before it.
pub(super) fn at_end(text: &str, declaration: &str) -> TextEdit {
    let line_break = line_break(text);
    let end = text.trim_end_matches([' ', '\t', '\r', '\n']).len();
    let breaks = breaks_in(&text[end..]);
    let wanted = if end == 0 { 0 } else { 2 };
    let gap = line_break.repeat(wanted - breaks.min(wanted));
    TextEdit::insert(text.len(), format!("{gap}{declaration}{line_break}"))
}

/// Puts a declaration before the first word after the header.
fn at_start(source: &Source, declaration: &str) -> TextEdit {
    let text = &source.text;
    let header = source.document.header.as_ref();
    let mark = match text.starts_with(BYTE_ORDER_MARK) {
        true => BYTE_ORDER_MARK.len_utf8(),
        false => 0,
    };
    let start = header.map_or(mark, |header| header.range.to());
    let line_break = line_break(text);
    let rest = &text[start..];
    let first_word = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    TextEdit::insert(
        start + first_word,
        format!("{declaration}{line_break}{line_break}"),
    )
}

fn breaks_in(space: &str) -> usize {
    space.replace("\r\n", "\n").matches(['\n', '\r']).count()
}

#[cfg(test)]
mod tests {
    use super::super::edit::applied;
    use super::super::fixture;
    use super::*;

    /// The file that changes, and its text afterwards.
    fn declared(fixture: &str, cast: Option<&str>) -> (String, String) {
        let (corpus, file, _) = fixture::corpus_at(fixture);
        let edit = declare(&corpus, file, "@ann", "Ann\n Lee", cast.map(Path::new));
        let edit = edit.checked(&corpus).unwrap();
        if let Some((path, text)) = edit.created.into_iter().next() {
            return (path.display().to_string(), text);
        }
        let (file, edits) = edit.changes.into_iter().next().unwrap();
        let path = corpus.file(file).unwrap().path.display().to_string();
        let text = corpus.source(file).unwrap().text;
        (path, applied(&text, &edits).unwrap())
    }

    #[test]
    fn the_nearest_cast_takes_it() {
        for (files, expected) in [
            (
                "//- cast.qm\n@x: X\n//- a/cast.qm\n//- b/cast.qm\n//- a/b/one.qm\n$0",
                "a/cast.qm",
            ),
            (
                "//- cast.qm\n//- a/many.qm\n@x: X\n//- a/one.qm\n$0",
                "cast.qm",
            ),
            (
                "//- a/few.qm\n@x: X\n//- a/many.qm\n@x: X\n\n@y: Y\n//- b/most.qm\n@x: X\n\n@y: Y\n\n@z: Z\n//- a/one.qm\n$0",
                "a/many.qm",
            ),
            ("//- b/cast.qm\n@x: X\n//- a/one.qm\nShe$0", "a/one.qm"),
        ] {
            assert_eq!(declared(files, None).0, expected, "{files}");
        }
        let files = "//- cast.qm\n//- people.qm\n@x: X\n//- one.qm\n$0";
        assert_eq!(declared(files, Some("people.qm")).0, "people.qm");
        assert_eq!(
            declared(files, Some("new.qm")),
            ("new.qm".into(), "@ann: Ann Lee\n".into())
        );
    }

    #[test]
    fn it_stands_by_itself_at_the_end() {
        for (cast, expected) in [
            ("", "@ann: Ann Lee\n"),
            ("@x: X\n", "@x: X\n\n@ann: Ann Lee\n"),
            ("@x: X", "@x: X\n\n@ann: Ann Lee\n"),
            ("@x: X\n\n", "@x: X\n\n@ann: Ann Lee\n"),
            (
                "@x: X\r\n    also: Y\r\n",
                "@x: X\r\n    also: Y\r\n\r\n@ann: Ann Lee\r\n",
            ),
            ("@x: X\r", "@x: X\r\r@ann: Ann Lee\r"),
        ] {
            let files = format!("//- cast.qm\n{cast}//- a.qm\n$0");
            assert_eq!(declared(&files, None).1, expected, "{cast:?}");
        }
    }

    #[test]
    fn an_article_keeps_its_last_word() {
        for (article, expected) in [
            ("She said.\n$0", "She said.\n\n@ann: Ann Lee\n"),
            ("She said.$0", "@ann: Ann Lee\n\nShe said."),
            (
                "---\ndate: 2011\n---\n\nShe.$0",
                "---\ndate: 2011\n---\n\n@ann: Ann Lee\n\nShe.",
            ),
            (
                "\u{feff}@x: X\nShe.$0",
                "\u{feff}@ann: Ann Lee\n\n@x: X\nShe.",
            ),
        ] {
            let files = format!("//- a.qm\n{article}");
            assert_eq!(declared(&files, None).1, expected, "{article:?}");
        }
    }

    #[test]
    fn ids_are_made_from_the_words() {
        let corpus = fixture::corpus(
            "//- cast.qm\n@ann-lee: Ann Lee\n@ann-lee-2: Ann\n//- a.qm\n[x]{@bob}\n",
        );
        for (words, kind, expected) in [
            (
                "Dr Laurence Buckman",
                EntityKind::Person,
                "@laurence-buckman",
            ),
            (
                "Prof. Dame Jane\n Dacre’s",
                EntityKind::Person,
                "@jane-dacre",
            ),
            ("Sir", EntityKind::Person, "@sir"),
            ("José García,", EntityKind::Person, "@josé-garcía"),
            ("Jose\u{301} O’Brien", EntityKind::Person, "@josé-o-brien"),
            ("山田太郎", EntityKind::Person, "@山田太郎"),
            (
                "The Dr Foster Unit",
                EntityKind::Organisation,
                "&dr-foster-unit",
            ),
            (
                "Marks & Spencer",
                EntityKind::Organisation,
                "&marks-spencer",
            ),
            ("Ann Lee", EntityKind::Person, "@ann-lee-3"),
            ("Ann Lee", EntityKind::Topic, "#ann-lee"),
            ("Bob", EntityKind::Person, "@bob"),
            ("“…”", EntityKind::Topic, "#topic"),
        ] {
            assert_eq!(proposed_id(words, kind, &corpus), expected);
        }
        assert_eq!(proposed_name("the  GPs’\n Committee’s"), "GPs’ Committee");
    }
}
