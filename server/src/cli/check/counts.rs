//! What was found in all.

use std::collections::BTreeSet;

use serde::Serialize;

use super::finding::Finding;
use crate::model;
use crate::reports::Severity;

/// How much there is, and how much is wrong with it.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    /// The articles.
    pub articles: usize,
    /// The people in them.
    pub people: usize,
    /// The organisations in them.
    pub organisations: usize,
    /// The quotes in them.
    pub quotes: usize,
    /// The errors.
    pub errors: usize,
    /// The warnings.
    pub warnings: usize,
    /// What is less grave.
    #[serde(rename = "remarks")]
    pub others: usize,
    /// The codes of what is shown.
    #[serde(skip)]
    pub codes: BTreeSet<&'static str>,
}

impl Counts {
    /// Adds what a corpus holds.
    pub fn add(&mut self, held: model::Counts) {
        self.articles += held.articles;
        self.people += held.people;
        self.organisations += held.organisations;
        self.quotes += held.quotes;
    }

    /// Counts a finding.
    pub fn count(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Information | Severity::Hint => self.others += 1,
        }
    }

    /// The last line of what is printed.
    pub fn line(&self) -> String {
        let remarks = match self.others {
            0 => String::new(),
            others => format!(", {}", counted(others, "remark", "remarks")),
        };
        format!(
            "{}, {}, {}, {}: {}, {}{remarks}",
            counted(self.articles, "article", "articles"),
            counted(self.people, "person", "people"),
            counted(self.organisations, "organisation", "organisations"),
            counted(self.quotes, "quote", "quotes"),
            counted(self.errors, "error", "errors"),
            counted(self.warnings, "warning", "warnings"),
        )
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}
