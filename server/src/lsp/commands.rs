//! The names of commands that stand in answers: the editor sends them back, or runs them.

/// Of the server: shows a place, `[uri, position]`.
pub const SHOW: &str = "quotemark.show";

/// Of the server: declares somebody who is named in a document, `["@id", name, uri]`.
pub const DECLARE: &str = "quotemark.declare";

/// Of the server: does what a code action says, for editors that cannot ask for its
/// edit, `[the action's data]`.
pub const ACT: &str = "quotemark.act";

/// Of the editor: lists places, `[uri, position, locations]`.
pub const SHOW_REFERENCES: &str = "quotemark.showReferences";

/// Of the editor: goes through what is proposed for a document, `[uri]`.
pub const REVIEW: &str = "quotemark.review";

/// Of the editor: completes what comes next.
pub const SUGGEST: &str = "quotemark.suggest";

/// Of the editor: puts the cursor at a place of a document that is shown, `[uri, position]`.
pub const MOVE_CURSOR: &str = "quotemark.moveCursor";
