//! An article as tokens in sentences, paragraphs and quotations.

use super::lexicon::{Lexicon, class, cue};
use super::tokens::{Token, tokens};
use super::work;
use crate::syntax::{Edge, Quotation, Quotations};

/// Whether a token is the mark at an end of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It is none.
    None,
    /// It opens a quotation.
    Opens,
    /// It closes one.
    Closes,
}

/// A quotation in tokens.
#[derive(Debug, Clone, Copy)]
pub struct Quoted {
    /// Its first token, which is its mark where it has one.
    pub first: usize,
    /// The token behind its last one.
    pub end: usize,
    /// Whether it goes on in the next paragraph.
    pub runs_on: bool,
    /// Whether a mark of it is missing.
    pub is_broken: bool,
}

impl Quoted {
    /// Whether it has any token.
    pub fn is_there(&self) -> bool {
        self.first < self.end
    }
}

/// How many tokens outside of quotations, and quotations, a sentence may have. What is longer
/// is no sentence (the longest of 28,000 has 220), and all that looks at a whole sentence for
/// each verb of it would take time that grows with its square.
const LONGEST_SENTENCE: usize = 300;

/// A sentence: its first token, and the one behind its last.
pub type Sentence = (usize, usize);

/// An article as it is read.
pub struct Article<'w> {
    /// Its words.
    pub words: &'w str,
    /// What they mean.
    pub lexicon: &'static Lexicon,
    /// Its words and marks.
    pub tokens: Vec<Token>,
    /// The paragraph of each token.
    pub paragraph: Vec<usize>,
    /// The sentence of each token.
    pub sentence: Vec<usize>,
    /// The quotation of each token.
    pub quotation: Vec<Option<usize>>,
    /// Whether each token is the mark of a quotation.
    pub mark: Vec<Mark>,
    /// The paragraphs, in bytes.
    pub paragraphs: Vec<(usize, usize)>,
    /// The characters of the longest line of each paragraph.
    longest_line: Vec<usize>,
    /// The sentences.
    pub sentences: Vec<Sentence>,
    /// The quotations.
    pub quotations: Vec<Quoted>,
}

impl<'w> Article<'w> {
    /// Reads words in which blank lines part paragraphs.
    pub fn read(words: &'w str, lexicon: &'static Lexicon) -> Self {
        let tokens = tokens(words, lexicon);
        let count = tokens.len();
        let mut article = Self {
            words,
            lexicon,
            paragraph: vec![0; count],
            sentence: vec![0; count],
            quotation: vec![None; count],
            mark: vec![Mark::None; count],
            longest_line: Vec::new(),
            paragraphs: paragraphs(words),
            sentences: Vec::new(),
            quotations: Vec::new(),
            tokens,
        };
        let longest = |(start, end): &(usize, usize)| {
            let lines = words[*start..*end].lines();
            lines.map(|line| line.chars().count()).max().unwrap_or(0)
        };
        article.longest_line = article.paragraphs.iter().map(longest).collect();
        article.place(Quotations::of_words(words).outermost());
        article.part();
        article
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token in lower case; nothing behind the last.
    pub fn lower(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    /// Whether the token at a place is one of these marks or words.
    pub fn is_any(&self, at: usize, all: &[&str]) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_any(all))
    }

