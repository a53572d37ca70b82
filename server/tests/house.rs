//! The house: which file may use which, read off the source.
//!
//! Arrows go from a file to the file that defines what it names; a `pub use` that only
//! passes a name on makes none. Tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

/// The crates, by the name that code uses: the folder of their source.
const CRATES: [(&str, &str); 3] = [
    ("quotemark", "src"),
    ("quotemark_analysis", "analysis/src"),
    ("quotemark_formats", "formats/src"),
];

/// The floors, the lowest first; those in one row know nothing of each other.
const FLOORS: &[&[&str]] = &[
    &[
        "quotemark_analysis::coded",
        "quotemark_analysis::edit_distance",
        "quotemark_analysis::graph",
        "quotemark_analysis::percent",
        "quotemark_analysis::table",
    ],
    // A format knows its library and tables as values, and no other format.
    &["quotemark_formats::error"],
    &[
        "quotemark_formats::form",
        "quotemark_formats::ids",
        "quotemark_formats::line_feeds",
        "quotemark_formats::names",
        "quotemark_formats::places",
        "quotemark_formats::said",
        "quotemark_formats::tree",
        "quotemark_formats::writer",
        "quotemark_formats::xml",
    ],
    // Marked words of any program as articles.
    &["quotemark_formats::annotated"],
    &[
        "quotemark_formats::annotations",
        "quotemark_formats::brat",
        "quotemark_formats::csv",
        "quotemark_formats::dna",
        "quotemark_formats::edges",
        "quotemark_formats::gexf",
        "quotemark_formats::graphml",
        "quotemark_formats::jsonl",
        "quotemark_formats::parquet",
        "quotemark_formats::popolo",
        "quotemark_formats::qdpx",
        "quotemark_formats::sqlite",
        "quotemark_formats::tei",
        "quotemark_formats::webanno",
        "quotemark_formats::xlsx",
    ],
    &["quotemark_analysis::reports"],
    &["quotemark_analysis::syntax"],
    // Coded articles as documents of the markup, whatever they were read from.
    &["quotemark_analysis::marking", "quotemark_analysis::model"],
    &[
        "quotemark_analysis::proposals",
        "quotemark_analysis::settings",
    ],
    &["quotemark_analysis::features::shared"],
    &["quotemark_analysis::features::edit"],
    &["quotemark_analysis::features", "quotemark_analysis::tables"],
    &["quotemark_analysis::alone", "quotemark_analysis::overview"],
    // The tables as the values of which other tools' forms are made.
    &["quotemark_analysis::coding", "quotemark_analysis::network"],
    &["quotemark::store"],
    &["quotemark::lsp", "quotemark::cli"],
];

/// A module: its path, such as `quotemark::cli::check`.
type Module = String;

#[derive(Default)]
struct House {
    /// The file of each module.
    files: BTreeMap<Module, PathBuf>,
    /// What a module brings in by `use`, by the name that it has there.
    uses: BTreeMap<Module, BTreeMap<String, Vec<String>>>,
    /// The modules from which a module takes all.
    globs: BTreeMap<Module, Vec<Vec<String>>>,
    /// What a module defines itself.
    defines: BTreeMap<Module, BTreeSet<String>>,
    /// The paths that a module names, but for those that it only passes on.
    names: BTreeMap<Module, Vec<Vec<String>>>,
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Path>()
                .is_ok_and(|path| path.is_ident("test"))
    })
}

