//! What the editor can do, as it says in `initialize`.

use tower_lsp::ls_types as lsp;
use tower_lsp::ls_types::{
    InitializeParams, MarkupKind, PositionEncodingKind, ResourceOperationKind,
};

use super::commands::{MOVE_CURSOR, REVIEW, SHOW_REFERENCES, SUGGEST};
use super::line_ends::LineEnds;
use crate::syntax::{Counting, Encoding};

/// What the editor can do.
#[derive(Debug, Clone, Copy, Default)]
pub struct ClientCapabilities {
    /// The encoding of columns: the one that it says it uses; else UTF-8 if it
    /// offers that, which is what texts are in; else UTF-32 or UTF-16 as it prefers.
    pub encoding: Encoding,
    /// How it reads the ends of lines.
    pub line_ends: LineEnds,
    /// Whether hovers may be Markdown.
    pub markdown: bool,
    /// Whether the documentation of a completion's item may be Markdown.
    pub item_markdown: bool,
    /// Whether an item may leave or replace what stands after the cursor.
    pub insert_replace: bool,
    /// Whether an item may be a snippet.
    pub snippets: bool,
    /// Whether an item's label may have details.
    pub label_details: bool,
    /// Whether the documentation of a clause may be Markdown.
    pub signature_markdown: bool,
    /// Whether a clause may be marked by its place in the shape.
    pub label_offsets: bool,
    /// Whether jumps may name the words that they start from.
    pub definition_links: bool,
    /// The same for declarations.
    pub declaration_links: bool,
    /// The same for type definitions.
    pub type_definition_links: bool,
    /// Whether an outline may be a tree.
    pub nested_symbols: bool,
    /// Whether it shows progress that the server begins.
    pub progress: bool,
    /// Whether it watches files when it is asked to.
    pub watches_files: bool,
    /// Whether it answers when it is asked for its settings.
    pub configuration: bool,
    /// Whether it reports changes of its settings when it is asked to.
    pub registers_configuration: bool,
    /// Whether diagnostics may name other places.
    pub related: bool,
    /// Whether diagnostics may lead to a page about them.
    pub code_pages: bool,
    /// Whether diagnostics may be faded.
    pub faded: bool,
    /// Whether it pulls diagnostics and takes refreshes of them; one that takes none
    /// would show old ones when another file changes.
    pub pulls: bool,
    /// Whether the answer on one document may hold the diagnostics of others.
    pub related_documents: bool,
    /// Whether it takes refreshes of code lenses.
    pub refreshes_lenses: bool,
    /// The same for inlay hints.
    pub refreshes_hints: bool,
    /// The same for semantic tokens.
    pub refreshes_tokens: bool,
    /// Whether changes of files may say of which text they are.
    pub document_changes: bool,
    /// Whether changes of files may be described, and confirmed by the user.
    pub change_annotations: bool,
    /// Whether changes may make files.
    pub creates_files: bool,
    /// Whether code actions may be more than commands.
    pub action_literals: bool,
    /// Whether the edit of a code action may come when it is chosen.
    pub resolves_actions: bool,
    /// Whether code actions may be marked as preferred.
    pub preferred_actions: bool,
    /// Whether the server may have changes made.
    pub applies_edits: bool,
    /// Whether the server may have a place shown.
    pub shows_documents: bool,
    /// Whether it has the command that lists places.
    pub lists_references: bool,
    /// Whether it has the command that goes through what is proposed.
    pub reviews: bool,
    /// Whether it has the command that completes what comes next.
    pub suggests: bool,
    /// Whether it has the command that puts the cursor somewhere.
    pub moves_cursor: bool,
    /// Whether it folds whole lines only.
    pub folds_lines: bool,
}

