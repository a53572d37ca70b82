//! What is offered for articles, and what taking it comes to.

use std::path::Path;

use super::*;
use crate::features::edit::applied;
use crate::features::fixture;
use crate::model::{Corpus, FileId};
use crate::proposals::Tier;

const ARTICLE: &str = "//- cast.qm
@ann-gordon: Ann Gordon
    also: Dr Gordon
    role: chair of &bma, 2010..

&bma: British Medical Association
    also: BMA

//- a.qm
---
date: 2011-12-01
---

$0“We have to act now,” said Dr Ann Gordon. “It is late.”

“The plan,” Richard Vautrey, deputy chair of the BMA, said, “will fail.”

A spokesman for the BMA said: “We cannot comment on that.”

Dr Vautrey said that nobody had read the plan.
";

fn reviewed(fixture: &str, refused: &Refused) -> (Corpus, FileId, Review) {
    let (corpus, file, _) = fixture::corpus_at(fixture);
    let found = review(
        &corpus,
        file,
        ReviewRules {
            is_on: true,
            refused: Some(refused),
        },
    );
    (corpus, file, found)
}

fn offers(fixture: &str) -> (Corpus, FileId, Review) {
    reviewed(fixture, &Refused::default())
}

/// Offers in a line each: how sure, the tag, the parts, and the reason.
fn shown(corpus: &Corpus, file: FileId, review: &Review) -> Vec<String> {
    let text = corpus.source(file).unwrap().text;
    let show = |offer: &Offer| {
        let parts: Vec<&str> = offer.fragments.iter().map(|part| &text[*part]).collect();
        let tag = match offer.chosen {
            Some(chosen) => &*offer.choices[chosen].tag,
            None => "?",
        };
        let (tier, parts) = (offer.tier.name(), parts.join(" … "));
        format!("{tier} · {tag} · {parts} · {}", offer.reason)
    };
    review.offers.iter().map(show).collect()
}

/// The article and the cast when an offer is taken, the cursor marked by `|`.
fn taken(
    corpus: &Corpus,
    file: FileId,
    offer: &Offer,
    choice: usize,
    end: usize,
) -> (String, String) {
    let accepted = accept(corpus, file, offer, with_end(choice, end), None).unwrap();
    let mut text = accepted.text.clone();
    text.insert(accepted.cursor, '|');
    let cast = corpus.find(Path::new("cast.qm")).unwrap();
    let old = corpus.source(cast).unwrap().text;
    let edits = accepted.edit.changes.get(&cast);
    let cast = edits.map_or_else(|| old.to_string(), |edits| applied(&old, edits).unwrap());
    (text, cast)
}

#[test]
fn an_article_has_offers_with_speakers_and_reasons() {
    let (corpus, file, review) = offers(ARTICLE);
    assert_eq!(
        shown(&corpus, file, &review),
        [
            "sure · by @ann-gordon · “We have to act now,” … “It is late.” · said Dr Ann Gordon",
            "sure · by @richard-vautrey · “The plan,” … “will fail.” · Richard Vautrey, deputy chair of the BMA, said",
            "sure · by \"a spokesman\" of &bma · “We cannot comment on that.” · A spokesman for the BMA said",
            "likely · by @richard-vautrey · nobody had read the plan · Dr Vautrey said that",
        ]
    );
    let known = &review.offers[0].choices[0];
    assert_eq!(
        (&*known.label, &*known.detail, &known.declares),
        ("Ann Gordon", "chair of British Medical Association", &None)
    );
    let new = review.offers[1].choices[0].declares.as_ref().unwrap();
    assert_eq!(
        new.lines(),
        "@richard-vautrey: Richard Vautrey\n    also: Dr Vautrey\n    role: deputy chair of &bma, ~2011-12-01"
    );
}

