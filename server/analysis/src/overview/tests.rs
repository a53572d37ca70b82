//! What stands on the page of small corpora.

use std::collections::HashSet;
use std::path::Path;

use super::mark::{Mark, UNFINISHED};
use super::page::{STYLE, STYLE_HASH};
use super::{About, MOST_QUOTES, Overview};
use crate::model::{Corpus, Source, StatementFilter};
use crate::syntax::Side;
use crate::table::Cell;
use crate::tables::Extraction;

const CAST: &str = "\
@ann: Ann Lee
    role: chair of &bma, 2010..2012
@bob: Bob <b>\"&amp;'</b>
&bma: BMA
#cuts: Cuts </title><script>alert(1)</script>
#money: Money
";

fn corpus(files: &[(&str, String)]) -> Corpus {
    let mut corpus = Corpus::default();
    for (path, text) in files {
        corpus.insert_source(Path::new(path), Source::new(&**text));
    }
    corpus
}

/// So many articles, each with seven statements.
fn articles(count: usize) -> Corpus {
    let mut files = vec![("cast.qm".to_owned(), CAST.to_owned())];
    for number in 0..count {
        let (year, month) = (2009 + number / 12, 1 + number % 12);
        let text = format!(
            "---\ntitle: <i onload=x>{number}\ndate: {year}-{month:02}-03\n---\n\n\
             [“Private firms took the work.”]{{by @ann against #cuts}} [Firms won.]{{by @bob for #cuts on #money}}\n\n\
             [<script>alert(2)</script> \u{202e}firms]{{by @ann, @bob for #cuts}} [a]{{by ?}} [b]{{by \"a man\" on #money}}\n\n\
             [c]{{by &bma on #money at 2011}} [d]{{by @ann as \"a guest\"}}\n"
        );
        files.push((format!("a&<\"{number:03}.qm"), text));
    }
    let files: Vec<(&str, String)> = files
        .iter()
        .map(|(path, text)| (&**path, text.clone()))
        .collect();
    corpus(&files)
}

fn overview(corpus: &Corpus, filter: &StatementFilter) -> Overview {
    let extraction = Extraction::new(corpus, Path::new(""), filter);
    let about = About {
        title: "A & <b>",
        wanted: filter,
    };
    Overview::new(&extraction, &about).unwrap()
}

/// What stands between the double quotation marks after each `name=`.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let begin = format!(" {name}=\"");
    let pieces = page.split(&*begin).skip(1);
    pieces
        .map(|piece| piece.split('"').next().unwrap())
        .collect()
}

#[test]
fn numbers_are_those_of_the_counts() {
    let corpus = articles(14);
    let filter = StatementFilter::default();
    let page = overview(&corpus, &filter);
    let extraction = Extraction::new(&corpus, Path::new(""), &filter);
    let counts = |by: &str| {
        let by: Vec<_> = by.split(',').map(|one| one.parse().unwrap()).collect();
        extraction.count(&by).unwrap()
    };
    assert_eq!((page.statements, page.articles, page.quoting), (98, 14, 14));
    let by_topic = counts("topic,stance");
    for row in by_topic.rows.iter() {
        let [Cell::Text(id), _, Cell::Int(stance), Cell::Int(count), _] = row[..] else {
            continue;
        };
        let topic = page
            .topics
            .iter()
            .find(|topic| topic.topic.id == id)
            .unwrap();
        let side = usize::try_from(stance + 1).unwrap();
        assert_eq!(
            topic.sides[side],
            usize::try_from(count).unwrap(),
            "{id} {stance}"
        );
    }
    let by_speaker = counts("speaker");
    for row in by_speaker.rows.iter() {
        let [Cell::Text(id), _, Cell::Int(count), _] = row[..] else {
            continue;
        };
        let speaker = page
            .speakers
            .iter()
            .find(|speaker| speaker.id == id)
            .unwrap();
        assert_eq!(speaker.count, usize::try_from(count).unwrap(), "{id}");
    }
    // Ann has no role in 2009; Bob never has; `?` and two without a topic are in each.
    assert_eq!(page.unfinished, [14, 28, 14 + 14 + 12, 0]);
    // Of some only the year is known, so that years are shown.
    assert_eq!(page.periods.len(), 3);
    let in_time: usize = page.periods.iter().map(|period| period.count).sum();
    assert_eq!(in_time, 98);
    for (mark, noted) in &page.marks {
        assert!(noted.shown.len() <= MOST_QUOTES && noted.shown.len() <= noted.count);
        if let Mark::Topic(topic, Some(side)) = mark {
            let sides = page
                .topics
                .iter()
                .find(|other| other.topic.entity == *topic)
                .unwrap()
                .sides;
            let place = if *side == Side::For { 2 } else { 0 };
            assert_eq!(noted.count, sides[place]);
        }
    }
}

