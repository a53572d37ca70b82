//! German sentences, one or more for each rule, and what holds for every text.

use proptest::prelude::*;

use crate::proposals::{Known, Knowns, Language, ProposedSpeaker, Tier, proposals, work};
use crate::syntax::TextRange;

/// What is proposed for words, a line each: tier, who, what.
fn proposed(words: &str) -> Vec<String> {
    proposed_for(words, &Vec::new())
}

fn proposed_for(words: &str, cast: &Knowns) -> Vec<String> {
    let found = proposals(Language::German, words, cast);
    let lines = found.iter().map(|one| {
        let parts: Vec<&str> = one.fragments.iter().map(|range| &words[*range]).collect();
        let who = match one.speakers.first() {
            Some(ProposedSpeaker::Known(number)) => cast[*number].id.clone(),
            Some(ProposedSpeaker::New { name, .. }) => name.clone(),
            Some(ProposedSpeaker::Words(words)) => format!("“{words}”"),
            None => "?".into(),
        };
        format!("{} · {who} · {}", one.tier.name(), parts.join(" … "))
    });
    lines.collect()
}

fn check(all: &[(&str, &str)]) {
    for (words, expected) in all {
        let found = proposed(words);
        assert_eq!(
            found.first().map(String::as_str),
            Some(*expected),
            "{words}"
        );
    }
}

#[test]
fn a_quotation_has_its_verb_behind_it() {
    check(&[
        (
            "„Wir schließen keine Klinik“, sagte Anna Brandt.",
            "sure · Anna Brandt · „Wir schließen keine Klinik“",
        ),
        (
            "»Wir schließen keine Klinik«, erklärte Ministerin Brandt am Montag in Kiel.",
            "sure · Brandt · »Wir schließen keine Klinik«",
        ),
        (
            "«Wir schliessen keine Klinik», betonte der Sprecher des Ministeriums.",
            "sure · “der Sprecher des Ministeriums” · «Wir schliessen keine Klinik»",
        ),
        (
            "\"Wir schließen keine Klinik\", so die Polizei.",
            "sure · “die Polizei” · \"Wir schließen keine Klinik\"",
        ),
        (
            "„Wer soll das bezahlen?“, fragte Grünen-Chef Karl Lindner.",
            "sure · Karl Lindner · „Wer soll das bezahlen?“",
        ),
        (
            "„Wir haben gewonnen“, teilte die Stadt mit.",
            "sure · “die Stadt” · „Wir haben gewonnen“",
        ),
    ]);
}

#[test]
fn a_quotation_may_go_on_behind_its_verb_and_in_the_next_sentence() {
    check(&[
        (
            "„Der Plan“, sagte Anna Brandt, „wird scheitern.“",
            "sure · Anna Brandt · „Der Plan“ … „wird scheitern.“",
        ),
        (
            "„Es ist spät“, sagte Anna Brandt. „Wir gehen nach Hause.“",
            "sure · Anna Brandt · „Es ist spät“ … „Wir gehen nach Hause.“",
        ),
    ]);
}

#[test]
fn a_quotation_has_its_verb_before_it() {
    check(&[
        (
            "Anna Brandt sagte: „Wir schließen keine Klinik.“",
            "sure · Anna Brandt · „Wir schließen keine Klinik.“",
        ),
        (
            "Am Montag erklärte Anna Brandt, die Leiterin der Klinik, in Kiel: „Wir bleiben hier.“",
            "sure · Anna Brandt · „Wir bleiben hier.“",
        ),
        (
            "Relativierend fügte Anna Brandt hinzu: „Wir bleiben nicht lange.“",
            "sure · Anna Brandt · „Wir bleiben nicht lange.“",
        ),
        (
            "Als Begründung sagte ein Sprecher: „Das Haus ist zu alt.“",
            "sure · “ein Sprecher” · „Das Haus ist zu alt.“",
        ),
        (
            "Anna Brandt warb im Rat für den Plan: „Er ist gut für uns alle.“",
            "possible · Anna Brandt · „Er ist gut für uns alle.“",
        ),
    ]);
}

#[test]
fn the_nearest_verb_has_the_quotation() {
    check(&[
        (
            "Besorgt äußerte sich Karl Lindner zum Plan: „Wir fürchten das“, sagte er.",
            "sure · Karl Lindner · „Wir fürchten das“",
        ),
        (
            "Wie der Sender mitteilte, schickte Karl Lindner nur ein Wort: „Nein und noch einmal nein.“",
            "likely · “der Sender” · schickte Karl Lindner nur ein Wort: „Nein und noch einmal nein.“",
        ),
    ]);
}