#[test]
fn a_yes_writes_the_tag_and_the_declaration() {
    let (corpus, file, review) = offers(ARTICLE);
    let (text, cast) = taken(&corpus, file, &review.offers[1], 0, 0);
    assert!(
        text.contains("[“The plan,”]{by @richard-vautrey|} Richard Vautrey, deputy chair of the BMA, said, [“will fail.”]{more}"),
        "{text}"
    );
    assert!(
        cast.ends_with("    also: BMA\n\n@richard-vautrey: Richard Vautrey\n    also: Dr Vautrey\n    role: deputy chair of &bma, ~2011-12-01\n"),
        "{cast}"
    );
    let (text, _) = taken(&corpus, file, &review.offers[2], 0, 0);
    assert!(text.contains("{by \"a spokesman\" of &bma|}"), "{text}");
    for (choice, end, what) in [(9, 0, "speaker"), (0, 9, "end")] {
        let refused = accept(
            &corpus,
            file,
            &review.offers[0],
            with_end(choice, end),
            None,
        )
        .unwrap_err();
        assert!(refused.0.contains(what), "{refused}");
    }
}

/// A cast, and an article of a day.
fn dated(cast: &str, words: &str) -> String {
    format!("//- cast.qm\n{cast}//- a.qm\n---\ndate: 2014-05-02\n---\n\n$0{words}\n")
}

#[test]
fn a_role_stands_at_whatever_place_names_somebody() {
    let words = "Dr Shane Gordon, chair of the board, met the staff.\n\nHe told them that it was late. \
                 “We have to act,” Dr Gordon said.";
    let (_, _, review) = offers(&dated("", words));
    let new = review.offers.last().unwrap().choices[0].declares.as_ref();
    let role = new.and_then(|new| new.roles.first().map(String::as_str));
    assert_eq!(role, Some("chair of the board, ~2014-05-02"));
}

#[test]
fn a_body_is_declared_with_the_initials_by_which_it_is_called() {
    let words =
        "The Harbour Workers Union (HWU) has said that it will strike. The HWU met on Friday.\n";
    let (_, _, review) = offers(&dated("", words));
    let choice = &review.offers[0].choices[0];
    assert_eq!(choice.tag, "by &harbour-workers-union");
    let new = choice.declares.as_ref().map(|new| new.names.clone());
    assert_eq!(new, Some(vec!["HWU".to_owned()]));
}

#[test]
fn what_an_article_says_of_somebody_goes_into_the_cast_with_the_quote() {
    let words = "“We have to act,” said Ann Lee, chair of the board.";
    for (cast, learnt, after) in [
        // A new role, beside an old one of other words.
        (
            "@ann: Ann Lee\n    role: clerk of the board, 2010..\n",
            Some("clerk of the board; adds role chair of the board, ~2014-05-02"),
            "@ann: Ann Lee\n    role: clerk of the board, 2010..\n    role: chair of the board, ~2014-05-02\n",
        ),
        // One that was seen on another day.
        (
            "@ann: Ann Lee\n    role: chairwoman of the board, ~2012\n",
            Some("perhaps chairwoman of the board; adds chairwoman of the board on 2014-05-02 too"),
            "@ann: Ann Lee\n    role: chairwoman of the board, ~2012..2014-05-02\n",
        ),
        // One that is known.
        (
            "@ann: Ann Lee\n    role: chair of the board, 2010..\n",
            None,
            "",
        ),
        (
            "@ann: Ann Lee\n    role: chair of the health board, 2010..\n",
            None,
            "",
        ),
    ] {
        let (corpus, file, review) = offers(&dated(cast, words));
        let offer = &review.offers[0];
        assert_eq!(offer.chosen, Some(0), "{cast}");
        let choice = &offer.choices[0];
        let is_learnt = choice.learns.is_some();
        assert_eq!(learnt.is_some(), is_learnt, "{cast}: {choice:?}");
        if let Some(learnt) = learnt {
            assert_eq!(choice.detail, learnt);
            assert_eq!(taken(&corpus, file, offer, 0, 0).1, after);
            // The quote alone is the next choice.
            assert_eq!(
                (&*offer.choices[1].tag, &offer.choices[1].learns),
                ("by @ann", &None)
            );
            assert_eq!(taken(&corpus, file, offer, 1, 0).1, cast);
        }
    }
}

