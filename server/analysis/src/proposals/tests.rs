//! The sieves on sentences of news, and what holds for every text.

use proptest::prelude::*;

use super::*;

/// What is proposed for words, a line each: tier, who, what.
fn proposed(words: &str) -> Vec<String> {
    proposed_for(words, &Vec::new())
}

fn proposed_for(words: &str, cast: &Knowns) -> Vec<String> {
    let found = proposals(Language::English, words, cast);
    let offered = found.iter().filter(|one| one.tier != Tier::Weak);
    offered
        .map(|one| {
            let parts: Vec<&str> = one.fragments.iter().map(|range| &words[*range]).collect();
            let who = match one.speakers.first() {
                Some(ProposedSpeaker::Known(number)) => cast[*number].id.clone(),
                Some(ProposedSpeaker::New { name, .. }) => name.clone(),
                Some(ProposedSpeaker::Words(words)) => format!("“{words}”"),
                None => "?".into(),
            };
            format!("{} · {who} · {}", one.tier.name(), parts.join(" … "))
        })
        .collect()
}

#[test]
fn each_sieve_finds_what_it_is_for() {
    for (words, expected) in [
        (
            "“We have to act now,” Dr Ann Gordon told the committee.",
            "sure · Ann Gordon · “We have to act now,”",
        ),
        (
            "“We have to act now,” said Ann Gordon, who chairs the board.",
            "sure · Ann Gordon · “We have to act now,”",
        ),
        (
            "“The plan,” Ann Gordon said, “will fail.”",
            "sure · Ann Gordon · “The plan,” … “will fail.”",
        ),
        (
            "“We have to act,” said Ann Gordon. “It is late.”",
            "sure · Ann Gordon · “We have to act,” … “It is late.”",
        ),
        (
            "For the board, Ann Gordon said, “the plan has failed for good.”",
            "likely · Ann Gordon · For the board … “the plan has failed for good.”",
        ),
        (
            "After the meeting, Ann Gordon said, “The plan has failed for good.”",
            "sure · Ann Gordon · “The plan has failed for good.”",
        ),
        (
            "But, Ann Gordon said, “the plan has failed for good.”",
            "sure · Ann Gordon · “the plan has failed for good.”",
        ),
        (
            "Ann Gordon said: “We have to act now.”",
            "sure · Ann Gordon · “We have to act now.”",
        ),
        (
            "Ann Gordon, chair of the local board, said, “We have to act now.”",
            "sure · Ann Gordon · “We have to act now.”",
        ),
        (
            "Ann Gordon said that the plan would fail, adding that nobody had read it.",
            "likely · Ann Gordon · the plan would fail",
        ),
        (
            "The plan would fail badly, Ann Gordon said.",
            "likely · Ann Gordon · The plan would fail badly",
        ),
        (
            "Ann Gordon said the plan would fail.",
            "likely · Ann Gordon · the plan would fail",
        ),
        (
            "The plan has failed in the north, according to the ministry.",
            "likely · “the ministry” · The plan has failed in the north",
        ),
        (
            "According to a senior official, the plan has failed.",
            "likely · “a senior official” · the plan has failed",
        ),
        (
            "“We cannot say,” a spokesman for the ministry said.",
            "sure · “a spokesman for the ministry” · “We cannot say,”",
        ),
    ] {
        let found = proposed(words);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{words}");
    }
}

#[test]
fn what_was_said_ends_where_the_writer_goes_on() {
    for (words, expected) in [
        (
            "While Ann Gordon said that the plan works, the board has doubts.",
            "likely · Ann Gordon · the plan works",
        ),
        (
            "Ann Gordon said the clinic would open in spring, which few had expected.",
            "likely · Ann Gordon · the clinic would open in spring",
        ),
        (
            "Ann Gordon said the clinic would open, but she did not say when.",
            "likely · Ann Gordon · the clinic would open",
        ),
        (
            "Ann Gordon said the clinic would open but did not say when.",
            "likely · Ann Gordon · the clinic would open",
        ),
        (
            "Meanwhile, the clinic is to close in spring, Ann Gordon said.",
            "likely · Ann Gordon · the clinic is to close in spring",
        ),
    ] {
        let found = proposed(words);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{words}");
    }
}