impl House {
    fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut house = Self::default();
        for (name, folder) in CRATES {
            house.read_file(name.to_owned(), &root.join(folder).join("lib.rs"));
        }
        house
    }

    fn read_file(&mut self, module: Module, path: &Path) {
        let text = fs::read_to_string(path).unwrap();
        let file = syn::parse_file(&text).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        self.files.insert(module.clone(), path.to_owned());
        let mut visitor = FileVisitor {
            house: self,
            module: module.clone(),
            modules: Vec::new(),
        };
        for item in &file.items {
            visitor.visit_item(item);
        }
        let folder = match path.file_name().and_then(|name| name.to_str()) {
            Some("lib.rs" | "mod.rs") => path.parent().unwrap().to_owned(),
            _ => path.with_extension(""),
        };
        for name in visitor.modules {
            let inner = format!("{module}::{name}");
            let flat = folder.join(format!("{name}.rs"));
            let nested = folder.join(&name).join("mod.rs");
            self.read_file(inner, if flat.exists() { &flat } else { &nested });
        }
    }

    /// The module that defines what a path names, as seen from a module.
    fn defined(&self, from: &str, path: &[String], depth: usize) -> Option<Module> {
        if depth > 20 {
            return None;
        }
        let (mut at, mut rest) = self.start(from, path, depth)?;
        while let Some((name, after)) = rest.split_first() {
            let inner = format!("{at}::{name}");
            if self.files.contains_key(&inner) {
                at = inner;
                rest = after;
                continue;
            }
            if self
                .defines
                .get(&at)
                .is_some_and(|defines| defines.contains(name))
            {
                return Some(at);
            }
            if let Some(used) = self.uses.get(&at).and_then(|uses| uses.get(name)) {
                return self.defined(&at, used, depth + 1);
            }
            for glob in self.globs.get(&at).into_iter().flatten() {
                let mut path = glob.clone();
                path.push(name.clone());
                if let Some(found) = self.defined(&at, &path, depth + 1) {
                    return Some(found);
                }
            }
            return None;
        }
        Some(at)
    }

    /// Where a path begins, and what of it is left; nothing for other crates.
    fn start<'p>(
        &self,
        from: &str,
        path: &'p [String],
        depth: usize,
    ) -> Option<(Module, &'p [String])> {
        let (first, mut rest) = path.split_first()?;
        let mut at: Module = match first.as_str() {
            "crate" => from.split("::").next()?.to_owned(),
            "self" => from.to_owned(),
            "super" => from.rsplit_once("::")?.0.to_owned(),
            name if CRATES.iter().any(|(known, _)| known == &name) => name.to_owned(),
            name => {
                let inner = format!("{from}::{name}");
                if self.files.contains_key(&inner) {
                    return Some((inner, rest));
                }
                if self
                    .defines
                    .get(from)
                    .is_some_and(|defines| defines.contains(name))
                {
                    return Some((from.to_owned(), &[]));
                }
                let used = self.uses.get(from)?.get(name)?;
                if used.first() == path.first() && used.len() == 1 {
                    return None;
                }
                let at = self.defined(from, used, depth + 1)?;
                // Only a module goes on.
                let is_module = self.leads_to_module(from, used);
                return Some((at, if is_module { rest } else { &[] }));
            }
        };
        while rest.first().is_some_and(|name| name == "super") {
            at = at.rsplit_once("::")?.0.to_owned();
            rest = &rest[1..];
        }
        Some((at, rest))
    }

    fn leads_to_module(&self, from: &str, path: &[String]) -> bool {
        self.defined(from, path, 1)
            .is_some_and(|module| module.rsplit("::").next() == path.last().map(String::as_str))
    }

    fn arrows(&self) -> BTreeMap<Module, BTreeMap<Module, String>> {
        let mut arrows: BTreeMap<Module, BTreeMap<Module, String>> = BTreeMap::new();
        for (module, names) in &self.names {
            for name in names {
                if let Some(target) = self.defined(module, name, 0)
                    && target != *module
                {
                    arrows
                        .entry(module.clone())
                        .or_default()
                        .entry(target)
                        .or_insert(name.join("::"));
                }
            }
        }
        arrows
    }
}

struct FileVisitor<'h> {
    house: &'h mut House,
    module: Module,
    modules: Vec<String>,
}

impl FileVisitor<'_> {
    fn use_tree(&mut self, tree: &UseTree, before: &[String], passes_on: bool) {
        let mut path = before.to_vec();
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.use_tree(&part.tree, &path, passes_on);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, before, passes_on);
                }
            }
            UseTree::Glob(_) => {
                self.house
                    .globs
                    .entry(self.module.clone())
                    .or_default()
                    .push(path);
            }
            UseTree::Name(name) => self.used(
                path,
                &name.ident.to_string(),
                &name.ident.to_string(),
                passes_on,
            ),
            UseTree::Rename(name) => self.used(
                path,
                &name.ident.to_string(),
                &name.rename.to_string(),
                passes_on,
            ),
        }
    }

    fn used(&mut self, mut path: Vec<String>, name: &str, called: &str, passes_on: bool) {
        let called = if name == "self" {
            path.last().cloned().unwrap_or_default()
        } else {
            path.push(name.to_owned());
            called.to_owned()
        };
        if !passes_on {
            self.house
                .names
                .entry(self.module.clone())
                .or_default()
                .push(path.clone());
        }
        self.house
            .uses
            .entry(self.module.clone())
            .or_default()
            .insert(called, path);
    }

    fn define(&mut self, name: String) {
        self.house
            .defines
            .entry(self.module.clone())
            .or_default()
            .insert(name);
    }
}