#[test]
fn clauses_are_said() {
    check(&[
        (
            "Anna Brandt sagte, dass der Plan scheitern werde.",
            "likely · Anna Brandt · dass der Plan scheitern werde",
        ),
        (
            "Der Sprecher der Partei, Karl Lindner, teilte mit, dass der Plan gescheitert ist.",
            "likely · Karl Lindner · dass der Plan gescheitert ist",
        ),
        (
            "Anna Brandt hatte gesagt, dass sie bleibt.",
            "likely · Anna Brandt · dass sie bleibt",
        ),
        (
            "Anna Brandt sagte, der Plan sei gescheitert.",
            "likely · Anna Brandt · der Plan sei gescheitert",
        ),
        (
            "Die Polizei kam und erklärte, das Haus müsse geräumt werden.",
            "likely · “Die Polizei” · das Haus müsse geräumt werden",
        ),
        (
            "Der Plan sei gescheitert, sagte Anna Brandt.",
            "likely · Anna Brandt · Der Plan sei gescheitert",
        ),
        (
            "Der Plan sei gescheitert, so Anna Brandt.",
            "likely · Anna Brandt · Der Plan sei gescheitert",
        ),
        (
            "Anna Brandt fragte, ob der Plan gescheitert ist.",
            "possible · Anna Brandt · ob der Plan gescheitert ist",
        ),
    ]);
}

#[test]
fn sources_stand_beside_what_they_say() {
    check(&[
        (
            "Nach Angaben der Polizei wurden zwei Menschen verletzt.",
            "likely · “der Polizei” · wurden zwei Menschen verletzt",
        ),
        (
            "Laut Karl Lindner ist der Plan gescheitert.",
            "likely · Karl Lindner · ist der Plan gescheitert",
        ),
        (
            "Nach Angaben des Direktors, Karl Lindner, war das Haus leer.",
            "likely · Karl Lindner · war das Haus leer",
        ),
        (
            "Dem Bericht zufolge ist der Plan gescheitert.",
            "likely · “Dem Bericht” · ist der Plan gescheitert",
        ),
        (
            "Zwei Menschen wurden nach Angaben der Polizei gestern schwer verletzt.",
            "likely · “der Polizei” · Zwei Menschen wurden … gestern schwer verletzt",
        ),
        (
            "Zwei Menschen wurden verletzt, wie die Polizei mitteilte.",
            "likely · “die Polizei” · Zwei Menschen wurden verletzt",
        ),
        (
            "Wie die Polizei mitteilte, wurden zwei Menschen verletzt.",
            "likely · “die Polizei” · wurden zwei Menschen verletzt",
        ),
    ]);
}

#[test]
fn what_goes_on_in_the_subjunctive_may_be_said_by_the_same() {
    let words = "Anna Brandt sagte, der Plan sei gescheitert. Das Haus müsse geräumt werden.";
    assert_eq!(
        proposed(words)[1],
        "possible · Anna Brandt · Das Haus müsse geräumt werden"
    );
}

#[test]
fn what_is_no_speech_is_not_sure() {
    for words in [
        "Der Film „Das lange Leben“ lief gestern an.",
        "Die Gemeinde, die älteste des Landes, kündigte den Vertrag.",
        "Wann die Klinik schließt, gab die Stadt nicht bekannt.",
        "Am 3. Mai fand die Wahl statt. Ende Juni folgt die nächste.",
        "Sie sagten nichts, was neu wäre.",
        "",
    ] {
        let found = proposed(words);
        let is_sure = |line: &String| line.starts_with("sure") || line.starts_with("likely");
        assert!(!found.iter().any(is_sure), "{words}: {found:?}");
    }
}

#[test]
fn he_and_she_lead_to_whoever_was_named_and_they_to_nobody() {
    let words = "Anna Brandt leitet die Klinik. „Wir bleiben hier“, sagte sie.\n\n\
                 Karl Lindner leitet den Rat. Er sagte: „Nein, das geht nicht.“";
    assert_eq!(
        proposed(words),
        [
            "sure · Anna Brandt · „Wir bleiben hier“",
            "sure · Karl Lindner · „Nein, das geht nicht.“"
        ]
    );
    let words = "Anna Brandt kam mit Freunden. „Wir bleiben hier“, sagten sie.";
    let found = proposed(words);
    assert!(
        !found.iter().any(|line| line.contains("Anna Brandt")),
        "{found:?}"
    );
}

