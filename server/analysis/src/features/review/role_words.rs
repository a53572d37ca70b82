//! English words that say what somebody is, and what stands beside them.

use std::collections::HashSet;
use std::sync::LazyLock;

fn words(all: &'static str) -> HashSet<&'static str> {
    all.split_whitespace().collect()
}

/// Nouns for what somebody is.
static POSTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "
    activist adviser advisor ambassador analyst archbishop architect attorney author barrister
    biologist bishop boss broadcaster campaigner candidate captain chair chairman chairperson
    chairwoman chancellor chief co-author co-chair co-founder coach columnist commissioner
    congressman congresswoman constable consultant convener coordinator correspondent
    councillor counsel critic curator defender designer detective director doctor economist
    editor engineer entrepreneur epidemiologist executive expert farmer fellow founder general
    goalkeeper governor gp head headteacher historian inspector journalist judge lawyer lead
    leader lecturer manager mayor member midfielder midwife minister negotiator novelist nurse
    officer official organiser partner photographer physician physicist playwright poet
    presenter president priest principal producer professor prosecutor psychiatrist
    psychologist representative researcher scientist secretary senator sergeant sheriff singer
    sociologist solicitor speaker spokesman spokesperson spokeswoman statistician strategist
    striker superintendent surgeon teacher treasurer trustee vicar writer
    ",
    )
});

/// Words that stand before such a noun and belong to it, though no name.
static BEFORE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "
    assistant associate board business cabinet campaign chief climate clinical club
    communications company council county cultural culture defence defense deputy development
    district economics education election energy environment executive external finance
    financial fire first foreign general government health home hospital housing human interim
    interior joint junior justice labor labour lead legal local managing marketing media
    medical military national operations opposition parliamentary party planning police policy
    political press prime principal programme project public regional relations research
    resources rights sales school science second security senior services shadow sports state
    strategy technology third trade transport treasury union university vice world youth
    ",
    )
});

/// What begins words between commas that say no role.
static NO_ROLE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words(
        "
    a about above after aged also although among an as at because before but by during
    following for from however if in it last meanwhile of on once since so that their then
    there though to too when where which while who whose with
    ",
    )
});

/// Whether a word, in lower case, says what somebody is: `chair`.
pub fn is_post(word: &str) -> bool {
    POSTS.contains(word)
}

/// Whether a word, in lower case, belongs to such a word behind it: `finance`.
pub fn belongs_to_post(word: &str) -> bool {
    BEFORE.contains(word)
}

/// Whether words that begin with a word, in lower case, say no role: `after`.
pub fn begins_no_role(word: &str) -> bool {
    NO_ROLE.contains(word)
}
