//! Which settings hold where.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Layer, Settings};

/// The settings of every folder that has some of its own. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsTree {
    by_folder: Arc<BTreeMap<PathBuf, Arc<Settings>>>,
    /// What holds outside of all these folders.
    elsewhere: Arc<Settings>,
}

impl SettingsTree {
    /// The settings where each of these folders has a `quotemark.toml`, which
    /// the editor's layer goes over. The editor's paths are relative to the
    /// nearest of the `roots`.
    pub fn new<'a>(
        files: impl IntoIterator<Item = (&'a Path, &'a Layer)>,
        editor: &Layer,
        roots: &[&Path],
    ) -> Self {
        let files: BTreeMap<&Path, &Layer> = files.into_iter().collect();
        let governing = |folder: &Path| {
            let mut folders = folder.ancestors();
            folders.find_map(|folder| files.get_key_value(folder))
        };
        let known: HashSet<&Path> = roots.iter().copied().collect();
        let root_around = |folder: &'a Path| {
            let mut around = folder.ancestors();
            around.find(|folder| known.contains(folder))
        };
        let mut by_folder = BTreeMap::new();
        let folders = files.keys().copied();
        let folders = folders.map(|folder| (folder, root_around(folder).unwrap_or(folder)));
        let folders: Vec<(&Path, &Path)> = folders
            .chain(roots.iter().map(|root| (*root, *root)))
            .collect();
        for (folder, root) in folders {
            let mut settings = Settings::default();
            if let Some((place, layer)) = governing(folder) {
                settings = settings.under(layer, place);
            }
            by_folder.insert(folder.to_owned(), Arc::new(settings.under(editor, root)));
        }
        Self {
            by_folder: Arc::new(by_folder),
            elsewhere: Arc::new(Settings::default().under(editor, Path::new(""))),
        }
    }

    /// The same, where what holds in a folder also holds outside of all.
    #[must_use]
    pub fn elsewhere_as_in(self, folder: &Path) -> Self {
        let elsewhere = self.of(&folder.join("x"));
        Self { elsewhere, ..self }
    }

    /// What holds for a file: what the nearest folder above it says.
    pub fn of(&self, file: &Path) -> Arc<Settings> {
        let mut folders = file.ancestors().skip(1);
        let nearest = folders.find_map(|folder| self.by_folder.get(folder));
        nearest.unwrap_or(&self.elsewhere).clone()
    }
}
