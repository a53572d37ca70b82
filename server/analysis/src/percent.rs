//! Percent-encoding as RFC 3986 has it: a byte is `%` and two hexadecimal digits.
//!
//! Which bytes stay as they are depends on the part of a URI and on who wrote it, so
//! whoever encodes says it.

/// The bytes as the characters of a URI. Of the bytes of ASCII those stay that `keeps`
/// keeps; it is asked with the place of each and the byte.
pub fn encoded(bytes: &[u8], mut keeps: impl FnMut(usize, u8) -> bool) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(bytes.len() + 16);
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii() && keeps(at, byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}

/// The bytes that a part of a URI stands for. A `%` that encodes nothing stays.
pub fn decoded(part: &str) -> Vec<u8> {
    let bytes = part.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = code_at(bytes, at);
        decoded.push(code.unwrap_or(byte));
        at += if code.is_some() { 3 } else { 1 };
    }
    decoded
}

/// The byte that is encoded at a place: the one of a `%` before two digits.
pub fn code_at(bytes: &[u8], at: usize) -> Option<u8> {
    let [b'%', high, low] = *bytes.get(at..at + 3)? else {
        return None;
    };
    let digit = |byte| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Whether a byte may stay as it is in the path of a file's URI, whatever reads it: a
/// slash, or one of those that RFC 3986 calls unreserved.
pub fn is_kept_in_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_comes_back() {
        let every: Vec<u8> = (0..=255).collect();
        let uri = encoded(&every, |_, byte| is_kept_in_path(byte));
        assert_eq!(decoded(&uri), every);
        assert_eq!(
            encoded("/é b%".as_bytes(), |_, byte| is_kept_in_path(byte)),
            "/%C3%A9%20b%25"
        );
    }

    #[test]
    fn a_percent_sign_that_encodes_nothing_stays() {
        assert_eq!(decoded("%41%4g%+4%4"), b"A%4g%+4%4");
        assert_eq!(code_at(b"a%c3", 1), Some(0xc3));
        assert_eq!(code_at(b"a%c3", 0), None);
        assert_eq!(code_at(b"%c", 0), None);
    }
}