#[test]
fn every_link_leads_to_a_place_of_the_page() {
    let page = overview(&articles(14), &StatementFilter::default()).html();
    let ids = attributes(&page, "id");
    let all: HashSet<&str> = ids.iter().copied().collect();
    assert_eq!(all.len(), ids.len());
    let links = attributes(&page, "href");
    assert!(links.len() > 40, "{}", links.len());
    for link in &links {
        assert!(all.contains(link.strip_prefix('#').unwrap()), "{link}");
    }
    // All that leads nowhere else is reached.
    for id in ids.iter().filter(|id| id.contains(':')) {
        assert!(links.contains(&&*format!("#{id}")), "{id}");
    }
}

#[test]
fn in_an_editor_quotes_lead_to_numbered_places_and_all_else_stays_in_the_page() {
    let corpus = articles(14);
    let page = overview(&corpus, &StatementFilter::default()).embedded();
    let ids = attributes(&page.body, "id");
    let links = attributes(&page.body, "href");
    let mut numbers: HashSet<usize> = HashSet::new();
    for link in links {
        match link.strip_prefix("#source:") {
            Some(number) => drop(numbers.insert(number.parse().unwrap())),
            None => assert!(ids.contains(&link.strip_prefix('#').unwrap()), "{link}"),
        }
    }
    // All 98 statements are reached, and the words of each stand at its place.
    assert_eq!((numbers.len(), page.places.len()), (98, 98));
    assert!(numbers.iter().all(|number| *number < 98));
    for (number, (file, range)) in page.places.iter().enumerate() {
        let text = corpus.text(*file).unwrap();
        let words = super::html::escaped(&text[range.bytes()]);
        let link = format!("<a href=\"#source:{number}\">{words}</a>");
        assert!(page.body.contains(&link), "{link}");
    }
    for around in ["<html", "<head>", "<body", "<style"] {
        assert!(!page.body.contains(around), "{around}");
    }
}

#[test]
fn what_a_corpus_says_is_no_markup() {
    let page = overview(&articles(3), &StatementFilter::default()).html();
    for raw in [
        "<script",
        "<b>\"",
        "<i onload",
        "onload=x>",
        "\u{202e}",
        "A & <b>",
        "a&<",
    ] {
        assert!(!page.contains(raw), "{raw}");
    }
    for escaped in [
        "A &amp; &lt;b&gt;",
        "&lt;script&gt;alert(2)&lt;/script&gt; \u{fffd}firms",
        "Bob &lt;b&gt;&quot;&amp;amp;&#39;&lt;/b&gt;",
        "a&amp;&lt;&quot;000.qm:",
    ] {
        assert!(page.contains(escaped), "{escaped}");
    }
}

#[test]
fn nothing_is_loaded_or_run_and_the_style_is_the_only_one() {
    let page = overview(&articles(3), &StatementFilter::default()).html();
    for outside in [
        "src=", "url(", "@import", "http:", "https:", "style=", "<link", "<script", "<iframe",
    ] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains(&format!("style-src 'sha256-{}'", STYLE_HASH.trim())));
    assert!(page.contains("default-src 'none'"));
    assert_eq!(base64(&sha256(STYLE.as_bytes())), STYLE_HASH.trim());
}

#[test]
fn more_quotes_than_are_shown_are_listed_by_a_command() {
    let corpus = articles(60);
    let html = overview(&corpus, &StatementFilter::default()).html();
    assert!(html.contains("and 70 more: <code>quotemark quotes --for &#39;#cuts&#39;</code>"));
    assert!(html.contains("and 130 more: <code>quotemark quotes --by @ann</code>"));
    assert!(html.contains("quotemark quotes --by @bob --on &#39;#cuts&#39;"));
    assert!(
        html.contains("then in the table <code>statements</code>, <code>is_open</code> is true")
    );
    // With a filter, it holds in the commands too.
    let filter = StatementFilter {
        on: vec![(corpus.ids().find("#cuts").unwrap(), None)],
        parts_of_topics: true,
        ..StatementFilter::default()
    };
    let html = overview(&corpus, &filter).html();
    assert!(html.contains("quotemark quotes --by @ann --with-parts --on &#39;#cuts&#39;</code>"));
}