    /// Whether the token at a place is of one of these classes.
    pub fn is(&self, at: usize, classes: u64) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(classes))
    }

    /// Whether the token at a place is a possessive.
    pub fn is_possessive(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(Token::is_possessive)
    }

    /// Whether the token at a place is in a quotation.
    pub fn is_quoted(&self, at: usize) -> bool {
        work::look();
        self.quotation.get(at).is_some_and(Option::is_some)
    }

    /// Whether the token at a place is a form of a cue verb of these classes.
    pub fn is_cue(&self, at: usize, classes: u8) -> bool {
        let cue = self.tokens.get(at).and_then(|token| token.cue);
        cue.is_some_and(|cue| cue.classes & classes > 0)
    }

    /// How many words stand between two tokens.
    pub fn count_words(&self, from: usize, to: usize) -> usize {
        self.tokens[from..to]
            .iter()
            .filter(|token| token.is_word())
            .count()
    }

    /// Whether a sentence, or the words of a quotation, begin with this token.
    pub fn begins(&self, at: usize) -> bool {
        at == 0 || self.sentence[at - 1] != self.sentence[at] || self.mark[at - 1] == Mark::Opens
    }

    /// Whether the sentence in which a token stands ends with a question mark.
    pub fn asks(&self, at: usize) -> bool {
        let (_, end) = self.sentences[self.sentence[at]];
        self.is_any(end - 1, &["?"])
    }

    fn place(&mut self, quotations: &[Quotation]) {
        let mut paragraph = 0;
        let mut next = 0;
        let mut found: Vec<Quoted> = quotations
            .iter()
            .map(|quotation| Quoted {
                first: usize::MAX,
                end: 0,
                runs_on: quotation.ends == Edge::RunsOn,
                is_broken: !quotation.is_whole(),
            })
            .collect();
        for (at, token) in self.tokens.iter().enumerate() {
            while paragraph + 1 < self.paragraphs.len()
                && token.start >= self.paragraphs[paragraph].1
            {
                paragraph += 1;
            }
            self.paragraph[at] = paragraph;
            while next < quotations.len() && token.start >= quotations[next].range.to() {
                next += 1;
            }
            let Some(quotation) = quotations.get(next) else {
                continue;
            };
            if quotation.range.from() <= token.start {
                self.quotation[at] = Some(next);
                found[next].first = found[next].first.min(at);
                found[next].end = at + 1;
                if token.start == quotation.range.from() {
                    self.mark[at] = Mark::Opens;
                } else if token.end == quotation.range.to() {
                    self.mark[at] = Mark::Closes;
                }
            }
        }
        self.quotations = found;
    }

    /// Parts the tokens into sentences.
    fn part(&mut self) {
        let count = self.tokens.len();
        let mut first = 0;
        let mut length = 0;
        for at in 0..count {
            self.sentence[at] = self.sentences.len();
            if !self.is_quoted(at) || self.mark[at] == Mark::Opens {
                length += 1;
            }
            let may_part =
                !self.is_quoted(at) || self.quotation.get(at + 1) != self.quotation.get(at);
            if self.ends_sentence(at) || length >= LONGEST_SENTENCE && may_part {
                self.sentences.push((first, at + 1));
                first = at + 1;
                length = 0;
            }
        }
        if first < count {
            self.sentences.push((first, count));
        }
    }

    /// Whether a sentence ends with a token. What stands in quotations is a part of the
    /// sentence around it; a quotation that ends with a full stop ends the sentence where
    /// a capital follows.
    fn ends_sentence(&self, at: usize) -> bool {
        let next = at + 1;
        if next >= self.tokens.len() || self.paragraph[next] != self.paragraph[at] {
            return true;
        }
        let (token, follows) = (&self.tokens[at], &self.tokens[next]);
        let opens = self.mark[next] == Mark::Opens;
        let is_stop = |token: &Token| token.is_any(&[".", "?", "!", "…"]);
        let is_outside = self.quotation[at].is_none();
        if is_outside && is_stop(token) && (self.quotation[next].is_none() || opens) {
            return follows.first.is_uppercase()
                || opens
                || follows.first.is_numeric()
                || matches!(follows.first, '@' | '(' | '[');
        }
        // `um 7.30. Die Stadt`, but `am 3. Mai`
        let is_number = self.lexicon.has_ordinal_stops
            && is_outside
            && token.first.is_numeric()
            && token.lower.ends_with('.');
        if is_number && follows.is(class::NOT_NAME) && !follows.is(class::TIME) {
            return follows.first.is_uppercase();
        }
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        let ended = before.is_some_and(|before| before.is_any(&[".", "?", "!"]));
        if is_outside && &*token.lower == ")" && ended && follows.first.is_uppercase() {
            return true;
        }
        if self.mark[at] == Mark::Closes && before.is_some_and(is_stop) {
            let goes_on = follows.first.is_uppercase() || opens || follows.first == '(';
            if !goes_on {
                return false;
            }
            let is_full = before.is_some_and(|before| &*before.lower == ".");
            return is_full || opens || !self.is_attributed_behind(next);
        }
        // `… of Leeds, W. Yorks. “We won.”`
        let is_shortened = is_outside && token.lower.len() > 1 && token.lower.ends_with('.');
        let begins_capital = self.tokens.get(next + 1).is_some_and(Token::is_capital);
        if is_shortened && opens && begins_capital {
            let stem = token.lower.trim_end_matches('.');
            let is_title = self.lexicon.classes(stem) & class::TITLE > 0;
            return !is_title && !matches!(stem, "vs" | "st" | "no");
        }
        // What goes on in lower case goes on, wherever the line was broken.
        is_outside
            && !follows.is_lower
            && self.words[token.end..follows.start].contains('\n')
            && !self.is_wrapped(at)
    }

    /// Whether a line ends after a token only since the next word did not fit into it: no line
    /// of its paragraph is longer than it would be with that word.
    fn is_wrapped(&self, at: usize) -> bool {
        let (token, follows) = (&self.tokens[at], &self.tokens[at + 1]);
        let (start, end) = self.paragraphs[self.paragraph[at]];
        let line = self.words[start..token.end].rfind('\n');
        let line = &self.words[line.map_or(start, |before| start + before + 1)..token.end];
        let next = &self.words[follows.start..end];
        let word = next.split_whitespace().next().unwrap_or_default();
        let length = line.chars().count() + 1 + word.chars().count();
        length > self.longest_line[self.paragraph[at]]
    }

    /// Whether a verb of speech follows within some words: `“…?” Ann Lee asked`.
    fn is_attributed_behind(&self, next: usize) -> bool {
        const NEAR: usize = 8;
        const FAR: usize = 20;
        let comma = (next + 1..next + 4).find(|at| self.is_any(*at, &[","]));
        for at in next..self.tokens.len().min(next + FAR) {
            if self.is_any(at, &[".", "?", "!"]) || self.is_quoted(at) {
                return false;
            }
            // `“…?” Ann Lee, a retired teacher from Leeds, asked`
            let is_near = at < next + NEAR
                || comma.is_some_and(|comma| comma + 1 < at) && self.is_any(at - 1, &[","]);
            if at > next && is_near && self.is_cue(at, cue::SPEECH) {
                return true;
            }
        }
        false
    }

    /// Whether a token cannot be inside of a noun phrase.
    pub fn stops(&self, at: usize) -> bool {
        let stops = class::PREPOSITION | class::CLAUSE | class::AUXILIARY;
        self.is(at, stops) || self.is_any(at, &["and", "or", "but", "nor"])
    }
}

