//! What is printed, in any of the formats.

use std::io::{self, Write};

use annotate_snippets::Renderer;
use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use clap::ValueEnum;

use super::counts::Counts;
use super::finding::Finding;
use super::{github, sarif, text};
use crate::cli::output::{Failure, harmless_json, styled, terminal_width, trusted};

/// How diagnostics are printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// An object with the list and the counts
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

/// Writes diagnostics one after the other, so that none is kept.
pub struct Writer {
    out: Box<dyn Write>,
    format: Format,
    renderer: Renderer,
    any: bool,
}

impl Writer {
    /// A writer on standard output.
    pub fn new(format: Format) -> Self {
        let width = terminal_width().unwrap_or(DEFAULT_TERM_WIDTH);
        Self {
            out: match format {
                // The commands in it are ours.
                Format::Github => Box::new(trusted()),
                _ => Box::new(styled()),
            },
            format,
            renderer: Renderer::styled().term_width(width),
            any: false,
        }
    }

    /// Writes what stands before all findings.
    pub fn start(&mut self) -> Result<(), Failure> {
        match self.format {
            Format::Text | Format::Github => Ok(()),
            Format::Json => self.put("{\"diagnostics\":["),
            Format::Sarif => self.put(&sarif::start()),
        }
    }

    /// Writes a finding.
    pub fn write(&mut self, finding: &Finding) -> Result<(), Failure> {
        let between = if self.any { ",\n" } else { "\n" };
        self.any = true;
        match self.format {
            Format::Text => self.put(&text::text(finding, &self.renderer)),
            Format::Github => self.put(&github::github(finding)),
            Format::Json => self.put_json(between, &serde_json::to_string(finding)?),
            Format::Sarif => self.put_json(between, &sarif::result(finding)),
        }
    }

    /// Writes what stands after all findings.
    pub fn end(&mut self, counts: &Counts) -> Result<(), Failure> {
        let line = counts.line();
        match self.format {
            Format::Text => {
                if let Some(code) = counts.codes.first() {
                    self.put(&match counts.codes.len() {
                        1 => format!("`quotemark explain {code}` says more.\n"),
                        _ => format!(
                            "`quotemark explain CODE` says more, as `quotemark explain {code}`.\n"
                        ),
                    })?;
                }
                self.put(&format!("{line}\n"))?;
                return self.flush();
            }
            Format::Github => {}
            Format::Json => {
                let counts = serde_json::to_string(counts)?;
                self.put(&format!("\n],\"counts\":{counts}}}\n"))?;
            }
            Format::Sarif => self.put(&format!("\n{}\n", sarif::END))?,
        }
        self.flush()?;
        // Where standard error is closed, the exit code has to do.
        let _ = writeln!(io::stderr(), "{line}");
        Ok(())
    }

    fn put_json(&mut self, between: &str, json: &str) -> Result<(), Failure> {
        self.put(between)?;
        self.put(&harmless_json(json))
    }

    fn put(&mut self, words: &str) -> Result<(), Failure> {
        Ok(self.out.write_all(words.as_bytes())?)
    }

    /// Hands on what was written.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }
}