#[test]
fn another_spelling_of_a_declared_name_is_asked_about_and_listed() {
    let cast = "@laurence: Laurence Buckman\n";
    let words = "“We have to act,” said Lawrence Buckman, chair of the board.";
    let (corpus, file, review) = offers(&dated(cast, words));
    let offer = &review.offers[0];
    assert_eq!(offer.chosen, None);
    assert!(
        offer
            .question
            .as_deref()
            .unwrap()
            .contains("has a name like it")
    );
    assert_eq!(
        taken(&corpus, file, offer, 0, 0).1,
        "@laurence: Laurence Buckman\n    also: Lawrence Buckman\n    role: chair of the board, ~2014-05-02\n"
    );
    assert!(offer.choices[1].declares.is_some());
}

#[test]
fn whoever_had_a_post_before_is_asked_about() {
    let cast = "@ann: Ann Lee\n    role: chair of &board, 2010..\n&board: Harbour Board\n";
    let words = "“We have to act,” said Bob Ray, chairman of the Harbour Board.";
    let (corpus, file, review) = offers(&dated(cast, words));
    let offer = &review.offers[0];
    // A yes alone changes nothing of hers.
    assert_eq!((offer.chosen, &offer.choices[0].ends), (Some(0), &None));
    assert_eq!(
        offer.choices[1].detail,
        "new person, chairman of &board, ~2014-05-02; ends “chair of &board” of @ann"
    );
    let (_, cast) = taken(&corpus, file, offer, 1, 0);
    assert!(cast.contains("chair of &board, 2010..?\n"), "{cast}");
    // There are several deputies.
    let cast = "@ann: Ann Lee\n    role: deputy chair of &board, 2010..\n&board: Harbour Board\n";
    let words = "“We have to act,” said Bob Ray, deputy chair of the Harbour Board.";
    let (_, _, review) = offers(&dated(cast, words));
    assert_eq!(review.offers[0].choices.len(), 1);
}

#[test]
fn a_role_is_said_once_for_several_quotes() {
    let cast = "@ann: Ann Lee\n";
    let words =
        "“We have to act,” said Ann Lee, chair of the board.\n\n“It is late,” Ann Lee said.";
    let (corpus, file, review) = offers(&dated(cast, words));
    let (edit, taken) = accept_all(&corpus, file, &review, Tier::Sure, None).unwrap();
    assert_eq!(taken.len(), 2);
    let cast = corpus.find(Path::new("cast.qm")).unwrap();
    let new = applied(&corpus.source(cast).unwrap().text, &edit.changes[&cast]).unwrap();
    assert_eq!(
        new,
        "@ann: Ann Lee\n    role: chair of the board, ~2014-05-02\n"
    );
}

#[test]
fn what_is_settled_is_taken_at_once_and_declared_once() {
    let (mut corpus, file, review) = offers(ARTICLE);
    let (edit, taken) = accept_all(&corpus, file, &review, Tier::Likely, None).unwrap();
    assert_eq!(taken.len(), 4);
    let mut texts = Vec::new();
    for (file, edits) in &edit.changes {
        let path = corpus.file(*file).unwrap().path.clone();
        let text = applied(&corpus.source(*file).unwrap().text, edits).unwrap();
        texts.push((path, text));
    }
    let article = &texts
        .iter()
        .find(|(path, _)| path.ends_with("a.qm"))
        .unwrap()
        .1;
    assert_eq!(article.matches("{by @richard-vautrey}").count(), 2);
    assert_eq!(article.matches("{more}").count(), 2);
    let cast = &texts
        .iter()
        .find(|(path, _)| path.ends_with("cast.qm"))
        .unwrap()
        .1;
    assert_eq!(cast.matches("@richard-vautrey:").count(), 1);
    let (_, sure) = accept_all(&corpus, file, &review, Tier::Sure, None).unwrap();
    assert_eq!(sure, [Tier::Sure; 3]);
    // Nothing is left to offer, and nothing is reported.
    for (path, text) in texts {
        corpus.insert_source(&path, crate::model::Source::new(&*text));
    }
    let refused = Refused::default();
    let rules = ReviewRules {
        is_on: true,
        refused: Some(&refused),
    };
    assert_eq!(super::review(&corpus, file, rules).offers, []);
    assert!(corpus.source(file).unwrap().document.problems.is_empty());
}