/// The paragraphs of words in which blank lines part them, in bytes, without the white
/// space around them.
fn paragraphs(words: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let mut is_open = false;
    for line in words.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            is_open = false;
        } else {
            let from = at + (line.len() - line.trim_start().len());
            let to = from + trimmed.len();
            match found.last_mut().filter(|_| is_open) {
                Some(last) => last.1 = to,
                None => found.push((from, to)),
            }
            is_open = true;
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proposals::lexicon::ENGLISH;

    fn sentences(words: &str) -> Vec<String> {
        let article = Article::read(words, &ENGLISH);
        let all = article.sentences.iter();
        let text = |(first, end): &Sentence| {
            let (from, to) = (article.tokens[*first].start, article.tokens[*end - 1].end);
            words[from..to].to_owned()
        };
        all.map(text).collect()
    }

    #[test]
    fn sentences_end_where_quotations_allow_it() {
        assert_eq!(
            sentences("Dr. Lee left. “We won. Really!” she said. “Yes.” The vote came.\n\nNo stop"),
            [
                "Dr. Lee left.",
                "“We won. Really!” she said.",
                "“Yes.”",
                "The vote came.",
                "No stop",
            ]
        );
        // A question is no end where somebody is said to ask it.
        assert_eq!(sentences("“Why?” Ann Lee asked.").len(), 1);
        assert_eq!(sentences("“Why?” The hall fell silent.").len(), 2);
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_before_a_quotation() {
        let words = "“It is late,” said Ann Lee at a rally in Salem, Mass. “We won.”";
        assert_eq!(sentences(words).len(), 2);
        assert_eq!(sentences("He met Sen. “Bo” Lee.").len(), 1);
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_line_where_its_word_did_not_fit() {
        let wrapped = "The choice that it left to the\nAnn Lee board and to many others\nwas small, she said.";
        assert_eq!(sentences(wrapped).len(), 1);
        let by_clause = "He had told the board that\nit was late, as everybody knew and nobody said,\nsaid Ann Lee.";
        assert_eq!(sentences(by_clause).len(), 1);
        let headline = "Board left\nAnn Lee said that the board and all of its members had left.";
        assert_eq!(sentences(headline).len(), 2);
    }

    #[test]
    fn no_sentence_is_without_end() {
        for piece in [
            "he said that ",
            "Ann Lee said, ",
            "“a” ",
            "it is, according to him, ",
        ] {
            let words = piece.repeat(2_000);
            let article = Article::read(&words, &ENGLISH);
            for (first, end) in &article.sentences {
                let outside = (*first..*end).filter(|at| !article.is_quoted(*at));
                assert!(outside.count() <= LONGEST_SENTENCE, "{piece}");
            }
            assert!(article.sentences.len() > 5, "{piece}");
        }
    }

    #[test]
    fn quotations_are_those_of_the_product() {
        let article = Article::read("He said: “Go.\n\n“Now.” And", &ENGLISH);
        let all: Vec<_> = article.quotations.iter().map(|one| one.runs_on).collect();
        assert_eq!(all, [true, false]);
        assert_eq!(article.paragraphs.len(), 2);
        let marks = article.mark.iter().filter(|mark| **mark != Mark::None);
        assert_eq!(marks.count(), 4, "the end of what goes on counts as one");
    }
}
