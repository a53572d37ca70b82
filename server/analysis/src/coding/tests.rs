//! That the values say what the tables say.

use std::path::Path;

use super::*;
use crate::model::{Source, StatementFilter};

const CAST: &str = "\
@ann: Ann Lee
    also: Dr Lee; Gov. Lee, 2010..2014
    role: chair of &bma and &nhs, 2010..2012
    role: writer
    born: Kent
@bob: Bob
&bma: BMA
    part of: &unions, 2011..
    active: 1900..2012-05
&nhs: NHS
&unions: Unions
#cuts: Cuts
";

fn corpus(files: &[(&str, &str)]) -> Corpus {
    let mut corpus = Corpus::default();
    for (path, text) in files {
        corpus.insert_source(Path::new(path), Source::new(*text));
    }
    corpus
}

fn all(corpus: &Corpus) -> Vec<Article> {
    let filter = StatementFilter::default();
    let extraction = Extraction::new(corpus, Path::new(""), &filter);
    articles(corpus, &extraction, extraction.articles()).unwrap()
}

#[test]
fn every_statement_stands_in_its_article_with_what_belongs_to_it() {
    let one = "\u{feff}---\ntitle: One\ndate: 2011-05\nsource: &gp\nDesk: news\n---\n\
        😀 [No]{by @ann and ? against #cuts to @bob}, [Ann]{@ann} said, [no]{more}. \
        [Yes]{by \"a man\" of &nhs for #cuts}[x]{note: sic}\n";
    let two = "---\nid: two\n---\n[Well]{by &bma}\n";
    // More articles than one part has.
    let many: Vec<(String, String)> = (0..300)
        .map(|n| (format!("many/{n:03}.qm"), format!("[w{n}]{{by @bob}}\n")))
        .collect();
    let mut files = vec![("cast.qm", CAST), ("a.qm", one), ("b.qm", two)];
    files.extend(many.iter().map(|(path, text)| (&**path, &**text)));
    let articles = all(&corpus(&files));
    assert_eq!(articles.len(), 302);
    let one = &articles[0];
    assert_eq!(one.text, "😀 No, Ann said, no. Yesx\n");
    assert_eq!((&*one.key, &*one.path), ("a.qm", "a.qm"));
    assert_eq!(one.own("desk"), Some("news"));
    assert_eq!(one.date_text.as_deref(), Some("2011-05"));
    assert_eq!(articles[1].key, "two");
    for article in &articles {
        let points: Vec<char> = article.text.chars().collect();
        let units: Vec<u16> = article.text.encode_utf16().collect();
        for statement in &article.statements {
            let words = statement.fragments.iter().map(|span| {
                let by_units = &units[span.start_utf16..span.end_utf16];
                let words: String = points[span.start..span.end].iter().collect();
                assert_eq!(String::from_utf16(by_units).unwrap(), words);
                words
            });
            let words: Vec<String> = words.collect();
            assert_eq!(words.join(" … "), statement.text);
        }
    }
    let said = &one.statements[0];
    assert_eq!((said.fragments.len(), &*said.text), (2, "No … no"));
    let speakers: Vec<_> = said.speakers.iter().map(|one| one.kind).collect();
    assert_eq!(speakers, [SpeakerKind::Person, SpeakerKind::Unknown]);
    let organisations = said.speakers[0].organisations.iter();
    let organisations: Vec<&str> = organisations.map(|one| &*one.name).collect();
    assert_eq!(organisations, ["BMA", "NHS"]);
    assert_eq!((&*said.topics[0].name, said.topics[0].stance), ("Cuts", -1));
    assert_eq!(said.addressees[0].id, "@bob");
    let other = &one.statements[1];
    assert_eq!(other.speakers[0].kind, SpeakerKind::Unnamed);
    assert_eq!(other.speakers[0].name.as_deref(), Some("a man"));
    assert_eq!(other.of.as_deref(), Some("&nhs"));
    assert_eq!(one.mentions[0].id, "@ann");
    assert_eq!((&*one.notes[0].text, &*one.notes[0].note), ("x", "sic"));
    for (number, article) in articles[2..].iter().enumerate() {
        assert_eq!(article.statements[0].text, format!("w{number}"));
    }
}

#[test]
fn the_cast_has_its_roles_with_their_dates() {
    let cast = whole_cast(&corpus(&[("cast.qm", CAST), ("a.qm", "[x]{by @new}\n")]));
    let find = |id: &str| cast.entities.iter().find(|one| one.id == id).unwrap();
    let ann = find("@ann");
    assert_eq!(ann.aliases.len(), 2);
    assert_eq!(ann.aliases[1].1.as_deref(), Some("2010..2014"));
    let roles = ann.roles.iter();
    let roles: Vec<_> = roles
        .map(|role| (role.position, role.organisation.as_deref()))
        .collect();
    assert_eq!(roles, [(1, Some("&bma")), (1, Some("&nhs")), (2, None)]);
    assert_eq!(
        ann.roles[0].when.written_ends(),
        (Some("2010"), Some("2012"))
    );
    assert!(ann.roles[2].when.is_open);
    assert_eq!(ann.own("born"), Some("Kent"));
    assert_eq!(find("&bma").parents[0].id, "&unions");
    assert_eq!(find("@new").name, None);
    assert_eq!(find("#cuts").kind, EntityKind::Topic);
}