#[test]
fn keys_stay_while_the_article_is_tagged() {
    let (mut corpus, file, review) = offers(ARTICLE);
    let keys: Vec<&str> = review.offers.iter().map(|offer| &*offer.key).collect();
    let accepted = accept(&corpus, file, &review.offers[1], with_end(0, 0), None).unwrap();
    corpus.insert_source(
        Path::new("a.qm"),
        crate::model::Source::new(&*accepted.text),
    );
    let refused = Refused::default();
    let rules = ReviewRules {
        is_on: true,
        refused: Some(&refused),
    };
    let after = super::review(&corpus, file, rules);
    let after: Vec<&str> = after.offers.iter().map(|offer| &*offer.key).collect();
    assert_eq!(after, [keys[0], keys[2], keys[3]]);
}

#[test]
fn a_refusal_takes_the_words_or_one_speaker_away() {
    let (_, _, all) = offers(ARTICLE);
    let mut refused = Refused::default();
    refused.add(&all.offers[0].key, None);
    refused.add(&all.offers[1].key, Some("@richard-vautrey"));
    let (corpus, file, review) = reviewed(ARTICLE, &refused);
    assert_eq!((review.refused, review.offers.len()), (1, 3));
    let asked = &review.offers[0];
    assert_eq!(asked.chosen, None);
    assert_eq!(
        asked.question.as_deref(),
        Some("Who is meant by “Richard Vautrey”?")
    );
    let tags: Vec<&str> = asked.choices.iter().map(|choice| &*choice.tag).collect();
    assert_eq!(tags, ["by ?"]);
    let (text, _) = taken(&corpus, file, asked, 0, 0);
    assert!(text.contains("[“The plan,”]{by ?|}"), "{text}");
}

#[test]
fn a_name_like_a_declared_one_is_asked_about() {
    let (_, _, review) = offers(
        "//- cast.qm\n@robert-gordon: Robert Gordon\n//- a.qm\n$0“We have to act now,” said Ron Gordon.\n",
    );
    let asked = &review.offers[0];
    assert_eq!(asked.chosen, None);
    assert_eq!(
        asked.question.as_deref(),
        Some(
            "“Ron Gordon” is not declared, but `@robert-gordon` has a name like it: who is meant?"
        )
    );
    let tags: Vec<&str> = asked.choices.iter().map(|choice| &*choice.tag).collect();
    assert_eq!(tags, ["by @robert-gordon", "by @ron-gordon", "by ?"]);
}

#[test]
fn a_tag_says_who_is_meant() {
    let (corpus, file, review) = offers(
        "//- cast.qm\n@x: Xenia Hill\n//- a.qm\nNobody came.\n\n$0“We have to act now,” said the [minister]{@x}.\n",
    );
    assert_eq!(
        shown(&corpus, file, &review),
        ["sure · by @x · “We have to act now,” · said the minister"]
    );
}