#[test]
fn names_have_titles_last_names_and_genitives() {
    let words = "Bundeskanzlerin Anna Brandt kam. „Es ist gut“, sagte Brandt. \
                 Brandts Sprecher ging. „Es ist spät“, sagte Frau Brandt.";
    let found = proposed(words);
    assert_eq!(
        found,
        [
            "sure · Anna Brandt · „Es ist gut“",
            "sure · Anna Brandt · „Es ist spät“"
        ]
    );
}

#[test]
fn the_cast_is_known_by_its_names() {
    let known = |id: &str, name: &str, is_person| Known {
        id: id.into(),
        names: vec![name.into()],
        is_person,
    };
    let cast = vec![
        known("@brandt", "Anna Brandt", true),
        known("&amt", "Amt für Wasser", false),
        known("&polizei", "Polizei", false),
    ];
    for (words, who) in [
        ("„Es ist gut“, sagte Brandt.", "@brandt"),
        ("„Es ist gut“, sagte Direktorin Anna Brandt.", "@brandt"),
        ("Das Amt für Wasser teilte mit, dass es gut ist.", "&amt"),
        ("Nach Angaben der Polizei ist alles gut.", "&polizei"),
    ] {
        let found = proposed_for(words, &cast);
        assert!(found[0].contains(who), "{words}: {found:?}");
    }
}

const PIECES: [&str; 44] = [
    "„",
    "“",
    "»",
    "«",
    "\"",
    "‚",
    "‘",
    ",",
    ".",
    "?",
    ":",
    ";",
    "(",
    ")",
    "–",
    "\n\n",
    "\n",
    " sagte ",
    " Anna Brandt ",
    " er ",
    " sie ",
    " nach Angaben ",
    " der Polizei ",
    " dass ",
    " sei ",
    " und ",
    " die Ministerin ",
    " so ",
    " teilte ",
    " mit ",
    " zufolge ",
    " laut ",
    " wie ",
    " hieß es ",
    " hatte ",
    " gesagt ",
    " am Montag ",
    " von ",
    " 3. ",
    " é中🙂 ",
    " Dr. ",
    " Brandts ",
    " wird ",
    " zitiert ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(&PIECES[..]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn proposals_stay_in_the_text_and_apart(words in text()) {
        let cast = vec![Known { id: "@b".into(), names: vec!["Anna Brandt".into()], is_person: true }];
        for cast in [Vec::new(), cast] {
            let found = proposals(Language::German, &words, &cast);
            let mut ranges: Vec<TextRange> = Vec::new();
            for one in &found {
                prop_assert!(!one.fragments.is_empty());
                for range in &one.fragments {
                    prop_assert!(range.from() < range.to());
                    prop_assert!(words.is_char_boundary(range.from()) && words.is_char_boundary(range.to()));
                    if one.tier != Tier::Weak {
                        ranges.push(*range);
                    }
                }
            }
            ranges.sort_unstable();
            for pair in ranges.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start, "{:?}", pair);
            }
        }
    }
}

/// Every kind of text that makes a rule look far.
fn repetitive(length: usize) -> Vec<(&'static str, String)> {
    let pieces = [
        "sagte ",
        "er sagte, dass ",
        "und sagte ",
        "sagte er, ",
        "„a“ ",
        "„Es ist jetzt spät“, sagte Anna Brandt. ",
        "„Es ist jetzt schon sehr spät.“ ",
        "„Es ist jetzt schon sehr spät.“\n\n",
        "Anna Brandt sagte: „Es ist jetzt spät.“ ",
        "Anna Brandt, die Leiterin der Klinik, ",
        "Anna Brandt Karl Lindner ",
        "die Leiterin der Klinik ",
        "der der ",
        "neue ",
        "Klinik ",
        "nach Angaben der Polizei ",
        "nach Angaben ",
        "zufolge ",
        "der Polizei zufolge ",
        "laut Brandt, ",
        "wie die Polizei mitteilte, ",
        "wie ",
        "so Brandt, ",
        "hatte gesagt, ",
        "Es sei spät. ",
        "teilte mit ",
        "(ja) ",
        "A. B. ",
        "Herr Brandt ",
        "„ ",
        "“ ",
        ", ",
        ": ",
        "3. ",
    ];
    let mut texts: Vec<_> = pieces
        .map(|piece| (piece, piece.repeat(length / piece.len())))
        .into();
    texts.push(("one word", format!("P{}", "olizei".repeat(length / 6))));
    let quoted = format!(
        "„{}“, sagte er. ",
        "Er sagte es nach Angaben der Polizei. ".repeat(length / 38)
    );
    texts.push(("one quotation", quoted));
    texts
}

#[test]
fn no_text_takes_more_than_its_length_allows() {
    work::grows_with_length(repetitive, |words| {
        drop(proposals(Language::German, words, &Vec::new()))
    });
}
