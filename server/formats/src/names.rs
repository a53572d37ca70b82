//! Names of files for articles, whose own names come from strangers.

use std::collections::HashSet;

use quotemark_analysis::coded::Article;

/// The most bytes of a name, endings not counted.
const MOST: usize = 180;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Gives each article a name of its own, also where capitals make no difference.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A name without an ending: the folders of the article's path and its own name with
    /// `_` between, of letters, digits, `-`, `_` and `.` alone.
    pub(crate) fn take(&mut self, article: &Article) -> String {
        let path = article.path.strip_suffix(".qm").unwrap_or(&article.path);
        let mut name: String = path
            .chars()
            .map(|c| match c {
                '-' | '.' => c,
                c if c.is_alphanumeric() => c,
                _ => '_',
            })
            .collect();
        let mut most = MOST.min(name.len());
        while !name.is_char_boundary(most) {
            most -= 1;
        }
        name.truncate(most);
        // No name begins or ends with a dot, which hides it or is cut off.
        name = name.trim_matches('.').to_owned();
        let stem = name.split('.').next().unwrap_or_default().to_lowercase();
        if name.is_empty() || DEVICES.contains(&&*stem) {
            name.insert(0, '_');
        }
        let mut own = name.clone();
        let mut number = 2;
        while !self.taken.insert(own.to_lowercase()) {
            own = format!("{name}-{number}");
            number += 1;
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_article_has_a_name_that_leads_nowhere() {
        let mut names = Names::default();
        let mut take = |path: &str| {
            names.take(&Article {
                path: path.into(),
                ..Article::default()
            })
        };
        assert_eq!(take("2011/a b.qm"), "2011_a_b");
        assert_eq!(take("2011_A_b.qm"), "2011_A_b-2");
        assert_eq!(take("../../etc/passwd.qm"), "_.._etc_passwd");
        assert_eq!(take("/x\\y:z\u{0}.qm"), "_x_y_z_");
        assert_eq!(take("con.qm"), "_con");
        assert_eq!(take(".qm"), "_");
        assert_eq!(take("é.qm"), "é");
        assert!(take(&"é".repeat(500)).len() <= MOST);
    }
}
