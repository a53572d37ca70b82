//! Values of the header, and ids that several articles have.

use std::path::Path;

use super::super::Location;
use super::{Check, Related};
use crate::model::FileId;
use crate::reports::Code;
use crate::syntax::{Property, is_language_tag, meant_language};

/// How many articles with the same id are compared. Where there are more, each is
/// reported, and none is named as the first.
const COMPARED: usize = 100;

pub(super) fn check(check: &mut Check) {
    let text = check.text();
    for property in check
        .source
        .document
        .header
        .iter()
        .flat_map(|header| &header.properties)
    {
        match property.key(text) {
            "id" => id(check, property),
            "language" => language(check, property),
            _ => {}
        }
    }
    duplicate_id(check);
}

fn id(check: &mut Check, property: &Property) {
    let value = property.value(check.text());
    if value.is_empty() {
        let message = "`id` is empty: write what the article is known by, or take the line out";
        check.report(Code::HeaderWrongValue, property.key, message);
    } else if value.contains(char::is_whitespace) {
        let joined: Vec<&str> = value.split_whitespace().collect();
        let message = format!(
            "an article’s `id` is one word without white space: `{}`",
            joined.join("-")
        );
        check.report(Code::HeaderWrongValue, property.value, message);
    }
}

fn language(check: &mut Check, property: &Property) {
    let value = property.value(check.text());
    if is_language_tag(&value) {
        return;
    }
    let place = match property.value.is_empty() {
        true => property.key,
        false => property.value,
    };
    let message = match meant_language(&value) {
        Some(tag) => format!("`{value}` is no language’s tag; did you mean `{tag}`?"),
        None if value.is_empty() => {
            "`language` is empty: write a tag such as `en` or `de-AT`, or take the line out".into()
        }
        None => {
            format!("`{value}` is no language’s tag; one is written `en`, `de-AT` or `zh-Hant`")
        }
    };
    check.report(Code::HeaderWrongValue, place, message);
}

/// An id that others have: reported in all of their files but the one whose path
/// comes first.
fn duplicate_id(check: &mut Check) {
    if !check.wants(Code::HeaderDuplicateId) {
        return;
    }
    let corpus = check.corpus;
    let Some(own) = &check.facts.article else {
        return;
    };
    let bearers = corpus.index().articles().bearers(own.key());
    if bearers.len() < 2 {
        return;
    }
    let written = &own.text;
    if bearers.len() > COMPARED {
        let message = format!(
            "`{written}` is the id of {} articles; give each one its own",
            bearers.len()
        );
        check.report(Code::HeaderDuplicateId, own.range, message);
        return;
    }
    // Two ids may have one key.
    let same = bearers.iter().filter_map(|file| {
        let entry = corpus.file(*file)?;
        let article = entry.article().filter(|article| article.text == own.text)?;
        Some((&*entry.path, *file, article.range))
    });
    let first: Option<(&Path, FileId, _)> = same.min_by_key(|(path, ..)| *path);
    let Some((path, file, range)) = first.filter(|(_, file, _)| *file != check.file) else {
        return;
    };
    let name = path.file_name().unwrap_or(path.as_os_str());
    let message = format!(
        "`{written}` is also the id of {}; give each article its own, or delete the copy",
        name.to_string_lossy()
    );
    let related = Related {
        location: Location { file, range },
        message: format!("`{written}` is the id of this article"),
    };
    if let Some(report) = check.report(Code::HeaderDuplicateId, own.range, message) {
        report.related.push(related);
    }
}
