//! Whom words are given to, and where they begin and end, in sentences that are less plain.

use super::*;

/// What is proposed, with a line each: tier, who, what. Parts of one statement in one line.
fn proposed(words: &str) -> Vec<String> {
    let found = proposals(Language::English, words, &Vec::new());
    let line = |one: &Proposal| {
        let parts: Vec<&str> = one.fragments.iter().map(|range| &words[*range]).collect();
        let who = match one.speakers.first() {
            Some(ProposedSpeaker::New { name, .. }) => name.clone(),
            Some(ProposedSpeaker::Words(words)) => format!("“{words}”"),
            Some(ProposedSpeaker::Known(_)) | None => "?".into(),
        };
        format!("{} · {who} · {}", one.tier.name(), parts.join(" … "))
    };
    let offered = found.iter().filter(|one| one.tier != Tier::Weak);
    offered.map(line).collect()
}

fn holds(cases: &[(&str, &str)]) {
    for (words, expected) in cases {
        let found = proposed(words);
        assert!(
            found.iter().any(|line| line == expected),
            "{words}: {found:#?}"
        );
    }
}

#[test]
fn a_first_name_may_be_a_verb_as_well() {
    holds(&[
        (
            "“The budget is too small,” said Will Doyle.",
            "sure · Will Doyle · “The budget is too small,”",
        ),
        (
            "Grant Hall said: “The budget is too small for us.”",
            "sure · Grant Hall · “The budget is too small for us.”",
        ),
    ]);
    let asked = "Will Ann Lee go? “I have to think,” she said.";
    assert_eq!(proposed(asked), ["sure · Ann Lee · “I have to think,”"]);
}

#[test]
fn a_quotation_that_stands_apart_belongs_to_the_verb_behind_it() {
    holds(&[
        (
            "Tom Hall did not think that it would last long: “When winter comes it will close,” Ann Lee predicted.",
            "sure · Ann Lee · “When winter comes it will close,”",
        ),
        (
            "“It is grim,” Ann Lee said, but in spite of the tone, “I think he will do it,” said Tom Hall.",
            "sure · Tom Hall · “I think he will do it,”",
        ),
        (
            "Tom Hall, noting the size of the crowd, said, “It is a very good list of names.”",
            "sure · Tom Hall · “It is a very good list of names.”",
        ),
    ]);
}

