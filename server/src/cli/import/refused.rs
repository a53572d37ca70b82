//! Why a file is not imported.

use crate::cli::files;
use crate::cli::output::Failure;
use crate::cli::write::messages;
use crate::store::writing::{FileError, Reason};

/// That a file that was named cannot be read.
pub fn unread(refused: FileError) -> Failure {
    Failure::new(match &refused.reason {
        Reason::System(error) => files::unreadable(&refused.path, error),
        _ => messages::refusal(&refused),
    })
}
