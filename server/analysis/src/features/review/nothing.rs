//! Why nothing is proposed for a file.

use super::words::Words;
use crate::model::{Corpus, FileId, Source};
use crate::proposals::Language;

/// Why nothing is proposed, in a sentence; nothing where something may be.
pub fn why(corpus: &Corpus, file: FileId, words: &Words, is_on: bool) -> Option<String> {
    if !is_on {
        return Some(
            "proposals are off in this corpus: `proposals = false` in quotemark.toml".into(),
        );
    }
    let is_own = corpus.file(file).is_some_and(|file| file.is_own());
    if !is_own {
        return Some("this file belongs to another corpus, which this one only reads".into());
    }
    if words.blocks.is_empty() {
        return Some("this file has no article".into());
    }
    None
}

/// Why nothing is found in an article in a language of which only quotation marks are known.
pub fn only_quotations(source: &Source) -> String {
    let language = match tag(source) {
        Some(tag) => format!("this article is in another language (`language` says `{tag}`)"),
        None => "this article seems to be in another language (`language: en` or `language: de` \
                 in its header would say otherwise)"
            .into(),
    };
    format!(
        "{language} than English or German: only quotations of five words and more can be \
         proposed, and none is left without a speaker"
    )
}

/// In which language an article is.
pub fn language(source: &Source, words: &Words) -> Language {
    Language::of(tag(source).as_deref(), words.text())
}

/// What the header says of the language.
fn tag(source: &Source) -> Option<String> {
    let header = source.document.header.as_ref()?;
    let text = &*source.text;
    let mut properties = header.properties.iter();
    let property = properties.find(|property| property.key(text) == "language")?;
    Some(property.value(text)).filter(|language| !language.is_empty())
}