#[test]
fn a_verb_may_lead_to_the_verb_of_speech() {
    holds(&[
        (
            "Ann Lee went on to say: “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
        (
            "“Our method works where others fail,” Ann Lee is quoted as saying.",
            "sure · Ann Lee · “Our method works where others fail,”",
        ),
        (
            "Ann Lee put it this way: “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
        (
            "When asked what the board wanted, Ann Lee smiled and said, “We want to stay as we are.”",
            "sure · Ann Lee · “We want to stay as we are.”",
        ),
    ]);
}

#[test]
fn what_stands_between_the_verb_and_the_quotation_is_stepped_over() {
    holds(&[
        (
            "Ann Lee told the Evening Star (ES), “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
        (
            "Ann Lee said as she left the hall, “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
        (
            "Ann Lee tweeted this: “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
        (
            "Ann Lee stated a day earlier, “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
        (
            "Ann Lee wrote back: “We have to act before the winter.”",
            "sure · Ann Lee · “We have to act before the winter.”",
        ),
    ]);
}

#[test]
fn a_long_subject_is_found_behind_a_quotation() {
    holds(&[
        (
            "“It is wrong,” health experts Ann Lee and Tom Hall wrote in May.",
            "sure · Tom Hall · “It is wrong,”",
        ),
        (
            "“How are you today?” Ann Lee, a retired worker from a mill, asked.",
            "sure · Ann Lee · “How are you today?”",
        ),
        (
            "“It was as in the Sixties,” the dawn of the movement, Tom Hall said.",
            "likely · Tom Hall · “It was as in the Sixties,” the dawn of the movement",
        ),
    ]);
}

#[test]
fn a_quotation_goes_on_behind_a_clause_that_hangs_on_its_speaker() {
    holds(&[
        (
            "“It is late,” said Ann Lee, who said she would not stand again. “I am too old for this.”",
            "sure · Ann Lee · “I am too old for this.”",
        ),
        (
            "“It is late,” Ann Lee said, according to the Evening Star. “I am too old for this.”",
            "sure · Ann Lee · “I am too old for this.”",
        ),
    ]);
    // Somebody else has spoken between.
    let other =
        "“It is late,” Ann Lee said, but Tom Hall said that it was not. “I am too old for this.”";
    let found = proposed(other);
    assert!(
        !found
            .iter()
            .any(|line| line.starts_with("sure · Ann Lee · “I am")),
        "{found:#?}"
    );
}

#[test]
fn a_noun_that_looks_like_a_verb_says_nothing() {
    let words = "Ann Lee wrote after the jobs report was published. “The figures are good.”";
    let found = proposed(words);
    assert!(
        !found.iter().any(|line| line.contains("jobs")),
        "{found:#?}"
    );
}

/// Who is meant by the pronoun that is the last speaker.
fn meant(words: &str) -> String {
    let found = proposed(words);
    let last = found.last().expect("something is proposed");
    last.split(" · ").nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_pronoun_means_whom_the_text_has_turned_to() {
    let spoke = "“We will not close,” Tom Hall said.";
    for (between, expected) in [
        ("", "Tom Hall"),
        ("Ben Cole was not convinced.", "Ben Cole"),
        ("Then the board pressed Ben Cole to leave.", "Tom Hall"),
        ("For Ben Cole, a teacher, that means waiting.", "Ben Cole"),
        ("Ann Lee was not convinced.", "Tom Hall"),
        ("He recalled that Ben Cole had said so.", "Tom Hall"),
        (
            "When the board rose, Ben Cole firmly disagreed.",
            "Ben Cole",
        ),
        ("A teacher from Leeds was shaken by it.", "“A teacher”"),
        ("A young woman was shaken by it.", "Tom Hall"),
        ("“It is late,” Ann Lee said.", "Tom Hall"),
        (
            "The mayor’s brother, Ben Cole, was not convinced.",
            "Ben Cole",
        ),
    ] {
        let words =
            format!("Ben Cole and Ann Lee met.\n\n{spoke}\n\n{between}\n\n“It is wrong,” he said.");
        assert_eq!(meant(&words), expected, "{between}");
    }
}

#[test]
fn the_senator_is_whoever_was_named_before() {
    let words =
        "Tom Hall walked into the hall. “It is huge,” the senator said.\n\n“I like it,” he added.";
    assert_eq!(meant(words), "Tom Hall");
    let mother = "Tom Hall grew up in Kent. “He was shy,” his mother said.\n\n“I was,” he said.";
    assert_eq!(meant(mother), "Tom Hall");
}

#[test]
fn a_name_with_a_number_is_no_body() {
    let words =
        "The donor Luther Hall IV paid. Hall claimed that he was poor.\n\n“It is so,” he said.";
    assert_eq!(meant(words), "Luther Hall IV");
}

#[test]
fn whoever_is_called_she_is_no_he() {
    let words = "Tom Hall met the student Deja Park. “I know him,” she said.\n\nTom Hall left for the capital.\n\n“It is late,” he said.";
    assert_eq!(meant(words), "Tom Hall");
}

#[test]
fn no_other_end_lies_before_the_beginning() {
    let words = " the minister  called — according to \"”“";
    for one in proposals(Language::English, words, &Vec::new()) {
        let begin = one.fragments[0].from();
        assert!(one.ends.iter().all(|end| *end > begin), "{one:?}");
    }
}

#[test]
fn it_means_a_body_or_a_document_that_was_named_and_is_asked_about() {
    holds(&[
        (
            "The Harbour Board warned that fees would rise in May.\n\nIt said the rise was needed.",
            "likely · Harbour Board · the rise was needed",
        ),
        (
            "The fleet guidance made a number of proposals.\n\nIt also said that boats would be sold.",
            "likely · “The fleet guidance” · boats would be sold",
        ),
        (
            "A teacher of boys came to the town.\n\nIt also said that boats would be sold.",
            "possible · ? · boats would be sold",
        ),
    ]);
    let words = "The Harbour Board warned that fees would rise. It said the rise was needed.";
    let found = proposals(Language::English, words, &Vec::new());
    let settled: Vec<bool> = found.iter().map(|one| one.is_settled).collect();
    assert_eq!(settled, [true, false]);
}

#[test]
fn a_participle_behind_with_has_its_own_subject() {
    holds(&[(
        "Most of the towns are not satisfied, with leading teachers warning that the schools will fail.",
        "possible · “leading teachers” · the schools will fail",
    )]);
}

#[test]
fn a_survey_speaks_and_not_whoever_made_it() {
    holds(&[(
        "A survey of 95 towns across England conducted by the Institute of Primary Care and Hall Alliance found that 70% are content.",
        "possible · “A survey of 95 towns across England conducted by the Institute of Primary Care and Hall Alliance” · 70% are content",
    )]);
}

#[test]
fn the_plural_of_a_short_form_is_no_name() {
    let words = "Leading GPs said the plan was bad. Some GPs said that it was good.";
    holds(&[
        (words, "likely · “Leading GPs” · the plan was bad"),
        (words, "likely · “Some GPs” · it was good"),
    ]);
}

#[test]
fn a_title_tells_who_of_one_name_speaks() {
    holds(&[
        // Somebody else, though the name is the same.
        (
            "“It is not their fault,” said Mrs Hall. Sean Hall disagreed. “It is,” he said.",
            "sure · Hall · “It is not their fault,”",
        ),
        (
            "“It is not their fault,” said Mrs Hall. Sean Hall disagreed. “It is,” he said.",
            "sure · Sean Hall · “It is,”",
        ),
        (
            "Sir Keir Moss QC, for the union, said: “It is clear.” “It is not,” Lord Hall said.",
            "sure · Keir Moss · “It is clear.”",
        ),
        (
            "Sir Keir Moss QC, for the union, spoke. “They did not go,” Sir Keir said.",
            "sure · Keir Moss · “They did not go,”",
        ),
        (
            "The house sat. “It is not clear to me,” Lord Hall said.",
            "sure · Lord Hall · “It is not clear to me,”",
        ),
    ]);
}

#[test]
fn all_who_have_a_name_are_offered_where_it_is_not_clear() {
    let words =
        "Michael Grant and his sister Laura Grant spoke. “I never saw the letter,” Grant said.";
    let found = proposals(Language::English, words, &Vec::new());
    assert_eq!((found[0].speakers.len(), found[0].is_settled), (2, false));
}

#[test]
fn names_go_on_where_they_do() {
    holds(&[
        (
            "According to the Department for Transport, traffic fell by four per cent.",
            "likely · Department for Transport · traffic fell by four per cent",
        ),
        (
            "“It was never easy at all,” said Jules de la Tour.",
            "sure · Jules de la Tour · “It was never easy at all,”",
        ),
        (
            "“It was never easy at all,” said the mayor, Luis Ortega. He left.",
            "sure · Luis Ortega · “It was never easy at all,”",
        ),
        (
            "“It was never easy at all,” the mayor, Luis Ortega, said.",
            "sure · Luis Ortega · “It was never easy at all,”",
        ),
    ]);
}

#[test]
fn what_has_an_article_before_it_is_no_person() {
    let words = "The committee met. The plan, the Treasury said, would cost nothing. The Treasury has said that it will go on.";
    let found = proposals(Language::English, words, &Vec::new());
    let is_body = |one: &ProposedSpeaker| matches!(one, ProposedSpeaker::New { name, is_organisation: true } if name == "Treasury");
    assert!(
        found.iter().any(|one| one.speakers.iter().any(is_body)),
        "{found:#?}"
    );
    let is_person = |one: &ProposedSpeaker| {
        matches!(
            one,
            ProposedSpeaker::New {
                is_organisation: false,
                ..
            }
        )
    };
    assert!(!found.iter().any(|one| one.speakers.iter().any(is_person)));
}

#[test]
fn somebody_without_a_name_may_be_another_or_two_of_them() {
    holds(&[
        (
            "One official said the talks had ended. Another, who asked not to be named, said: “There was shouting.”",
            "likely · “Another” · “There was shouting.”",
        ),
        (
            "Several people said the bank would close. Two of them said 400 jobs were at risk.",
            "possible · “Two of them” · 400 jobs were at risk",
        ),
    ]);
}

#[test]
fn who_says_nothing_is_not_quoted() {
    for words in [
        "The Treasury declined to comment on the figures.",
        "The woman asked not to be named in the paper.",
        "Ann Lee refused to discuss the matter on Friday.",
    ] {
        assert_eq!(proposed(words), Vec::<String>::new(), "{words}");
    }
}

#[test]
fn that_may_be_what_is_spoken_of() {
    holds(&[(
        "The minister has said there will be no new money. Labour says that is a betrayal.",
        "likely · “Labour” · that is a betrayal",
    )]);
}

#[test]
fn what_somebody_is_belongs_to_no_name() {
    holds(&[
        (
            "Manager Jürgen Klopp hailed the win. “The boys were brilliant,” he said.",
            "sure · Jürgen Klopp · “The boys were brilliant,”",
        ),
        (
            "“Justice has been done at last,” said Det Insp Ravi Kapoor.",
            "sure · Ravi Kapoor · “Justice has been done at last,”",
        ),
        (
            "“I learned to read here,” said retired teacher Joan Fox, 71.",
            "sure · Joan Fox · “I learned to read here,”",
        ),
        (
            "“It is a matter for the shops,” said DC Comics in a note.",
            "sure · DC Comics · “It is a matter for the shops,”",
        ),
        (
            "“It is a matter for the court,” said DC Tom Lee in a note.",
            "sure · Tom Lee · “It is a matter for the court,”",
        ),
        (
            "“No excuses from me today,” said the Spaniard.",
            "sure · “the Spaniard” · “No excuses from me today,”",
        ),
        (
            "Her partner, Jules de la Tour, remembers it differently. “It was never easy,” he says.",
            "sure · Jules de la Tour · “It was never easy,”",
        ),
        (
            "“People must know who it is,” Commission Vice-President Vera Moss said.",
            "sure · Vera Moss · “People must know who it is,”",
        ),
        (
            "She was asleep. Husband Dean, 41, said: “We’re lucky to be alive.”",
            "sure · Dean · “We’re lucky to be alive.”",
        ),
    ]);
    let words = "“I learned to read here,” said retired teacher Joan Fox, 71.";
    let found = proposals(Language::English, words, &Vec::new());
    let is_person = |one: &ProposedSpeaker| matches!(one, ProposedSpeaker::New { is_organisation, .. } if !is_organisation);
    assert!(found[0].speakers.iter().all(is_person));
}

#[test]
fn whoever_has_an_age_is_a_person() {
    holds(&[(
        "But Dev Patel, 34, from Fernhill, was not content. “It’s a stay of execution,” he said.",
        "sure · Dev Patel · “It’s a stay of execution,”",
    )]);
}

#[test]
fn a_verb_is_no_subject() {
    let words = "Her co-author, Dr Otto Weiss of the University of Bonn, urged caution.";
    assert_eq!(proposed(words), Vec::<String>::new());
}

#[test]
fn he_means_the_man_of_two_of_one_name() {
    let words = "Michael Grant and Laura Grant came. Grant said the plan was bad. “It will fail in the end,” he added.";
    let found = proposals(Language::English, words, &Vec::new());
    let last = found.last().unwrap();
    let named = |one: &ProposedSpeaker| matches!(one, ProposedSpeaker::New { name, .. } if name == "Michael Grant");
    assert!(named(&last.speakers[0]), "{last:#?}");
}

#[test]
fn whoever_spoke_last_is_offered_for_the_minister_too() {
    let words = "“I told them last week,” said Laura Kay. The minister said she would act.";
    let found = proposals(Language::English, words, &Vec::new());
    let last = found.last().unwrap();
    assert_eq!(
        last.speakers[0],
        ProposedSpeaker::Words("The minister".into())
    );
    let named = |one: &ProposedSpeaker| matches!(one, ProposedSpeaker::New { name, .. } if name == "Laura Kay");
    assert!(last.is_settled && named(&last.speakers[1]), "{last:#?}");
}
