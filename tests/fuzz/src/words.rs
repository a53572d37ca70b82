use quotemark::features::edit::{TextEdit, applied};
use quotemark::features::formatting::{formatting, on_type, range_formatting};
use quotemark::model::Source;
use quotemark::syntax::{HeaderFields, Parser, TextRange, import, strip};

use crate::input::{Choices, border, text};

/// No formatting changes a word, formatting twice is formatting once, and
/// `strip` undoes `import`. The first four bytes are a stretch.
pub fn words(data: &[u8]) {
    let (mut choices, rest) = Choices::before(data, 4);
    let text = text(rest);
    imports(&text);
    let source = Source::new(text.as_str());
    let words = strip(&text, &source.document);
    let all = formatting(&source);
    let formatted = changed(&text, &all, &words);
    let again = Source::new(formatted.as_str());
    let second = formatting(&again);
    assert!(
        second.is_empty(),
        "formatting {text:?} gives {formatted:?}, and that again {:?}",
        applied(&formatted, &second)
    );
    let problems = |source: &Source| source.document.problems.len();
    assert!(
        problems(&again) <= problems(&source),
        "formatting breaks {text:?}: {formatted:?}"
    );
    let start = border(&text, choices.below(text.len() + 1));
    let end = border(&text, start + choices.below(200)).max(start);
    changed(
        &text,
        &range_formatting(&source, TextRange::new(start, end)),
        &words,
    );
    for typed in ["}", "\n", ":"] {
        changed(&text, &on_type(&source, end, typed), &words);
    }
}

/// The text after edits, which keep its words.
fn changed(text: &str, edits: &[TextEdit], words: &str) -> String {
    let Some(new) = applied(text, edits) else {
        panic!("{edits:?} overlap or are out of order in {text:?}");
    };
    let document = Parser::new().parse(&new);
    assert_eq!(
        strip(&new, &document),
        words,
        "{text:?} became {new:?}, and its words changed"
    );
    new
}

fn imports(article: &str) {
    let fields = HeaderFields {
        title: Some("A title: of “words”".into()),
        date: Some("2011-11-24".into()),
        ..HeaderFields::default()
    };
    for fields in [HeaderFields::default(), fields] {
        let imported = import(article, &fields);
        let document = Parser::new().parse(&imported);
        assert_eq!(document.problems, [], "{imported:?}");
        assert!(document.spans.is_empty() && document.declarations.is_empty());
        assert!(document.fences.is_empty() && document.comments.is_empty());
        assert_eq!(
            strip(&imported, &document),
            article,
            "strip does not undo import: {imported:?}"
        );
    }
}
