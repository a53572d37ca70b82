//! What an annotator has refused, as a review is told.

use std::collections::{HashMap, HashSet};

/// The refusals of an article or of a corpus, by the keys of proposals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    /// Those that are not to be shown.
    whole: HashSet<String>,
    /// Who is not to be offered as the speaker.
    speakers: HashMap<String, HashSet<String>>,
}

impl Refused {
    /// Notes that a proposal is refused, or one speaker of it as its choice has it.
    pub fn add(&mut self, key: &str, speaker: Option<&str>) {
        match speaker {
            None => {
                self.whole.insert(key.to_owned());
            }
            Some(speaker) => {
                let speakers = self.speakers.entry(key.to_owned()).or_default();
                speakers.insert(speaker.to_owned());
            }
        }
    }

    /// Whether a proposal is refused, whoever spoke.
    pub fn is_refused(&self, key: &str) -> bool {
        self.whole.contains(key)
    }

    /// Whether somebody is refused as the speaker.
    pub fn is_speaker_refused(&self, key: &str, speaker: &str) -> bool {
        let speakers = self.speakers.get(key);
        speakers.is_some_and(|speakers| speakers.contains(speaker))
    }
}
