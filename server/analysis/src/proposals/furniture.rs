//! What stands on the page of a site around an article, and is no part of it: `Sign in`,
//! `Share this article`, and the teasers below.

use super::article::Article;
use super::lexicon::Lexicon;

/// How many words a paragraph below the heading of teasers has at most. Where a longer one
/// follows, the article goes on, and what stood between was a box in its midst.
const TEASER: usize = 45;

/// How many words a line of a site has at most that is known by how it begins.
const LINE: usize = 14;

impl Article<'_> {
    /// Which paragraphs are furniture of a site.
    pub fn furniture(&self) -> Vec<bool> {
        let texts = self.paragraphs.iter();
        let texts: Vec<&str> = texts.map(|(from, to)| &self.words[*from..*to]).collect();
        let is_long = |text: &&str| text.split_whitespace().nth(TEASER).is_some();
        // In the midst of an article a box has a heading and a teaser or two, and nothing says
        // where it ends: only its heading is taken out.
        let last_long = texts.iter().rposition(is_long);
        let mut are_teasers = false;
        let mut found = Vec::with_capacity(texts.len());
        for (at, text) in texts.into_iter().enumerate() {
            let is_heading = is_heading(self.lexicon, text);
            are_teasers |= is_heading && last_long.is_none_or(|last| last < at);
            found.push(are_teasers || is_heading || is_line(self.lexicon, text));
        }
        found
    }
}

/// Whether a paragraph is a line of a site: as it stands in the data of the language, or as
/// it begins there.
fn is_line(lexicon: &Lexicon, text: &str) -> bool {
    let text = plain(text);
    let lines = &lexicon.furniture.lines;
    let is_short = text.split(' ').count() <= LINE;
    is_short
        && lines.iter().any(|line| match line.strip_suffix(" …") {
            Some(start) => text.starts_with(start),
            None => text == *line,
        })
}

fn is_heading(lexicon: &Lexicon, text: &str) -> bool {
    let text = plain(text);
    lexicon.furniture.headings.contains(&&*text)
}

/// Words in lower case, without marks around them.
fn plain(text: &str) -> String {
    let words = text
        .split_whitespace()
        .take(LINE + 1)
        .collect::<Vec<_>>()
        .join(" ");
    let words = words.to_lowercase().replace('’', "'");
    words
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposals::lexicon::ENGLISH;

    fn kept(words: &str) -> Vec<&str> {
        let article = Article::read(words, &ENGLISH);
        let furniture = article.furniture();
        let paragraphs = article.paragraphs.iter().zip(&furniture);
        let kept = paragraphs.filter(|(_, is_furniture)| !**is_furniture);
        kept.map(|((from, to), _)| &words[*from..*to]).collect()
    }

    #[test]
    fn lines_of_a_site_and_its_teasers_are_no_part_of_an_article() {
        let words = "This site is intended for nurses only\n\nShare this article\n\nThe board met.\n\n\
                     Already registered?\n\nSign in\n\nMost read\n\nMayor says no\n\nA mayor said that ...";
        assert_eq!(kept(words), ["The board met."]);
    }

    #[test]
    fn an_article_goes_on_below_a_box() {
        let long = "The board met and said that it would. ".repeat(8);
        let words = format!("It began.\n\nRelated stories\n\nMayor says no\n\n{long}");
        assert_eq!(
            kept(&words),
            ["It began.", "Mayor says no", long.trim_end()]
        );
    }

    #[test]
    fn sentences_that_begin_like_a_line_are_kept() {
        let words = "Share this article with friends, the mayor said, and they will see how the \
                     board has changed its mind since May.\n\nHome was far away.";
        assert_eq!(kept(words).len(), 2);
    }

    #[test]
    fn the_data_is_in_lower_case() {
        let furniture = &ENGLISH.furniture;
        assert!(!furniture.lines.is_empty() && !furniture.headings.is_empty());
        for line in furniture.lines.iter().chain(&furniture.headings) {
            assert_eq!(plain(line), line.trim_end_matches(" …"), "{line}");
        }
    }
}
