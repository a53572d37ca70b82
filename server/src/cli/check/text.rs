//! Diagnostics for people.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::finding::{Finding, Spot};
use crate::cli::output::{harmless, on_one_line};
use crate::reports::Severity;

/// As rustc shows it.
pub fn text(finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::HELP.with_name("hint"),
    };
    let title = level
        .primary_title(on_one_line(&finding.message))
        .id(finding.code.name());
    let mut groups = vec![with_snippet(Group::with_title(title), &finding.spot)];
    for related in &finding.related {
        let title = Level::NOTE.secondary_title(on_one_line(&related.message));
        groups.push(with_snippet(Group::with_title(title), &related.spot));
    }
    let mut text = renderer.render(&groups);
    text.push_str("\n\n");
    text
}

fn with_snippet<'s>(group: Group<'s>, spot: &'s Spot) -> Group<'s> {
    let Some((lines, inside)) = &spot.excerpt else {
        let origin = Origin::path(harmless(&spot.file)).line(spot.line as usize);
        return group.element(origin.char_column(spot.column as usize));
    };
    let annotation = AnnotationKind::Primary.span(inside.bytes());
    group.element(
        Snippet::source(lines)
            .line_start(spot.line as usize)
            .path(harmless(&spot.file))
            .annotation(annotation),
    )
}
