//! What articles cannot say, as far as several say it, and where that stands.

use crate::form::Kind;
use crate::tree::Element;

pub(super) const NO_TEXT: Kind = (
    "sources without a text: pictures, sound, films and pages",
    "were left out",
);
pub(super) const OUTSIDE: Kind = (
    "sources whose text lies outside of the project",
    "were left out; export the project anew with its sources in it",
);
pub(super) const OTHER: Kind = (
    "sets, graphs and links between selections",
    "were left out, as articles have none",
);

/// Where an element stands in the project.
pub(super) fn place(element: &Element) -> String {
    format!("project.qde, byte {}", element.at)
}