#[test]
fn a_tag_beside_the_speaker_is_not_who_is_meant() {
    let cast = "//- cast.qm\n&gpc: GPC\n@ann: Ann Gordon\n//- a.qm\n$0";
    for (words, tag) in [
        ("[GPC]{&gpc} chairman Dr Bob Ray said", "by @bob-ray"),
        ("[GPC]{&gpc} chairman Dr [Ann Gordon]{@ann} said", "by @ann"),
        ("The [GPC]{&gpc} said", "by &gpc"),
        ("[She]{@ann} said", "by @ann"),
    ] {
        let article = format!("{cast}{words} the plan was late and would cost more.\n");
        let (_, _, review) = offers(&article);
        let first = review.offers.first().map(|offer| &*offer.choices[0].tag);
        assert_eq!(first, Some(tag), "{words}");
    }
}

#[test]
fn other_ends_can_be_taken() {
    let (corpus, file, review) = offers(
        "//- cast.qm\n@ann-gordon: Ann Gordon\n//- a.qm\n$0Ann Gordon said that the plan would fail, which surprised nobody, and the board agreed.\n",
    );
    let offer = &review.offers[0];
    assert_eq!(offer.ends[0], offer.fragments);
    assert!(offer.ends.len() > 1);
    let (text, _) = taken(&corpus, file, offer, 0, 1);
    let other = &corpus.source(file).unwrap().text[offer.ends[1][0]];
    assert!(
        text.contains(&format!("[{other}]{{by @ann-gordon|}}")),
        "{text}"
    );
}

#[test]
fn it_is_said_why_nothing_is_proposed() {
    for (article, why) in [
        ("@a: A\n", "this file has no article"),
        (
            "---\nlanguage: fr-CA\n---\n\nOui.\n",
            "this article is in another language (`language` says `fr-CA`) than English or German: \
             only quotations of five words and more can be proposed, and none is left without a speaker",
        ),
        (
            "Le maire de la ville a dit qu’il ne ferme pas la clinique.\n",
            "this article seems to be in another language (`language: en` or `language: de` in its \
             header would say otherwise) than English or German: only quotations of five words and \
             more can be proposed, and none is left without a speaker",
        ),
    ] {
        let (_, _, review) = offers(&format!("//- a.qm\n$0{article}"));
        assert_eq!(review.off.as_deref(), Some(why));
    }
    let (corpus, file, _) = fixture::corpus_at(ARTICLE);
    let refused = Refused::default();
    let rules = ReviewRules {
        is_on: false,
        refused: Some(&refused),
    };
    let off = review(&corpus, file, rules).off.unwrap();
    assert!(off.contains("`proposals = false`"), "{off}");
}

#[test]
fn in_other_languages_quotations_are_offered_with_nobody_who_said_them() {
    let (_, _, review) = offers(
        "//- a.qm\n---\nlanguage: fr\n---\n\n$0Le maire a lu « Le Monde » et dit : « Nous ne fermerons pas la clinique. » \
         [« Il est trop tard pour cela. »]{by ?}\n",
    );
    let [offer] = &review.offers[..] else {
        panic!("{:?}", review.offers);
    };
    assert_eq!((offer.tier, offer.chosen), (Tier::Possible, None));
    assert_eq!(
        offer.reason,
        "only quotations are proposed in this language"
    );
    assert!(offer.question.is_some() && !offer.choices.is_empty());
    assert_eq!(review.off, None);
}

#[test]
fn a_role_is_written_only_with_a_date() {
    let (_, _, review) =
        offers("//- a.qm\n$0“We have to act now,” said Ann Gordon, chair of the board.\n");
    let new = review.offers[0].choices[0].declares.as_ref().unwrap();
    assert_eq!(new.lines(), "@ann-gordon: Ann Gordon");
}

