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

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_word_that_was_meant() {
        let keys = ["role", "also", "note", "part of"];
        assert_eq!(nearest("roel", keys), Some("role"));
        assert_eq!(nearest("Role", keys), Some("role"));
        assert_eq!(nearest("partof", keys), Some("part of"));
        assert_eq!(nearest("birthday", keys), None);
    }
}
