//! The head of a file: which layers it has, and the columns of each.

use crate::error::Unreadable;

/// What begins every file.
pub(super) const FORMAT: &str = "#FORMAT=WebAnno TSV ";

/// What a layer annotates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LayerKind {
    /// Spans.
    Span,
    /// Chains of spans.
    Chain,
    /// Relations between spans.
    Relation,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// That something is annotated, where a layer has no features.
    Mark,
    /// The value of a feature.
    Feature(String),
    /// What the targets of a feature with slots are in it.
    Roles(String),
    /// Its targets: of which layer.
    Targets(String),
    /// From where a relation comes: of which layer.
    From(String),
}

/// A layer and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layer {
    pub kind: LayerKind,
    pub name: String,
    pub columns: Vec<Column>,
}

/// Whether a line of the head is one of a layer, and which.
///
/// # Errors
/// When it names none.
pub(super) fn layer(number: usize, line: &str) -> Result<Option<Layer>, Unreadable> {
    let kinds = [
        ("#T_SP=", LayerKind::Span),
        ("#T_CH=", LayerKind::Chain),
        ("#T_RL=", LayerKind::Relation),
    ];
    let found = kinds
        .into_iter()
        .find_map(|(begin, kind)| Some((kind, line.strip_prefix(begin)?)));
    let Some((kind, rest)) = found else {
        return Ok(None);
    };
    let mut parts = rest.split('|');
    let name = parts.next().unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Unreadable(format!(
            "is no WebAnno TSV: line {number} names no layer after `=`"
        )));
    }
    let mut columns: Vec<Column> = Vec::new();
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        let is_target = matches!(columns.last(), Some(Column::Roles(_)));
        columns.push(
            match (kind, part.strip_prefix("ROLE_"), part.strip_prefix("BT_")) {
                (LayerKind::Span, Some(role), _) => {
                    let role = role.split_once(':').map_or(role, |(_, role)| role);
                    let name = role.split_once('_').map_or(role, |(name, _)| name);
                    Column::Roles(name.to_owned())
                }
                (LayerKind::Relation, _, Some(base)) => Column::From(base.to_owned()),
                (LayerKind::Span, ..) if is_target => Column::Targets(part.to_owned()),
                _ => Column::Feature(part.to_owned()),
            },
        );
    }
    if columns.is_empty() {
        columns.push(Column::Mark);
    }
    Ok(Some(Layer {
        kind,
        name: name.to_owned(),
        columns,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_has_its_columns() {
        let columns = |line: &str| layer(2, line).unwrap().unwrap().columns;
        assert_eq!(columns("#T_SP=a.Plain|"), [Column::Mark]);
        assert_eq!(
            columns("#T_SP=a.Host|note|ROLE_a.Host:links_a.Link|uima.tcas.Annotation"),
            [
                Column::Feature("note".into()),
                Column::Roles("links".into()),
                Column::Targets("uima.tcas.Annotation".into())
            ]
        );
        assert_eq!(
            columns("#T_RL=a.Says|kind|BT_a.Quote"),
            [
                Column::Feature("kind".into()),
                Column::From("a.Quote".into())
            ]
        );
        assert_eq!(layer(2, "#Text=a").unwrap(), None);
        assert!(layer(2, "#T_CH=|x").is_err());
    }
}