impl ClientCapabilities {
    /// Reads `initialize`.
    pub fn of(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let actions = text.and_then(|text| text.code_action.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let diagnostics = text.and_then(|text| text.publish_diagnostics.as_ref());
        let item = text
            .and_then(|text| text.completion.as_ref())
            .and_then(|completion| completion.completion_item.as_ref());
        let signature = text
            .and_then(|text| text.signature_help.as_ref())
            .and_then(|help| help.signature_information.as_ref());
        let signature_formats = signature.and_then(|help| help.documentation_format.as_ref());
        let item_formats = item.and_then(|item| item.documentation_format.as_ref());
        let hover_formats = text
            .and_then(|text| text.hover.as_ref())
            .and_then(|hover| hover.content_format.as_ref());
        // Helix takes the registration, and then reports nothing but its own saves.
        let is_helix = params
            .client_info
            .as_ref()
            .is_some_and(|client| client.name.eq_ignore_ascii_case("helix"));
        let links = |goto: Option<&lsp::GotoCapability>| {
            goto.and_then(|goto| goto.link_support).unwrap_or(false)
        };
        Self {
            encoding: option_encoding(params).unwrap_or_else(|| encoding(capabilities)),
            line_ends: LineEnds::of(params),
            markdown: hover_formats
                .is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown)),
            item_markdown: item_formats
                .is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown)),
            insert_replace: item
                .and_then(|item| item.insert_replace_support)
                .unwrap_or(false),
            snippets: item.and_then(|item| item.snippet_support).unwrap_or(false),
            label_details: item
                .and_then(|item| item.label_details_support)
                .unwrap_or(false),
            signature_markdown: signature_formats
                .is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown)),
            label_offsets: signature
                .and_then(|help| help.parameter_information.as_ref())
                .and_then(|parameter| parameter.label_offset_support)
                .unwrap_or(false),
            definition_links: links(text.and_then(|text| text.definition.as_ref())),
            declaration_links: links(text.and_then(|text| text.declaration.as_ref())),
            type_definition_links: links(text.and_then(|text| text.type_definition.as_ref())),
            nested_symbols: text
                .and_then(|text| text.document_symbol.as_ref())
                .and_then(|symbols| symbols.hierarchical_document_symbol_support)
                .unwrap_or(false),
            progress: capabilities
                .window
                .as_ref()
                .and_then(|window| window.work_done_progress)
                .unwrap_or(false),
            watches_files: workspace
                .and_then(|workspace| workspace.did_change_watched_files)
                .and_then(|watched| watched.dynamic_registration)
                .unwrap_or(false)
                && !is_helix,
            configuration: workspace
                .and_then(|workspace| workspace.configuration)
                .unwrap_or(false),
            registers_configuration: workspace
                .and_then(|workspace| workspace.did_change_configuration.as_ref())
                .and_then(|changes| changes.dynamic_registration)
                .unwrap_or(false),
            related: diagnostics
                .and_then(|diagnostics| diagnostics.related_information)
                .unwrap_or(false),
            code_pages: diagnostics
                .and_then(|diagnostics| diagnostics.code_description_support)
                .unwrap_or(false),
            faded: diagnostics.is_some_and(|diagnostics| diagnostics.tag_support.is_some()),
            pulls: text.is_some_and(|text| text.diagnostic.is_some())
                && workspace
                    .and_then(|workspace| workspace.diagnostics.as_ref())
                    .and_then(|diagnostics| diagnostics.refresh_support)
                    .unwrap_or(false),
            related_documents: text
                .and_then(|text| text.diagnostic.as_ref())
                .and_then(|diagnostic| diagnostic.related_document_support)
                .unwrap_or(false),
            refreshes_lenses: workspace
                .and_then(|workspace| workspace.code_lens.as_ref())
                .and_then(|lenses| lenses.refresh_support)
                .unwrap_or(false),
            refreshes_hints: workspace
                .and_then(|workspace| workspace.inlay_hint.as_ref())
                .and_then(|hints| hints.refresh_support)
                .unwrap_or(false),
            refreshes_tokens: workspace
                .and_then(|workspace| workspace.semantic_tokens.as_ref())
                .and_then(|tokens| tokens.refresh_support)
                .unwrap_or(false),
            document_changes: edits
                .and_then(|edits| edits.document_changes)
                .unwrap_or(false),
            change_annotations: edits
                .is_some_and(|edits| edits.change_annotation_support.is_some()),
            creates_files: edits
                .and_then(|edits| edits.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            action_literals: actions
                .is_some_and(|actions| actions.code_action_literal_support.is_some()),
            resolves_actions: actions.is_some_and(|actions| {
                let resolved = actions.resolve_support.as_ref();
                let edits = resolved
                    .is_some_and(|resolved| resolved.properties.iter().any(|name| name == "edit"));
                edits && actions.data_support.unwrap_or(false)
            }),
            preferred_actions: actions
                .and_then(|actions| actions.is_preferred_support)
                .unwrap_or(false),
            applies_edits: workspace
                .and_then(|workspace| workspace.apply_edit)
                .unwrap_or(false),
            shows_documents: capabilities
                .window
                .as_ref()
                .and_then(|window| window.show_document.as_ref())
                .is_some_and(|show| show.support),
            lists_references: has_command(capabilities, SHOW_REFERENCES),
            reviews: has_command(capabilities, REVIEW),
            suggests: has_command(capabilities, SUGGEST),
            moves_cursor: has_command(capabilities, MOVE_CURSOR),
            folds_lines: text
                .and_then(|text| text.folding_range.as_ref())
                .and_then(|folding| folding.line_folding_only)
                .unwrap_or(false),
        }
    }
}

impl ClientCapabilities {
    /// How the editor counts lines and columns.
    pub fn counting(&self) -> Counting {
        Counting {
            encoding: self.encoding,
            lone_cr: self.line_ends.lone_cr(),
        }
    }
}

/// Whether an editor says that it has a command of its own for us.
fn has_command(capabilities: &lsp::ClientCapabilities, command: &str) -> bool {
    let experimental = capabilities.experimental.as_ref();
    experimental
        .and_then(|experimental| experimental.pointer("/commands/commands"))
        .and_then(|commands| commands.as_array())
        .is_some_and(|commands| commands.iter().any(|name| name == command))
}

/// What an editor is known to count in, whatever it says of its capabilities:
/// `columns` in its initialization options.
fn option_encoding(params: &InitializeParams) -> Option<Encoding> {
    let options = params.initialization_options.as_ref()?;
    let options = options.get("quotemark").unwrap_or(options);
    match options.get("columns")?.as_str()? {
        "utf-8" => Some(Encoding::Utf8),
        "utf-16" => Some(Encoding::Utf16),
        "utf-32" => Some(Encoding::Utf32),
        _ => None,
    }
}

fn encoding(capabilities: &lsp::ClientCapabilities) -> Encoding {
    let offered = capabilities
        .general
        .as_ref()
        .and_then(|general| general.position_encodings.as_ref());
    let offered = offered.map_or(&[][..], Vec::as_slice);
    if offered.contains(&PositionEncodingKind::UTF8) {
        return Encoding::Utf8;
    }
    let known = offered.iter().find_map(|kind| match kind {
        kind if *kind == PositionEncodingKind::UTF16 => Some(Encoding::Utf16),
        kind if *kind == PositionEncodingKind::UTF32 => Some(Encoding::Utf32),
        _ => None,
    });
    known.unwrap_or_default()
}

/// The encoding's name in the protocol.
pub fn encoding_kind(encoding: Encoding) -> PositionEncodingKind {
    match encoding {
        Encoding::Utf8 => PositionEncodingKind::UTF8,
        Encoding::Utf16 => PositionEncodingKind::UTF16,
        Encoding::Utf32 => PositionEncodingKind::UTF32,
    }
}
