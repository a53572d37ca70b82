//! What is set in a corpus.

use crate::settings::SettingsTree;
use crate::store::{Loaded, Root};

/// What is set where. For files outside of the corpus that stands which is set
/// at its root.
pub fn settings(loaded: &Loaded, root: &Root) -> SettingsTree {
    let tree = loaded.settings.tree([root.folder.as_path()]);
    tree.elsewhere_as_in(&root.folder)
}
