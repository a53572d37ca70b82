//! The keys of `key: value` lines that are known.

/// The known keys of declarations. Their lines count as cut off when they stand
/// after a declaration and a blank line.
pub const DECLARATION_KEYS: [&str; 6] = ["also", "role", "part of", "active", "link", "note"];

/// The known keys of headers.
pub const HEADER_KEYS: [&str; 11] = [
    "title", "date", "source", "author", "url", "id", "language", "coder", "coded", "reviewed",
    "sealed",
];
