//! What another corpus declares: it answers, and is never changed.

use std::path::Path;

use super::fixture;
use crate::features::declare::declare;
use crate::features::definition::definition;
use crate::features::diagnostics::diagnostics;
use crate::features::edit::{CorpusEdit, Refusal, TextEdit};
use crate::features::hover::hover;
use crate::features::merge::merge;
use crate::features::references::references;
use crate::features::rename::{prepare, rename_entity};
use crate::model::{Corpus, EntityId};
use crate::reports::{Code, Severities};

const EXTERNAL: &str = "\
//- external /s/cast.qm
@ann: Ann Lee
    role: chair of &bma, 2010..2012
@bob: Bob
&trust: Trust
[x]{by @ann} [y]{@cy}
";

fn id(corpus: &Corpus, written: &str) -> EntityId {
    corpus.ids().find(written).unwrap()
}

fn refusal<T>(done: Result<T, Refusal>) -> String {
    done.err()
        .map_or_else(|| "done".into(), |refusal| refusal.0)
}

#[test]
fn what_is_lent_answers_and_nothing_else_of_it_counts() {
    let article = "//- /c/a.qm\n---\ndate: 2011\n---\n[x]{by @a$0nn} [y]{@bob}\n";
    let (corpus, file, offset) = fixture::corpus_at(&format!("{EXTERNAL}{article}"));
    let shown = hover(&corpus, file, offset).unwrap();
    assert!(format!("{:?}", shown.card).contains("chair of"));
    let jump = definition(&corpus, file, offset).unwrap();
    let landings = fixture::landings(&corpus, &jump.targets);
    assert_eq!(landings, ["/s/cast.qm:1: @ann"]);
    let places = references(&corpus, file, offset, true).unwrap();
    let places = fixture::shown(&corpus, &places);
    assert_eq!(places, ["/c/a.qm:4: @ann", "/s/cast.qm:1: @ann"]);
    let counts = corpus.counts();
    assert_eq!((counts.articles, counts.quotes, counts.mentions), (1, 1, 1));
    // `&trust` and `&bma` are only declared or named in the other corpus.
    assert_eq!((counts.people, counts.organisations), (2, 0));
    assert_eq!(corpus.counts_in(&[file]), counts);
    assert_eq!((corpus.len(), corpus.files().count()), (1, 2));
    assert!(*corpus.index() == corpus.rebuilt_index());
    let uses = corpus.index().uses(id(&corpus, "@ann")).unwrap();
    assert_eq!(uses.quotes(), 1);
    let is_own = |written| {
        let uses = corpus.index().uses(id(&corpus, written));
        uses.is_some_and(|uses| uses.is_own())
    };
    assert!(is_own("@ann") && !is_own("&trust"));
    let reports = diagnostics(&corpus, file, &Severities::default());
    let unknown = |code: Code| code == Code::UnknownPerson;
    assert!(!reports.iter().any(|report| unknown(report.code)));
}

#[test]
fn an_id_that_is_declared_there_is_neither_renamed_nor_merged() {
    let own = "//- /c/a.qm\n@cy: Cy\n&bma: BMA\n[x]{by @a$0nn} [z]{@cy of &bma}\n";
    let (corpus, file, offset) = fixture::corpus_at(&format!("{EXTERNAL}{own}"));
    let id = |written| id(&corpus, written);
    let reason = "`@ann` is declared in /s/cast.qm, of the corpus in /s, which this one only \
                      reads; rename it there";
    assert_eq!(refusal(prepare(&corpus, file, offset)), reason);
    assert_eq!(refusal(rename_entity(&corpus, id("@ann"), "zoe")), reason);
    let reason = reason.replace("rename it", "merge it");
    assert_eq!(refusal(merge(&corpus, id("@ann"), id("@cy"))), reason);
    assert_eq!(refusal(merge(&corpus, id("@cy"), id("@ann"))), reason);
    // It is only named there.
    for refused in [
        refusal(rename_entity(&corpus, id("&bma"), "bma-uk")),
        refusal(merge(&corpus, id("&bma"), id("&trust"))),
    ] {
        assert!(
            refused.contains("/s/cast.qm, of the corpus in /s"),
            "{refused}"
        );
    }
    assert_eq!(refusal(rename_entity(&corpus, id("@cy"), "cyril")), "done");
}

#[test]
fn an_own_declaration_goes_first_and_is_no_second_one() {
    let own = "//- /z/a.qm\n@ann: Annie\n    role: clerk\n[x]{by @a$0nn}\n";
    let (corpus, file, _) = fixture::corpus_at(&format!("{EXTERNAL}{own}"));
    let ann = corpus.entity(id(&corpus, "@ann")).unwrap();
    assert_eq!((ann.name(), ann.roles().count()), ("Annie", 2));
    let reports = diagnostics(&corpus, file, &Severities::default());
    let mut codes = reports.iter().map(|report| report.code);
    assert!(!codes.any(|code| code == Code::DeclarationDuplicate));
    let reason = refusal(rename_entity(&corpus, id(&corpus, "@ann"), "zoe"));
    assert!(reason.contains("which this one only reads"), "{reason}");
}

#[test]
fn no_edit_reaches_it_and_nothing_new_is_declared_there() {
    let own = "//- /s/c/a.qm\n[x]{by @d$0an}\n";
    let (corpus, file, _) = fixture::corpus_at(&format!("{EXTERNAL}{own}"));
    let external = corpus.find(Path::new("/s/cast.qm")).unwrap();
    let edit = CorpusEdit::of(external, [TextEdit::insert(0, "@x: X\n")]);
    assert_eq!(
        refusal(edit.checked(&corpus)),
        "/s/cast.qm, of the corpus in /s, which this one only reads, would change; make the \
             change there"
    );
    for cast in [None, Some(Path::new("/s/cast.qm"))] {
        let edit = declare(&corpus, file, "@dan", "Dan", cast);
        assert_eq!(edit.changes.keys().collect::<Vec<_>>(), [&file]);
    }
}

#[test]
fn of_several_files_of_other_corpora_the_first_by_path_is_named() {
    let later = "//- external /s/z.qm\n@ann: Ann\n";
    let first = "//- external /s/b.qm\n@ann: Ann\n";
    for order in [[later, first], [first, later]] {
        let files = format!("{}//- /c/a.qm\n[x]{{by @ann}}\n", order.concat());
        let corpus = fixture::corpus(&files);
        let refused = refusal(rename_entity(&corpus, id(&corpus, "@ann"), "anna"));
        assert!(refused.contains("/s/b.qm"), "{refused}");
    }
}

#[test]
fn an_id_that_another_corpus_uses_stays() {
    let files =
        "//- external /s/b.qm\n@zoe: Zoe\n    role: clerk of &bma\n//- /c/a.qm\n&bma: BMA\n";
    let corpus = fixture::corpus(files);
    let refused = refusal(rename_entity(&corpus, id(&corpus, "&bma"), "bma-uk"));
    assert!(refused.contains("is named in /s/b.qm"), "{refused}");
}