#[test]
fn the_page_does_not_depend_on_the_order_in_which_files_are_found() {
    let corpus_of = |is_reversed: bool| {
        let mut files = vec![
            ("cast.qm", CAST.to_owned()),
            (
                "a.qm",
                "[x]{by @zoe on #z} [y]{by @bob for #money}\n".to_owned(),
            ),
            (
                "b.qm",
                "[z]{by @bob against #cuts} [w]{by @zoe for #cuts}\n".to_owned(),
            ),
        ];
        if is_reversed {
            files.reverse();
        }
        corpus(&files)
    };
    let html = |corpus: &Corpus| overview(corpus, &StatementFilter::default()).html();
    assert_eq!(html(&corpus_of(false)), html(&corpus_of(true)));
}

#[test]
fn a_corpus_without_statements_has_a_page_too() {
    let page = overview(&articles(0), &StatementFilter::default());
    assert_eq!(page.statements(), 0);
    assert!(page.html().contains("There are no statements."));
    assert_eq!(UNFINISHED.len(), 4);
}

// ---- The hash of the style ---------------------------------------------------------

/// SHA-256 as FIPS 180-4 has it, for one short text.
fn sha256(bytes: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2u32..)
        .filter(|n| (2..*n).all(|d| n % d != 0))
        .take(64)
        .collect();
    // The first 32 bits of the fractional parts of roots.
    let fraction = |root: f64| ((root - root.floor()) * 4_294_967_296.0) as u32;
    let constants: Vec<u32> = primes
        .iter()
        .map(|p| fraction(f64::from(*p).cbrt()))
        .collect();
    let mut state: Vec<u32> = primes[..8]
        .iter()
        .map(|p| fraction(f64::from(*p).sqrt()))
        .collect();
    let mut padded = bytes.to_vec();
    padded.push(0x80);
    while padded.len() % 64 != 56 {
        padded.push(0);
    }
    padded.extend((bytes.len() as u64 * 8).to_be_bytes());
    for block in padded.chunks(64) {
        let mut w: Vec<u32> = block
            .chunks(4)
            .map(|word| u32::from_be_bytes(word.try_into().unwrap()))
            .collect();
        for i in 16..64 {
            let one = w[i - 15].rotate_right(7) ^ w[i - 15].rotate_right(18) ^ (w[i - 15] >> 3);
            let two = w[i - 2].rotate_right(17) ^ w[i - 2].rotate_right(19) ^ (w[i - 2] >> 10);
            w.push(
                w[i - 16]
                    .wrapping_add(one)
                    .wrapping_add(w[i - 7])
                    .wrapping_add(two),
            );
        }
        let mut v = state.clone();
        for i in 0..64 {
            let s1 = v[4].rotate_right(6) ^ v[4].rotate_right(11) ^ v[4].rotate_right(25);
            let choice = (v[4] & v[5]) ^ (!v[4] & v[6]);
            let one = v[7]
                .wrapping_add(s1)
                .wrapping_add(choice)
                .wrapping_add(constants[i])
                .wrapping_add(w[i]);
            let s0 = v[0].rotate_right(2) ^ v[0].rotate_right(13) ^ v[0].rotate_right(22);
            let two = s0.wrapping_add((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(one);
            v[0] = one.wrapping_add(two);
        }
        state
            .iter_mut()
            .zip(v)
            .for_each(|(all, more)| *all = all.wrapping_add(more));
    }
    let bytes: Vec<u8> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
    bytes.try_into().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = bytes.chunks(3).flat_map(|chunk| {
        let number = chunk
            .iter()
            .fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
        let number = number << (8 * (3 - chunk.len()));
        (0..4).map(move |place| match place <= chunk.len() {
            true => char::from(DIGITS[(number >> (18 - 6 * place) & 63) as usize]),
            false => '=',
        })
    });
    digits.collect()
}
