//! The fingerprint of an article's words (markup: `sealed`).

/// The fingerprint of a plain text: 32 hexadecimal digits of its BLAKE3 hash.
/// Line breaks count as LF and those at the end do not count, so that git's
/// conversion of line ends is no change of words.
pub fn fingerprint(plain: &str) -> String {
    let text = plain.replace("\r\n", "\n").replace('\r', "\n");
    let hash = blake3::hash(text.trim_end_matches('\n').as_bytes());
    hash.to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn line_ends_are_no_words() {
        assert_eq!(fingerprint("a\r\nb\n\n"), fingerprint("a\nb"));
        assert_ne!(fingerprint("a b"), fingerprint("a\nb"));
        assert_eq!(fingerprint("").len(), 32);
    }
}
