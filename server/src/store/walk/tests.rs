use std::fs;

use super::*;

/// What a walk of the crate `ignore` finds with the same settings: the reference
/// for all that has to do with ordinary lists.
fn by_the_crate(root: &Path, depth: Depth) -> Vec<PathBuf> {
    let mut builder = ignore::WalkBuilder::new(root);
    builder.require_git(false).follow_links(false);
    if depth == Depth::OneFolder {
        builder.max_depth(Some(1));
    }
    let mut found: Vec<PathBuf> = builder
        .build()
        .map(|entry| entry.unwrap().into_path())
        .collect();
    found.sort_unstable();
    found
}

/// Whether this walk finds the same, and counts as many files and folders.
fn assert_same(root: &Path, depth: Depth, about: &str) {
    let all = by_the_crate(root, depth);
    let walk_within_limit = |files: usize| {
        let limits = Limits {
            files: u32::try_from(files).unwrap(),
            ..Limits::default()
        };
        walk(root, depth, limits)
    };
    let found = walk_within_limit(all.len());
    let mut ours = found.folders.clone();
    ours.extend(found.settings.iter().cloned());
    ours.extend(found.links.iter().cloned());
    ours.extend(found.files.iter().map(|path| path.to_path_buf()));
    ours.sort_unstable();
    let of_interest = |path: &&PathBuf| {
        let kind = fs::symlink_metadata(path).unwrap();
        kind.is_dir() || kind.is_symlink() || is_article(path) || is_settings(path)
    };
    let theirs: Vec<PathBuf> = all.iter().filter(of_interest).cloned().collect();
    assert_eq!(ours, theirs, "{about}");
    assert_eq!(found.lists, ListNotes::default(), "{about}");
    assert!(!found.gave_up, "{about}");
    assert!(walk_within_limit(all.len() - 1).gave_up, "{about}");
}

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, number: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % number as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

const FOLDERS: [&str; 6] = ["a", "b", ".h", "build", "d é", "a.qm"];

const FILES: [&str; 9] = [
    "a.qm",
    "b.qm",
    "x.txt",
    ".hid.qm",
    "quotemark.toml",
    "build.qm",
    "c d.qm",
    "#c.qm",
    "!n.qm",
];

const PATTERNS: [&str; 44] = [
    "a.qm",
    "/a.qm",
    "*.qm",
    "!a.qm",
    "!b.qm",
    "b/",
    "/b",
    "/a/b",
    "a/b.qm",
    "**/b",
    "a/**",
    "**/a/*.qm",
    "!.hid.qm",
    "!.h/",
    "!.h",
    ".h",
    "*",
    "!*/",
    "!/a/**",
    "# a comment",
    "",
    "\\#c.qm",
    "#c.qm",
    "\\!n.qm",
    "b*",
    "[ab].qm",
    "[!a].qm",
    "a?qm",
    "{a,b}.qm",
    "c d.qm  ",
    "c d.qm\\ ",
    "x.txt\r",
    "bad[",
    "build",
    "!build",
    "/build/",
    "d ?",
    "**",
    "!**",
    "a/",
    "!quotemark.toml",
    "quotemark.toml",
    "*/",
    "/",
];

fn a_list(dice: &mut Dice) -> String {
    let mark = if dice.below(8) == 0 { "\u{feff}" } else { "" };
    let lines = (0..1 + dice.below(5)).map(|_| format!("{}\n", dice.one(&PATTERNS)));
    format!("{mark}{}", lines.collect::<String>())
}

/// A folder with folders, files, lists, and links; `.git` is a folder or leads
/// to one, as in the working trees that git makes beside the first.
fn a_tree(dice: &mut Dice, folder: &Path, levels: usize) {
    fs::create_dir_all(folder).unwrap();
    for _ in 0..dice.below(6) {
        let path = folder.join(dice.one(&FILES));
        if !path.exists() {
            fs::write(path, "").unwrap();
        }
    }
    for list in [".gitignore", ".ignore"] {
        if dice.below(3) == 0 {
            fs::write(folder.join(list), a_list(dice)).unwrap();
        }
    }
    let fate = if folder.join(".git").exists() {
        9
    } else {
        dice.below(10)
    };
    match fate {
        0 | 1 => {
            fs::create_dir_all(folder.join(".git/info")).unwrap();
            fs::write(folder.join(".git/info/exclude"), a_list(dice)).unwrap();
        }
        2 => {
            let first = folder.join(".first");
            fs::create_dir_all(first.join("info")).unwrap();
            fs::create_dir_all(first.join("worktrees/w")).unwrap();
            fs::write(first.join("worktrees/w/commondir"), "../..\n").unwrap();
            fs::write(first.join("info/exclude"), a_list(dice)).unwrap();
            let tree = first.join("worktrees/w");
            fs::write(folder.join(".git"), format!("gitdir: {}\n", tree.display())).unwrap();
        }
        _ => {}
    }
    #[cfg(unix)]
    if dice.below(4) == 0 {
        let target = dice.one(&["a.qm", ".", "nowhere"]);
        let _ = std::os::unix::fs::symlink(target, folder.join("link.qm"));
    }
    if levels == 0 {
        return;
    }
    for _ in 0..dice.below(4) {
        let path = folder.join(dice.one(&FOLDERS));
        if !path.is_file() {
            a_tree(dice, &path, levels - 1);
        }
    }
}