impl<'ast> Visit<'ast> for FileVisitor<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name): (&[Attribute], Option<String>) = match item {
            Item::Fn(it) => (&it.attrs, Some(it.sig.ident.to_string())),
            Item::Struct(it) => (&it.attrs, Some(it.ident.to_string())),
            Item::Enum(it) => (&it.attrs, Some(it.ident.to_string())),
            Item::Trait(it) => (&it.attrs, Some(it.ident.to_string())),
            Item::Type(it) => (&it.attrs, Some(it.ident.to_string())),
            Item::Const(it) => (&it.attrs, Some(it.ident.to_string())),
            Item::Static(it) => (&it.attrs, Some(it.ident.to_string())),
            Item::Mod(it) => (&it.attrs, None),
            Item::Use(it) => (&it.attrs, None),
            Item::Impl(it) => (&it.attrs, None),
            Item::Macro(it) => (&it.attrs, None),
            _ => (&[], None),
        };
        if is_for_tests(attributes) {
            return;
        }
        if let Some(name) = name {
            self.define(name);
        }
        if let Item::Macro(it) = item {
            // What a macro defines is seen only as words.
            let words = it.mac.tokens.to_string();
            let words: Vec<&str> = words.split_whitespace().collect();
            for two in words.windows(2) {
                if matches!(two[0], "enum" | "struct" | "fn") {
                    self.define(two[1].to_owned());
                }
            }
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        match &item.content {
            Some(_) => visit::visit_item_mod(self, item),
            None => self.modules.push(item.ident.to_string()),
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let passes_on = !matches!(item.vis, Visibility::Inherited);
        self.use_tree(&item.tree, &[], passes_on);
    }

    // `pub(super)` takes nothing from there.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        if names.len() > 1 || path.leading_colon.is_none() {
            self.house
                .names
                .entry(self.module.clone())
                .or_default()
                .push(names);
        }
        visit::visit_path(self, path);
    }
}

/// The circles: for each, its modules.
fn circles(arrows: &BTreeMap<Module, BTreeMap<Module, String>>) -> Vec<BTreeSet<Module>> {
    let reach = |from: &Module| {
        let mut seen = BTreeSet::new();
        let mut todo = vec![from];
        while let Some(module) = todo.pop() {
            for next in arrows.get(module).into_iter().flat_map(|to| to.keys()) {
                if seen.insert(next.clone()) {
                    todo.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> = arrows
        .keys()
        .map(|module| (module, reach(module)))
        .collect();
    let mut found: BTreeSet<BTreeSet<Module>> = BTreeSet::new();
    for (module, to) in &reached {
        if to.contains(*module) {
            let with = to.iter().filter(|other| {
                reached
                    .get(other)
                    .is_some_and(|back| back.contains(*module))
            });
            found.insert(with.cloned().collect());
        }
    }
    found.into_iter().collect()
}

/// The floor of a module, by its place in [`FLOORS`], and its room there. What is in no
/// room, such as the file that joins all of a crate, is on no floor.
fn floor(module: &str) -> Option<(usize, &'static str)> {
    let rooms = FLOORS.iter().enumerate();
    let mut rooms = rooms.flat_map(|(floor, rooms)| rooms.iter().map(move |room| (floor, *room)));
    rooms.find(|(_, room)| {
        module
            .strip_prefix(room)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

/// The arrows, of which there must be enough for the reading to be trusted.
fn all_arrows(house: &House) -> BTreeMap<Module, BTreeMap<Module, String>> {
    assert!(house.files.len() > 150, "only {} files", house.files.len());
    let arrows = house.arrows();
    let count: usize = arrows.values().map(BTreeMap::len).sum();
    assert!(count > 500, "only {count} arrows");
    arrows
}

#[test]
fn no_file_uses_what_lies_above_it() {
    let house = House::read();
    let mut up = Vec::new();
    for (from, to) in all_arrows(&house) {
        let Some((floor_of, room)) = floor(&from) else {
            continue;
        };
        for (to, by) in to {
            let is_up = match floor(&to) {
                Some((other, other_room)) => {
                    other > floor_of || other == floor_of && other_room != room
                }
                None => true,
            };
            if is_up {
                up.push(format!("{from} uses {by} of {to}"));
            }
        }
    }
    assert!(up.is_empty(), "{up:#?}");
}

#[test]
fn only_the_server_of_the_protocol_knows_the_protocol() {
    let house = House::read();
    let mut found = Vec::new();
    for (module, names) in &house.names {
        let is_at_home = module.starts_with("quotemark::lsp");
        for name in names
            .iter()
            .filter(|name| !is_at_home && name[0] == "tower_lsp")
        {
            found.push(format!("{module} names {}", name.join("::")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_file_is_in_a_circle() {
    let house = House::read();
    let arrows = all_arrows(&house);
    let circles = circles(&arrows);
    let mut message = String::new();
    for circle in &circles {
        message += &format!("\na circle of {} files:\n", circle.len());
        for module in circle {
            for (to, by) in arrows
                .get(module)
                .into_iter()
                .flatten()
                .filter(|(to, _)| circle.contains(*to))
            {
                message += &format!("  {module} -> {to} ({by})\n");
            }
        }
    }
    assert!(circles.is_empty(), "{message}");
}

/// The most lines that a file of code may have, its tests not counted.
const LONGEST: usize = 600;

#[test]
fn no_file_is_long() {
    let mut long = Vec::new();
    for (module, path) in &House::read().files {
        let text = fs::read_to_string(path).unwrap();
        // Tests at the end of a file are left out, as in the rest of the house.
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        let lines = code.unwrap_or_default().lines().count();
        if lines > LONGEST {
            long.push(format!("{module} has {lines} lines"));
        }
    }
    assert!(long.is_empty(), "{long:#?}");
}
