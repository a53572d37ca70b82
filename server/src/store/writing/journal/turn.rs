//! What there is to do for whoever may change the files of a corpus.

use super::lock::{Interrupted, Lock, LockError};
use super::texts::Texts;
use super::voucher::{Records, Voucher, read};
use super::{CorpusFolder, Journal};

/// What there is to do for whoever may change the files of a corpus.
pub enum Turn {
    /// Something new can be begun.
    Free(Lock),
    /// An edit was interrupted and is first to be finished or undone.
    Interrupted(Journal),
}

impl Lock {
    /// Takes the right to change the files of a corpus.
    ///
    /// # Errors
    /// When another command has it, and when nothing can be written down.
    pub fn take(corpus: &CorpusFolder, records: Option<&Records>) -> Result<Turn, LockError> {
        Self::acquire(corpus, records)?.or_interrupted()
    }

    /// The edit that was interrupted here, if one was.
    fn or_interrupted(self) -> Result<Turn, LockError> {
        let path = self.voucher();
        let json = read(&path).map_err(|error| LockError::State(path.clone(), error))?;
        let Some(json) = json else {
            return Ok(Turn::Free(self));
        };
        let voucher = Voucher::read(&json).ok_or(LockError::Unreadable(path))?;
        if !voucher.is_ready {
            // It was interrupted before it changed anything or after it had changed all.
            self.tidy(&voucher);
            return Ok(Turn::Free(self));
        }
        match Texts::open(self.corpus(), &voucher.folder) {
            Ok(texts) => Ok(Turn::Interrupted(Journal {
                lock: self,
                voucher,
                texts,
            })),
            // The disk may only be away, or the corpus have been moved.
            Err(error) => {
                let interrupted = Interrupted {
                    lock: self,
                    voucher,
                };
                Err(LockError::NoTexts(Box::new(interrupted), error))
            }
        }
    }
}
