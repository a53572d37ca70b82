//! Identifiers that are the same whenever the same thing is written.

/// The GUID of a thing of a kind by what identifies it among those: a UUID of version 8
/// (RFC 9562) from the BLAKE3 hash of both, in lower case.
pub fn guid(kind: &str, key: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in ["quotemark qdpx", kind, key] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    hasher.finalize_xof().fill(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (place, byte) in bytes.iter().enumerate() {
        if matches!(place, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        text += &format!("{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_one_of_version_8_and_stays() {
        let one = guid("code", "#cuts");
        assert_eq!(one, guid("code", "#cuts"));
        assert_ne!(one, guid("cod", "e#cuts"));
        let parts: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12]);
        assert_eq!(&one[14..15], "8");
        assert!(matches!(&one[19..20], "8" | "9" | "a" | "b"));
    }
}
