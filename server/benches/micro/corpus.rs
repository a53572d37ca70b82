//! Texts to measure with.

use std::path::{Path, PathBuf};

use quotemark::model::{Corpus, File, Source, facts_of};

/// How many people there are for an article.
pub const PEOPLE: usize = 10_000;

/// An article of about 4 KB with nine speakers.
pub fn article(number: usize) -> String {
    let mut text = format!(
        "---\ntitle: On the harbour, part {number}\ndate: 2011-11-24\nsource: &the-paper\n---\n\n"
    );
    for speaker in 0..9 {
        let person = (number * 31 + speaker * 977) % PEOPLE;
        text += &format!(
            "[Person Family{person}]{{@person-{person}}} came to see the harbour, and the café on the quay was closed. \
             What the town needs, by all accounts, is a longer quay and a shorter harbour – or none.\n\
             [“The quay is not what it was, and don’t say that nobody knew,”]{{by @person-{person} of &the-board on #quay}} \
             said Person Family{person}, [“and it will not be so again.”]{{more}} The board did not answer.\n\n"
        );
    }
    text
}

/// An article of at least so many bytes.
pub fn long_article(bytes: usize) -> String {
    let mut text = article(0);
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        let more = article(number);
        text += more.split_once("---\n\n").map_or("", |(_, body)| body);
    }
    text
}

/// An article without tags, of so many times a hundred words.
pub fn untagged_article(hundreds: usize) -> String {
    let mut text = String::new();
    for part in 0..hundreds {
        text += &format!(
            "The harbour board met on Monday in the old customs house, and few had come. \
             “The quay is not what it was, and nobody can say that we did not know,” said Dr Ann Hall{part}, chair of \
             the harbour board. “We have waited for long enough.”\n\n\
             Bob Lee{part}, a pilot, said that the plan would cost the town more than it had, adding that nobody had asked \
             him. According to the ministry, the money has been there since spring. She warned the council: \
             “There will be no second chance.” The plan, he said, “is a joke”, and the boats will go elsewhere \
             before winter comes to the bay.\n\n"
        );
    }
    text
}

/// A corpus of so many articles, in which all people are declared.
pub fn corpus(articles: usize) -> Corpus {
    let mut corpus = Corpus::default();
    let mut cast =
        String::from("&the-board: Harbour Board\n&the-paper: The Paper\n#quay: The quay\n");
    for person in 0..PEOPLE {
        cast += &format!(
            "@person-{person}: Person Family{person}\n    also: Dr Family{person}\n    role: member of &the-board, 2010..\n"
        );
    }
    corpus.insert_source(&PathBuf::from("/corpus/cast.qm"), Source::new(cast));
    for number in 0..articles {
        let closed = file(&path(number), Source::new(article(number)), &corpus, false);
        corpus.insert(closed);
    }
    corpus
}

/// A file with what it says.
pub fn file(path: &Path, source: Source, corpus: &Corpus, is_open: bool) -> File {
    let facts = facts_of(&source.text, &source.document, corpus.ids());
    File::new(path.into(), facts.into(), is_open.then_some(source))
}

/// Where an article lies.
pub fn path(number: usize) -> PathBuf {
    PathBuf::from(format!("/corpus/{number}.qm"))
}
