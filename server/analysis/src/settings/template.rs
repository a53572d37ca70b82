//! The `quotemark.toml` with which a corpus begins.

use std::fmt::Write;

use super::{KEYS, Kind};

/// How long a line of a comment may be, in characters.
const LINE: usize = 90;

/// A settings file that sets the cast and says, in comments, what else can be set and what holds
/// without it.
pub fn template() -> String {
    let mut text = String::from(
        "# The settings of this corpus. What has a `#` before it shows what holds without it.\n",
    );
    let mut table = None;
    for key in KEYS {
        let (of, name) = key.parts();
        text.push('\n');
        if of != table {
            table = of;
            let _ = writeln!(text, "[{}]", of.unwrap_or_default());
        }
        match key.kind {
            // A table of its own has its comment behind its name.
            Kind::Severities => {
                let _ = writeln!(text, "[{name}]");
                comment(&mut text, key.meaning);
                text.push_str(
                    "# \"name/untagged\" = \"hint\"    # error, warning, information, hint, off\n",
                );
                text.push_str("# \"quote/unattributed\" = \"off\"\n");
            }
            Kind::Path => {
                comment(&mut text, key.meaning);
                let _ = writeln!(text, "{name} = \"cast.qm\"");
            }
            Kind::Paths => {
                comment(&mut text, key.meaning);
                let _ = writeln!(text, "# {name} = [\"../shared/cast.qm\"]");
            }
            Kind::Flag(default) => {
                comment(&mut text, key.meaning);
                let _ = writeln!(text, "# {name} = {default}");
            }
            Kind::Number { default, .. } => {
                comment(&mut text, key.meaning);
                let _ = writeln!(text, "# {name} = {default}");
            }
        }
    }
    text
}

/// Writes sentences as lines of a comment.
fn comment(text: &mut String, sentences: &str) {
    let mut line = String::from("#");
    for word in sentences.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > LINE {
            let _ = writeln!(text, "{line}");
            line = String::from("#");
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Settings, read_file};
    use super::*;

    #[test]
    fn it_names_every_key_and_sets_the_cast_alone() {
        let text = template();
        let (layer, problems) = read_file(&text);
        assert_eq!(problems, [], "{text}");
        let settings = Settings::default().under(&layer, Path::new("/c"));
        let expected = Settings {
            cast: Some("/c/cast.qm".into()),
            ..Settings::default()
        };
        assert_eq!(settings, expected);
        for key in KEYS {
            assert!(text.contains(key.parts().1), "{}", key.name);
        }
        assert!(
            text.lines().all(|line| line.chars().count() <= LINE),
            "{text}"
        );
    }

    #[test]
    fn what_is_shown_is_what_holds() {
        // Everything that only waits for its `#` to be taken away.
        let lines = template();
        let lines = lines.lines().map(|line| match line.strip_prefix("# ") {
            Some(setting) if setting.contains(" = ") => setting,
            _ => line,
        });
        let text: String = lines.map(|line| format!("{line}\n")).collect();
        let (layer, problems) = read_file(&text);
        assert_eq!(problems, [], "{text}");
        assert_eq!(layer.seals_imports, Some(true));
        let mut settings = Settings::default().under(&layer, Path::new("/c"));
        assert_eq!(settings.casts.len(), 1);
        assert_eq!(settings.severities.given.len(), 2);
        settings.casts.clear();
        settings.severities = Default::default();
        settings.cast = None;
        assert_eq!(settings, Settings::default());
    }
}