#[test]
fn no_quote_is_said_in_the_article_for_one_quotation() {
    let (mut corpus, file, review) = offers(ARTICLE);
    let edit = no_quote(&corpus, file, &review.offers[0]).unwrap();
    let text = applied(&corpus.source(file).unwrap().text, &edit.changes[&file]).unwrap();
    assert!(
        text.contains(
            "act now,”{% quotemark: no quote %} said Dr Ann Gordon. “It is late.”{% quotemark: no quote %}"
        ),
        "{text}"
    );
    let reports = |corpus: &Corpus| {
        let severities = crate::reports::Severities::default();
        let found = crate::features::diagnostics::diagnostics(corpus, file, &severities);
        let found = found.into_iter().map(|report| report.code.name());
        let quotes = found.filter(|code| *code == "quote/unattributed");
        quotes.count()
    };
    let before = reports(&corpus);
    corpus.insert_source(Path::new("a.qm"), crate::model::Source::new(&*text));
    assert_eq!(reports(&corpus), before - 1);
    let refused = Refused::default();
    let rules = ReviewRules {
        is_on: true,
        refused: Some(&refused),
    };
    let after = super::review(&corpus, file, rules);
    assert_eq!(after.offers.len(), review.offers.len() - 1);
    assert!(after.find(&review.offers[0].key).is_none());
    assert!(corpus.source(file).unwrap().document.problems.is_empty());
}

fn with_end(choice: usize, end: usize) -> Taken {
    Taken {
        choice,
        start: 0,
        end,
    }
}

#[test]
fn the_words_can_begin_elsewhere() {
    let (corpus, file, _) = fixture::corpus_at(
        "//- cast.qm\n@ann: Ann Lee\n//- a.qm\n---\ndate: 2011\n---\n\nAnn Lee said that, for now, the plan was “much too late” for them, which few believed.$0\n",
    );
    let rules = ReviewRules {
        is_on: true,
        refused: None,
    };
    let review = super::review(&corpus, file, rules);
    let [offer] = &review.offers[..] else {
        panic!("{review:?}");
    };
    let text = corpus.text(file).unwrap().to_owned();
    let begins: Vec<&str> = offer
        .starts
        .iter()
        .map(|start| &text[*start..][..7])
        .collect();
    assert_eq!(begins, ["for now", "the pla", "“much", "which f"]);
    let mut written = Vec::new();
    for start in [1, 2] {
        let taken = Taken {
            choice: 0,
            start,
            end: 0,
        };
        let accepted = accept(&corpus, file, offer, taken, None).unwrap();
        written.push(accepted.text.lines().last().unwrap().to_owned());
    }
    assert!(written[0].contains("for now, [the plan was"), "{written:?}");
    assert!(
        written[1].contains("the plan was [“much too late”"),
        "{written:?}"
    );
    let wrong = Taken {
        choice: 0,
        start: 9,
        end: 0,
    };
    let refused = accept(&corpus, file, offer, wrong, None).unwrap_err();
    assert_eq!(
        refused.0,
        "this proposal has 4 beginnings, and number 9 is none of them"
    );
    // An end before the beginning is refused.
    let ends = offer.ends.iter().enumerate();
    let shortest = ends.min_by_key(|(_, end)| end[0].to());
    let crossed = Taken {
        choice: 0,
        start: 3,
        end: shortest.map_or(0, |(end, _)| end),
    };
    let refused = accept(&corpus, file, offer, crossed, None).unwrap_err();
    assert!(
        refused.0.starts_with("these words would begin after"),
        "{}",
        refused.0
    );
}

#[test]
fn whoever_is_told_and_declared_stands_in_the_tag() {
    let (corpus, file, _) = fixture::corpus_at(
        "//- cast.qm\n@ann: Ann Lee\n&mip: Management in Practice\n    also: MiP\n//- a.qm\n---\ndate: 2011\n---\n\nAnn Lee told MiP that the plan had failed.\n\nAnn Lee told the Gazette that it was late.$0\n",
    );
    let rules = ReviewRules {
        is_on: true,
        refused: None,
    };
    let found = super::review(&corpus, file, rules);
    let tags = found.offers.iter().map(|offer| &*offer.choices[0].tag);
    assert_eq!(tags.collect::<Vec<_>>(), ["by @ann to &mip", "by @ann"]);
}
