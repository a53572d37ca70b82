//! By what articles and statements are known.

use std::path::Path;

use crate::syntax::normalise_id;

/// The path of an article from the corpus' root, with `/` and in NFC, so that it is the
/// same on every system. One that does not lie below the root stays whole.
pub fn relative_path(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).ok();
    let below = below.filter(|below| !below.as_os_str().is_empty());
    let Some(below) = below else {
        let name = match path == root {
            true => path.file_name().unwrap_or(path.as_os_str()),
            false => path.as_os_str(),
        };
        return normalise_id(&name.to_string_lossy()).into_owned();
    };
    let parts = below.components();
    let parts: Vec<_> = parts
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    normalise_id(&parts.join("/")).into_owned()
}

/// The id of a statement: the first 16 hexadecimal digits of the BLAKE3 hash of the
/// article's key, where the statement begins and ends in code points of the plain text,
/// and its number from 0 among those that begin and end there, with a zero byte between
/// them and the numbers in decimal digits. Who tags something else does not change it.
pub fn statement_id(article: &str, start: usize, end: usize, ordinal: usize) -> String {
    let of = format!("{article}\0{start}\0{end}\0{ordinal}");
    blake3::hash(of.as_bytes()).to_hex()[..16].to_owned()
}

/// In which of `count` shards an article is, from 0. It depends on the path alone.
pub fn shard_of(path: &str, count: u32) -> u32 {
    let hash = blake3::hash(path.as_bytes());
    let (first, _) = hash
        .as_bytes()
        .split_first_chunk()
        .expect("it has 32 bytes");
    let number = u64::from_le_bytes(*first) % u64::from(count.max(1));
    u32::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_alike_everywhere() {
        let relative = |root: &str, path: &str| relative_path(Path::new(root), Path::new(path));
        assert_eq!(relative("/c", "/c/2011/a.qm"), "2011/a.qm");
        assert_eq!(relative("/c", "/c/cafe\u{301}.qm"), "caf\u{e9}.qm");
        assert_eq!(relative("/c/a.qm", "/c/a.qm"), "a.qm");
        assert_eq!(relative("/c", "/d/a.qm"), "/d/a.qm");
    }

    #[test]
    fn an_id_of_a_statement_is_what_the_reference_says() {
        // printf 'a.qm\0003\0009\0000' | b3sum
        let id = statement_id("a.qm", 3, 9, 0);
        assert_eq!(id, blake3::hash(b"a.qm\x003\x009\x000").to_hex()[..16]);
        let others = [
            ("b.qm", 3, 9, 0),
            ("a.qm", 2, 9, 0),
            ("a.qm", 3, 8, 0),
            ("a.qm", 3, 9, 1),
        ];
        for (article, start, end, ordinal) in others {
            assert_ne!(statement_id(article, start, end, ordinal), id);
        }
    }

    #[test]
    fn every_article_is_in_one_shard() {
        let mut sizes = [0; 4];
        for number in 0..400 {
            sizes[shard_of(&format!("{number}.qm"), 4) as usize] += 1;
        }
        assert!(
            sizes.iter().all(|size| (60..140).contains(size)),
            "{sizes:?}"
        );
        assert_eq!(shard_of("a.qm", 1), 0);
    }
}
