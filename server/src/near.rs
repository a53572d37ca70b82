//! "Did you mean …": which known word a mistaken one is nearest to.

/// The candidate that `word` was probably meant to be: the one with the
/// smallest edit distance (transpositions counted once), if that is at most a
/// third of the longer word's length, and one that differs only in case before
/// all others.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let length = word.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = candidate.chars().count();
        let allowed = length.max(other).div_ceil(3).min(4);
        if length.abs_diff(other) > allowed {
            continue;
        }
        let candidate_lower = candidate.to_lowercase();
        let distance = if candidate_lower == lower {
            0
        } else {
            strsim::osa_distance(&lower, &candidate_lower).max(1)
        };
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The id that `id` was probably meant to be: the [`nearest`] one, or else the
/// only one of which a part is near, as `laurence-buckman` is to `buckmann`.
pub fn nearest_id<'a>(id: &str, ids: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    if let Some(whole) = nearest(id, ids.clone()) {
        return Some(whole);
    }
    let parts = |id: &'a str| id.split(['-', '_']).filter(|part| part.chars().count() > 2);
    let part = nearest(id, ids.clone().flat_map(parts))?;
    let mut with_part = ids.filter(|id| parts(id).any(|other| other == part));
    let first = with_part.next()?;
    with_part.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_id};

    #[test]
    fn a_part_of_an_id_is_enough_when_nobody_else_has_it() {
        let find = |id| nearest_id(id, ["laurence-buckman", "ann-lee", "bob-lee"].into_iter());
        assert_eq!(find("laurence-buckmann"), Some("laurence-buckman"));
        assert_eq!(find("buckmann"), Some("laurence-buckman"));
        assert_eq!(find("Buckman"), Some("laurence-buckman"));
        assert_eq!(find("lee"), None);
    }

    #[test]
    fn finds_the_word_that_was_meant() {
        let keys = ["role", "also", "note", "part of"];
        assert_eq!(nearest("roel", keys), Some("role"));
        assert_eq!(nearest("Role", keys), Some("role"));
        assert_eq!(nearest("partof", keys), Some("part of"));
        assert_eq!(nearest("birthday", keys), None);
    }
}
