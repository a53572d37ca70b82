//! Changes of the corpus as the protocol writes them.

use std::collections::HashMap;

use tower_lsp::ls_types as lsp;

use super::snapshot::Snapshot;
use super::uri::uri_of;
use crate::features::edit::{CorpusEdit, Refusal, TextEdit};
use crate::model::FileId;
use crate::store::writing::can_be_made;

/// The only annotation of an edit: its summary.
const ANNOTATION: &str = "quotemark";

impl Snapshot {
    /// Changes of several files: with versions, annotations and the creation of
    /// files where the editor takes them.
    ///
    /// # Errors
    /// When the editor could make a change at another place (see [`may_change`](Self::may_change)), and when a link stands in the way
    /// of a file that is to be made: an editor would follow it.
    pub fn workspace_edit(&self, edit: &CorpusEdit) -> Result<lsp::WorkspaceEdit, Refusal> {
        for path in edit.created.keys() {
            can_be_made(path).map_err(|refused| Refusal(refused.to_string()))?;
        }
        if self.capabilities.document_changes {
            self.document_changes(edit)
        } else {
            let mut changes: HashMap<lsp::Uri, Vec<lsp::TextEdit>> = HashMap::new();
            for (file, edits) in &edit.changes {
                if let Some(uri) = self.uri(*file) {
                    changes.insert(uri, self.text_edits(*file, edits)?);
                }
            }
            // An editor of this kind makes the files that it writes to.
            for (path, text) in &edit.created {
                if let Some(uri) = uri_of(path) {
                    changes.insert(uri, vec![self.new_file(text)]);
                }
            }
            Ok(lsp::WorkspaceEdit {
                changes: Some(changes),
                ..lsp::WorkspaceEdit::default()
            })
        }
    }

    fn document_changes(&self, edit: &CorpusEdit) -> Result<lsp::WorkspaceEdit, Refusal> {
        let summary = edit.summary.as_ref();
        let summary = summary.filter(|_| self.capabilities.change_annotations);
        let annotated = |edit: lsp::TextEdit| match summary {
            None => lsp::OneOf::Left(edit),
            Some(_) => lsp::OneOf::Right(lsp::AnnotatedTextEdit {
                text_edit: edit,
                annotation_id: ANNOTATION.into(),
            }),
        };
        let mut operations = Vec::new();
        for (path, text) in &edit.created {
            let Some(uri) = uri_of(path) else { continue };
            if self.capabilities.creates_files {
                let create = lsp::CreateFile {
                    uri: uri.clone(),
                    options: None,
                    annotation_id: summary.map(|_| ANNOTATION.into()),
                };
                let create = lsp::ResourceOp::Create(create);
                operations.push(lsp::DocumentChangeOperation::Op(create));
            }
            operations.push(lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version: None },
                edits: vec![annotated(self.new_file(text))],
            }));
        }
        // By path: the order of the numbers is that in which files were read.
        for file in edit.by_path(&self.corpus) {
            let Some(uri) = self.uri(file) else { continue };
            let version = self.version(file);
            let edits = self.text_edits(file, &edit.changes[&file])?;
            let edits = edits.into_iter().map(annotated);
            operations.push(lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
                text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
                edits: edits.collect(),
            }));
        }
        let annotations = summary.map(|summary| {
            let annotation = lsp::ChangeAnnotation {
                label: summary.label.clone(),
                needs_confirmation: Some(summary.needs_confirmation),
                description: Some(summary.description.clone()),
            };
            HashMap::from([(ANNOTATION.to_owned(), annotation)])
        });
        Ok(lsp::WorkspaceEdit {
            changes: None,
            document_changes: Some(lsp::DocumentChanges::Operations(operations)),
            change_annotations: annotations,
        })
    }

    /// Changes of one file.
    ///
    /// # Errors
    /// As [`workspace_edit`](Self::workspace_edit).
    pub fn text_edits(
        &self,
        file: FileId,
        edits: &[TextEdit],
    ) -> Result<Vec<lsp::TextEdit>, Refusal> {
        if let Some(last) = edits.iter().map(|edit| edit.range.to()).max() {
            self.may_change(file, last)?;
        }
        for edit in edits {
            self.may_insert(file, edit)?;
        }
        let edits = edits.iter().map(|edit| lsp::TextEdit {
            range: self.range(file, edit.range),
            new_text: self.with_line_breaks(&edit.text),
        });
        Ok(edits.collect())
    }

    /// The text of a file that is not there yet.
    fn new_file(&self, text: &str) -> lsp::TextEdit {
        lsp::TextEdit {
            range: lsp::Range::default(),
            new_text: self.with_line_breaks(text),
        }
    }

    /// A text as the editor is to write it: with the line breaks that it turns
    /// into those of the file.
    fn with_line_breaks(&self, text: &str) -> String {
        match self.capabilities.line_ends.inserts_lf() {
            true => text.replace("\r\n", "\n"),
            false => text.to_owned(),
        }
    }
}