#[test]
fn a_participle_has_the_subject_of_its_sentence() {
    let words = "Ann Gordon revised her spending plans on Monday, saying that the ward would stay.";
    assert_eq!(
        proposed(words),
        ["likely · Ann Gordon · the ward would stay"]
    );
    let words = "Ann Gordon, in a letter to the board, rejected the offer, saying, “We will stay.”";
    assert_eq!(
        proposed(words).last().map(String::as_str),
        Some("sure · Ann Gordon · “We will stay.”")
    );
}

#[test]
fn somebody_may_be_told_in_front_of_a_clause() {
    for (words, expected) in [
        (
            "MiP is a union. Ann Gordon told MiP CCGs should be as large as clusters are now.",
            "likely · Ann Gordon · CCGs should be as large as clusters are now",
        ),
        (
            "Ann Gordon warned these rules would make it hard to run a clinic.",
            "possible · Ann Gordon · these rules would make it hard to run a clinic",
        ),
        (
            "Ann Gordon told the committee that the rules would fail.",
            "likely · Ann Gordon · the rules would fail",
        ),
    ] {
        let found = proposed(words);
        assert_eq!(found.first().map(String::as_str), Some(expected), "{words}");
    }
}

#[test]
fn who_writes_a_letter_speaks_in_it() {
    let words = "Ann Gordon chairs the union. Dr Gordon’s letter said: “We have to act now.”";
    assert_eq!(
        proposed(words),
        ["sure · Ann Gordon · “We have to act now.”"]
    );
}

#[test]
fn a_name_behind_an_office_is_the_speaker() {
    let words = "The chair, Bob Ray of the Harbour Board, said the port would close.";
    assert_eq!(proposed(words), ["likely · Bob Ray · the port would close"]);
}

#[test]
fn several_who_speak_are_taken_together() {
    let words = "Wexcombe, Harrow Vale and Orford said the move would save money.\n\nThey said it would begin in May.";
    assert_eq!(
        proposed(words),
        [
            "likely · “Wexcombe, Harrow Vale and Orford” · the move would save money",
            "likely · “Wexcombe, Harrow Vale and Orford” · it would begin in May",
        ]
    );
    let words =
        "The Association of Health Visitors and Nursing Union said the move would save money.";
    assert!(
        !proposed(words)[0].contains("“Health"),
        "{:?}",
        proposed(words)
    );
    let words = "The unit will cut its charges, according to people close to the talks.";
    assert_eq!(
        proposed(words),
        ["likely · “people close to the talks” · The unit will cut its charges"]
    );
}

#[test]
fn a_thing_is_nobody() {
    let words = "Ann Gordon said the board would look outside of its own cluster for support.\n\n\
                 “It is too late,” she said.";
    let found = proposals(Language::English, words, &Vec::new());
    assert_eq!(found[1].speakers.len(), 1, "{:?}", found[1].speakers);
}

#[test]
fn who_said_it_may_follow_the_verb_and_be_explained() {
    let words = "The clinic is to close in spring, said Ann Gordon, director of the trust.";
    assert_eq!(
        proposed(words),
        ["likely · Ann Gordon · The clinic is to close in spring"]
    );
}

#[test]
fn a_programme_before_the_clause_is_not_what_was_said() {
    let words = "On Tuesday’s “Morning Call,” Ann Gordon said the clinic would stay open.";
    assert_eq!(
        proposed(words),
        ["possible · Ann Gordon · the clinic would stay open"]
    );
}

#[test]
fn those_who_were_polled_are_no_likely_speakers() {
    let words = "Some 52 percent said the clinic should stay open.";
    let found = proposed(words);
    assert!(
        !found.iter().any(|line| line.starts_with("likely")),
        "{found:?}"
    );
}

#[test]
fn a_quotation_behind_a_colon_and_no_verb_is_possible() {
    let words = "Ann Gordon gave the board a blunt answer: “We will not close a ward this year.”";
    assert_eq!(
        proposed(words),
        ["possible · ? · “We will not close a ward this year.”"]
    );
}

#[test]
fn what_is_no_speech_is_not_offered_as_sure() {
    for words in [
        "Ann Gordon never said that the plan would fail.",
        "Ann Gordon might argue that the plan would fail.",
        "He read “The Long Road” on the train.",
        "“Just published”\n\n“Sign in”",
        "The so-called “reform” was dropped.",
        "",
    ] {
        let found = proposed(words);
        let is_sure = |line: &String| line.starts_with("sure") || line.starts_with("likely");
        assert!(!found.iter().any(is_sure), "{words}: {found:?}");
    }
}

