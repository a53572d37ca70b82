//! The paragraphs of a plain text.

/// The paragraphs with their lines trimmed.
pub fn paragraphs(article: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = article
        .split(['\n', '\r'])
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'));
    // An empty piece between CR and LF is no blank line, so breaks count in pairs.
    let crlf = article.contains("\r\n");
    let mut pending = Vec::new();
    let mut blanks = 0;
    std::iter::from_fn(move || {
        for line in lines.by_ref() {
            if line.is_empty() {
                blanks += 1;
            } else {
                let breaks = blanks > usize::from(crlf);
                blanks = 0;
                if breaks && !pending.is_empty() {
                    return Some(std::mem::replace(&mut pending, vec![line]));
                }
                pending.push(line);
            }
        }
        (!pending.is_empty()).then(|| std::mem::take(&mut pending))
    })
}
