//! The pages of the reference, where an editor can open them.
//!
//! They are part of the binary. So that a diagnostic can lead to its page
//! without a network, they are written once into the user's cache folder.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tower_lsp::ls_types::Uri;

use super::uri::uri_of;
use crate::reports::Code;
use crate::store::read;
use crate::store::writing::OwnFolder;

static PAGES: OnceLock<Option<BTreeMap<Code, Uri>>> = OnceLock::new();

/// Writes the pages where they are not there yet. Where they cannot be
/// written, diagnostics lead to no page.
pub fn write() {
    PAGES.get_or_init(|| {
        let folder = dirs::cache_dir()?
            .join("quotemark")
            .join(concat!("reference-", env!("CARGO_PKG_VERSION")));
        let mut pages = BTreeMap::new();
        for code in Code::ALL {
            let path = folder.join(format!("{}.md", code.name()));
            let is_there = read(&path).is_ok_and(|page| page == code.page());
            if !is_there {
                let family = OwnFolder::made(path.parent()?).ok()?;
                let name = path.file_name()?.to_str()?;
                family.write(name, code.page().as_bytes()).ok()?;
            }
            pages.insert(*code, uri_of(&path)?);
        }
        Some(pages)
    });
}

/// The address of a diagnostic's page, once the pages are written.
pub fn address(code: Code) -> Option<Uri> {
    PAGES.get()?.as_ref()?.get(&code).cloned()
}