#[test]
fn pronouns_lead_to_the_person_who_was_named() {
    let words = "Mary Clark chairs the board. “We have to act,” she said.\n\n\
                 John Hale runs the trust. “No,” he said.";
    let found = proposed(words);
    assert_eq!(
        found,
        [
            "sure · Mary Clark · “We have to act,”",
            "sure · John Hale · “No,”"
        ]
    );
}

#[test]
fn a_paragraph_goes_on_about_whom_it_names_first() {
    for (words, expected, is_settled) in [
        // A new paragraph with another subject.
        (
            "“It is late,” John Hale said.\n\nPeter Clark has read the plan and threw it away. “No,” he said.",
            "Peter Clark",
            true,
        ),
        // Whoever is told something is not the one who tells it.
        (
            "John Hale asked Peter Clark how high it was.\n\n“Ten feet,” he told Hale.",
            "Peter Clark",
            false,
        ),
        // An office is no part of a name, and neither is what somebody is a supporter of.
        (
            "Peter Clark said no.\n\nSecretary of State John Hale said that it took time. “We will see,” he said.",
            "John Hale",
            true,
        ),
        (
            "The Boston Globe columnist Mary Clark read it. A Jane Hale supporter left. “No,” she said.",
            "Mary Clark",
            true,
        ),
    ] {
        let found = proposals(Language::English, words, &Vec::new());
        let last = found.iter().rfind(|one| one.tier != Tier::Weak).unwrap();
        let name = match &last.speakers[0] {
            ProposedSpeaker::New { name, .. } => name.as_str(),
            other => panic!("{words}: {other:?}"),
        };
        assert_eq!((name, last.is_settled), (expected, is_settled), "{words}");
    }
}

#[test]
fn what_follows_from_a_guess_is_a_guess() {
    let words = "John Hale met Peter Clark. “Yes,” he said.\n\n“No,” he added.";
    let found = proposals(Language::English, words, &Vec::new());
    assert!(found.iter().all(|one| !one.is_settled), "{found:?}");
}

#[test]
fn a_declared_speaker_is_proposed_by_id() {
    let cast = vec![
        Known {
            id: "@gordon".into(),
            names: vec!["Ann Gordon".into(), "Dr Gordon".into()],
            is_person: true,
        },
        Known {
            id: "&doh".into(),
            names: vec!["Department of Health".into()],
            is_person: false,
        },
    ];
    let words =
        "“We have to act now,” Dr Gordon said. The Department of Health said that it would.";
    let found = proposed_for(words, &cast);
    assert_eq!(found[0], "sure · @gordon · “We have to act now,”");
}

#[test]
fn the_end_of_indirect_speech_has_alternatives() {
    let words = "Ann Gordon said that the plan would fail, which critics expected, and left.";
    let found = proposals(Language::English, words, &Vec::new());
    let ends: Vec<&str> = found[0].ends.iter().map(|end| &words[..*end]).collect();
    let ends: Vec<&str> = ends
        .iter()
        .map(|text| text.rsplit(' ').next().unwrap())
        .collect();
    assert!(
        ends.contains(&"fail") || words[found[0].fragments[0]].ends_with("fail"),
        "{ends:?}"
    );
    assert!(ends.contains(&"expected"), "{ends:?}");
}

#[test]
fn where_nothing_is_known_of_a_language_quotations_are_possible() {
    let words = "Le maire a lu « Le Monde » et a dit : « Nous ne fermerons pas la clinique. »";
    let found = proposals(Language::Other, words, &Vec::new());
    let [only] = &found[..] else {
        panic!("{found:?}");
    };
    assert_eq!(only.tier, Tier::Possible);
    assert_eq!(
        &words[only.fragments[0]],
        "« Nous ne fermerons pas la clinique. »"
    );
    assert!(only.source.is_none() && only.speakers.is_empty() && !only.is_settled);
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("“"),
        Just("”"),
        Just("\""),
        Just("'"),
        Just("’"),
        Just("''"),
        Just("‘"),
        Just(","),
        Just("."),
        Just("?"),
        Just(":"),
        Just("("),
        Just(")"),
        Just("—"),
        Just("\n\n"),
        Just("\n"),
        Just(" said "),
        Just(" Ann Lee "),
        Just(" he "),
        Just(" according to "),
        Just(" that "),
        Just(" who "),
        Just(" and "),
        Just(" the minister "),
        Just("'s "),
        Just(" told "),
        Just(" é中🙂 "),
        Just(" Mr. "),
        Just(" Lee "),
        Just(" pointed out "),
        Just(" called "),
        Just(" the plan would fail "),
        Just(" on Monday "),
        Just(" to "),
        Just(" of "),
        Just("LONDON — "),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn proposals_stay_in_the_text_and_apart(words in text()) {
        let found = proposals(Language::English, &words, &Vec::new());
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
            for end in &one.ends {
                prop_assert!(words.is_char_boundary(*end) && *end > one.fragments[0].from());
            }
        }
        ranges.sort_unstable();
        for pair in ranges.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{:?}", pair);
        }
    }
}

