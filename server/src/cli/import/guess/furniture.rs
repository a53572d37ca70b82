//! Lines that belong to a site and not to the article.

/// Lines that are nothing else, in lower case.
const WHOLE: &[&str] = &[
    "accept cookies",
    "advertisement",
    "advertising",
    "bookmark this page",
    "comment",
    "comments",
    "contact us",
    "email this article",
    "home",
    "just published",
    "latest news",
    "log in",
    "log on",
    "login",
    "menu",
    "more from this section",
    "most popular",
    "most read",
    "my account",
    "navigation",
    "news",
    "newsletter",
    "print",
    "print this article",
    "print this page",
    "read more",
    "register",
    "register now",
    "related articles",
    "related stories",
    "save article",
    "search",
    "share",
    "share this",
    "share this article",
    "sign in",
    "sign out",
    "sign up",
    "site map",
    "skip navigation",
    "subscribe",
    "subscribe now",
    "toggle navigation",
];

/// How lines of a site begin, in lower case.
const BEGINNINGS: &[&str] = &[
    "already a member",
    "already registered",
    "click here to",
    "don't have an account",
    "for health professionals only",
    "log in to",
    "please log in",
    "please register",
    "please sign in",
    "register to read",
    "sign in to",
    "sign up for our",
    "sign up to our",
    "skip to content",
    "skip to main",
    "skip to the",
    "subscribe to our",
    "this page is intended for",
    "this site is for",
    "this site is intended for",
    "this site uses cookies",
    "this website is for",
    "this website is intended for",
    "this website uses cookies",
    "we use cookies",
    "you are here",
    "you must be logged in",
];

/// Whether a line is a site's and not an article's: `This site is intended for health
/// professionals only`, `Sign in | Register`. Lines in other languages are taken for the
/// article's.
pub fn is_furniture(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let line = line.to_lowercase().replace('’', "'");
    let line = line.trim_end_matches(['.', '!', '…', ':', '›', '»', '>', ' ']);
    if BEGINNINGS
        .iter()
        .any(|beginning| line.starts_with(beginning))
    {
        return true;
    }
    let parts = line.split(['|', '·', '•', '/', ',']);
    let mut parts = parts.flat_map(|part| part.split(" or "));
    parts.all(|part| WHOLE.contains(&part.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_told_from_an_article() {
        for line in [
            "This site is intended for health professionals only",
            "\u{feff}This site is intended for health professionals only.",
            "Sign in",
            "SIGN IN",
            "Sign in | Register",
            "Log in or register",
            "Home / News / Comment",
            "Just published",
            "Don’t have an account? Register now",
            "We use cookies to improve your experience.",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "",
            "Register of doctors goes online",
            "Sign in the window said ‘closed’",
            "Home care is cut",
            "News, or what passes for it",
            "GPs search for a way out",
            "Log in the river stops ferry",
            "CCGs ‘too stupid’",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
