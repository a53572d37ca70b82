//! From bytes to a text, and what they are where they are none.

use std::fmt;
use std::sync::Arc;

use super::LineIndex;

/// Where bytes stop being UTF-8.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUtf8 {
    /// The first byte that is not.
    byte: u8,
    /// What they seem to be instead, if a mark at the start says so.
    looks_like: Option<&'static str>,
    /// The lines of what stands before it, so that nobody has to read the bytes
    /// again to say where it is.
    before: Arc<LineIndex>,
}

impl NotUtf8 {
    /// The lines of what stands before the first byte that is not UTF-8, which is at
    /// their end.
    pub fn before(&self) -> &Arc<LineIndex> {
        &self.before
    }
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (byte, line) = (self.byte, self.before.line_count());
        match self.looks_like {
            Some(encoding) => write!(
                f,
                "is {encoding}, not UTF-8; save it as UTF-8, or convert it: \
                 `iconv -f {encoding} -t UTF-8`"
            ),
            None => write!(
                f,
                "is not UTF-8: the byte 0x{byte:02X} on line {line} begins no character; save it \
                 as UTF-8, or convert it: `iconv -f WINDOWS-1252 -t UTF-8` if it is Windows-1252"
            ),
        }
    }
}

/// Takes bytes as a text.
///
/// # Errors
/// Says where they are not UTF-8.
pub fn text_of(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    String::from_utf8(bytes).map_err(|error| {
        let (good, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let before = std::str::from_utf8(&bytes[..good]).unwrap_or_default();
        NotUtf8 {
            byte: bytes[good],
            looks_like: marked_encoding(bytes),
            before: Arc::new(LineIndex::of_file(before)),
        }
    })
}

/// The encoding that a mark at the start of some bytes gives away, where it is
/// not UTF-8. The mark of UTF-32 begins with the bytes of that of UTF-16.
pub fn marked_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("UTF-16"),
        _ => None,
    }
}