/// Every kind of text that makes a rule look far: one sentence, one paragraph, one quotation.
fn repetitive(length: usize) -> Vec<(&'static str, String)> {
    let pieces = [
        "he said that ",
        "said ",
        "and said ",
        "it is, according to him, ",
        "“a” ",
        "“It is late now,” Ann Lee said. ",
        "He said “it is late now and we go.” ",
        "“It is late and we go.” ",
        "“It is late and we go.”\n\n",
        "Ann: “We go to it now.” ",
        "Ann Lee said it is late.\n\n",
        "Ann Lee, chair of the board, ",
        "Ann Lee Bob Ray ",
        "A B C ",
        "Mr. Lee ",
        "“” ",
        "“ ",
        "” ",
        "\" ",
        ", ",
        ": ",
        "— ",
        "’tis ",
        "who said ",
        "which, she said, ",
        "(he said) ",
        "the minister ",
    ];
    let mut texts: Vec<_> = pieces
        .map(|piece| (piece, piece.repeat(length / piece.len())))
        .into();
    let letters = |mut number: usize| {
        let mut word = String::from("A");
        while number > 0 {
            word.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
            number /= 26;
        }
        word
    };
    let namesakes: String = (0..length / 20)
        .map(|number| format!("{} Lee said it. ", letters(number)))
        .collect();
    texts.push(("namesakes", namesakes));
    let people: String = (0..length / 20)
        .map(|number| format!("Ann {} said it. ", letters(number)))
        .collect();
    let quoted = format!("“{people}” he said. ");
    texts.push(("people", people));
    texts.push(("people in a quotation", quoted));
    texts
}

#[test]
fn no_text_takes_more_than_its_length_allows() {
    work::grows_with_length(repetitive, |words| {
        drop(proposals(Language::English, words, &Vec::new()))
    });
}

#[test]
fn the_kind_is_that_of_all_parts_together() {
    for (words, form) in [
        (
            "“The plan,” Ann Gordon said, “will fail.”",
            QuoteForm::Direct,
        ),
        (
            "The plan for the new quay, Ann Gordon said, will fail before the year is out.",
            QuoteForm::Indirect,
        ),
        (
            "The plan for the new quay, Ann Gordon said, “will fail in the end.”",
            QuoteForm::Mixed,
        ),
        (
            "Proposals to raise the tax, he said, amount to “tinkering around the edges.”",
            QuoteForm::Mixed,
        ),
    ] {
        let found = proposals(Language::English, words, &Vec::new());
        assert_eq!(found[0].form, form, "{words}");
        assert_eq!(found[0].fragments.len(), 2, "{words}");
    }
}

#[test]
fn a_pronoun_means_whom_its_sentence_is_about() {
    for (words, who) in [
        // The chair spoke last, and the paragraph is about somebody else.
        (
            "“The plan has failed,” said Ann Gordon.\n\nAs for Bob Hall, he was calm. “We shall see,” he said.",
            "Bob Hall",
        ),
        (
            "“The plan is late,” said Bob Hall.\n\nAsked whether Mr John Lee, the mayor, was right, Hall demurred. \
             “We shall see,” he said.",
            "Bob Hall",
        ),
        // Papers do not speak as he.
        (
            "Bob Hall left the board, according to the Evening Comet. “We shall see what comes of it,” he said.",
            "Bob Hall",
        ),
    ] {
        let found = proposals(Language::English, words, &Vec::new());
        let said = found
            .iter()
            .find(|one| words[one.fragments[0]].contains("We shall see"));
        let name = match said.and_then(|one| one.speakers.first()) {
            Some(ProposedSpeaker::New { name, .. }) => name,
            other => panic!("{other:?} of {words}"),
        };
        assert_eq!(name, who, "{words}");
    }
}
