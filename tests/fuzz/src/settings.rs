use std::path::Path;

use quotemark::features::diagnostics::settings_file;
use quotemark::settings::{Settings, read_editor, read_file};

use crate::input::text;

/// Any `quotemark.toml` and anything that an editor sends is read, what is wrong
/// is shown where it is, and the settings can be used.
pub fn settings(data: &[u8]) {
    let text = text(data);
    let (layer, problems) = read_file(&text);
    for problem in &problems {
        assert!(
            text.get(problem.range.bytes()).is_some(),
            "{problem:?} is nowhere in {text:?}"
        );
        assert!(!problem.message.is_empty());
    }
    let settings = Settings::default().under(&layer, Path::new("/corpus"));
    if let Some(cast) = &settings.cast {
        assert!(cast.is_absolute(), "{cast:?}");
    }
    let shown = settings_file(&problems, &settings.severities);
    assert!(shown.len() <= problems.len());
    assert!(shown.iter().map(|report| report.range).is_sorted());
    assert_eq!(
        read_file(&text),
        (layer, problems),
        "the same text is read in two ways"
    );
    if let Ok(value) = serde_json::from_slice(data) {
        let (layer, problems) = read_editor(&value);
        for problem in &problems {
            assert!(!problem.message.is_empty());
        }
        let _ = Settings::default().under(&layer, Path::new("/corpus"));
    }
}
