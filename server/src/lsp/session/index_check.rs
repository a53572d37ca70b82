//! Comparing the index with a newly built one, for `--paranoid`.

use super::Session;

impl Session {
    /// With `--paranoid`, ends the server loudly when the index is not what it
    /// would be if it were built now.
    pub fn check_index(&self) {
        if !self.options.paranoid {
            return;
        }
        let mut state = self.state();
        state.workspace.snapshot();
        if !state.workspace.is_index_exact() {
            eprintln!(
                "quotemark: the index differs from one built from scratch; please report this"
            );
            std::process::abort();
        }
    }
}