#[test]
fn ordinary_lists_mean_what_they_mean_to_the_crate() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let here = std::env::current_dir().unwrap();
    // The way from where the tests run, so that roots are also relative.
    let up: PathBuf = here.iter().skip(1).map(|_| "..").collect();
    for number in 0..60 {
        let temporary = tempfile::tempdir().unwrap();
        let outer = temporary.path().canonicalize().unwrap();
        a_tree(&mut dice, &outer, 4);
        let all = by_the_crate(&outer, Depth::Everything);
        let folders: Vec<&PathBuf> = all.iter().filter(|path| path.is_dir()).collect();
        // A hidden or left out folder may be a root too: it was named.
        let mut roots = vec![outer.clone(), folders[dice.below(folders.len())].clone()];
        roots.extend([".h", "build", "a/build"].map(|folder| outer.join(folder)));
        for root in roots.iter().filter(|root| root.is_dir()) {
            let about = format!("tree {number}, {}", root.display());
            assert_same(root, Depth::Everything, &about);
            assert_same(root, Depth::OneFolder, &about);
            if let Ok(inside) = root.strip_prefix("/") {
                assert_same(&up.join(inside), Depth::Everything, &about);
                assert_same(
                    &Path::new(".").join(&up).join(inside),
                    Depth::Everything,
                    &about,
                );
            }
        }
    }
}

#[test]
fn ignored_and_other_files_are_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("sub/drafts")).unwrap();
    for file in [
        "b.qm",
        "a.txt",
        ".hidden.qm",
        "sub/a.qm",
        "sub/drafts/x.qm",
        "sub/skip.qm",
    ] {
        fs::write(root.join(file), "").unwrap();
    }
    fs::write(root.join(".gitignore"), "drafts/\n").unwrap();
    fs::write(root.join("sub/.gitignore"), "skip.qm\n").unwrap();
    let names = |depth| {
        let found = articles(root, depth, Limits::default()).into_iter();
        found
            .map(|path| path.strip_prefix(root).unwrap().display().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(Depth::Everything), ["b.qm", "sub/a.qm"]);
    assert_eq!(names(Depth::OneFolder), ["b.qm"]);
    let within = |places: &[&str]| {
        let places = places.iter().map(|place| root.join(place)).collect();
        let found = walk_within(root, Depth::Everything, Limits::default(), &places)
            .files
            .into_iter();
        found
            .map(|path| path.strip_prefix(root).unwrap().display().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(within(&["b.qm", "sub/skip.qm", "sub/drafts"]), ["b.qm"]);
    assert_eq!(within(&["sub"]), ["sub/a.qm"]);
    assert_eq!(within(&[""]), ["b.qm", "sub/a.qm"]);
    let found = |files| {
        let limits = Limits {
            files,
            ..Limits::default()
        };
        walk(root, Depth::Everything, limits)
    };
    // The folder, two in it, five files; what is hidden or ignored is not counted.
    assert!(found(4).gave_up && found(4).files.len() < 2);
    assert!(!found(5).gave_up && found(5).files.len() == 2);
}

#[cfg(unix)]
#[test]
fn links_are_passed_over_and_those_that_leave_are_known() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("a.qm"), "").unwrap();
    fs::write(outside.path().join("a.txt"), "").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("sub/drafts")).unwrap();
    fs::write(root.join("a.qm"), "").unwrap();
    fs::write(root.join(".gitignore"), "drafts/\n").unwrap();
    for (target, link) in [
        (outside.path().join("a.qm"), "sub/out.qm"),
        (outside.path().to_owned(), "all"),
        (outside.path().join("a.txt"), "words.txt"),
        (outside.path().join("a.qm"), "sub/drafts/ignored.qm"),
        ("nowhere".into(), "gone.qm"),
        ("nowhere".into(), "gone.txt"),
        ("../a.qm".into(), "sub/in.qm"),
        (".".into(), "loop"),
        ("two.qm".into(), "one.qm"),
        ("one.qm".into(), "two.qm"),
    ] {
        symlink(target, root.join(link)).unwrap();
    }
    let found = walk(root, Depth::Everything, Limits::default());
    assert_eq!(found.files, [Arc::from(root.join("a.qm"))]);
    assert_eq!(found.links.len(), 9);
    let leaving = ["all", "gone.qm", "one.qm", "sub/out.qm", "two.qm"];
    assert_eq!(
        found.leaving(root).named,
        leaving.map(|name| root.join(name))
    );
    // A corpus may itself be reached by a link.
    let way = outside.path().join("way");
    symlink(root, &way).unwrap();
    let found = walk(&way, Depth::Everything, Limits::default());
    assert_eq!(
        found.leaving(&way).named,
        leaving.map(|name| way.join(name))
    );
}
