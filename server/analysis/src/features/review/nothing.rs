//! Why nothing is proposed for a file.

use super::words::Words;
use crate::model::{Corpus, FileId, Source};

/// Why nothing is proposed, in a sentence; nothing where something may be.
pub fn why(
    corpus: &Corpus,
    file: FileId,
    source: &Source,
    words: &Words,
    is_on: bool,
) -> Option<String> {
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
    let language = language(source)?;
    let primary = language.split('-').next().unwrap_or(&language);
    (!primary.eq_ignore_ascii_case("en")).then(|| {
        format!("quotes are proposed in English articles only, and `language` says `{language}`")
    })
}

/// What the header says of the language.
fn language(source: &Source) -> Option<String> {
    let header = source.document.header.as_ref()?;
    let text = &*source.text;
    let mut properties = header.properties.iter();
    let property = properties.find(|property| property.key(text) == "language")?;
    Some(property.value(text)).filter(|language| !language.is_empty())
}
