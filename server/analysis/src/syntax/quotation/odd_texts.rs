//! Odd texts, and what is read in them: one for each cost and each rule that no other test
//! holds. Few of them stand in an article as they are; whoever changes a cost sees here which
//! readings change with it, and has to say that the new ones are better.

use super::*;

/// A text, its outermost quotations (`…` where a mark is missing, `>` where one runs on), and
/// where its marks without a partner begin, in bytes.
type Row = (&'static str, &'static str, &'static [u32]);

const ODD: &[Row] = &[
    ("...»and", "»and…", &[3]),
    ("o“s’", "…o“", &[1]),
    ("! ”“s", "”“s…", &[2, 5]),
    ("-👍🏽« ,", "« ,…", &[9]),
    ("中文 »...%", "…中文 »", &[7]),
    (
        "‹tis ]„12«doctors%“doctors›‚„‘„\tgo(",
        "‹tis ]„12«doctors%“doctors› | ‚„‘",
        &[13, 39, 45],
    ),
    ("”\"(", "”\"", &[]),
    ("doctors中文—’*s‘*,’“‘no”He said", "‘*,’ | “‘no”", &[32]),
    ("” ““: ”", "““: ”", &[0, 7]),
    ("doctors‹. ››", "‹. ›", &[]),
    ("‘o‘:", "‘o‘", &[]),
    ("no『\n‹12*『‟—\"", "『‟—\"…", &[2, 12, 15, 21]),
    ("““\"]12“", "““\"]12“", &[3, 6]),
    ("»‹›«:", "»‹›«", &[]),
    ("'\"\n\n:  \"\"", "\"\"", &[1]),
    ("” ….12한국nothin\n\n”tis", "”tis…", &[0, 24]),
    (
        "‘go한국rock n roll한국“““’",
        "‘go한국rock n roll한국“““’",
        &[34],
    ),
    (
        "12nothin-“ ,:''[Ärzte'\n\n\"\"。? \"",
        "“ ,:''[Ärzte'> | \"… | \"。? \"",
        &[27],
    ),
    (
        "“First it went on.\n\n“Then it ended.\n\nA “normal” one.",
        "“First it went on.> | “Then it ended.… | “normal”",
        &[22],
    ),
    (
        "‘‘‘Go away’ is what he said,’’ they say.",
        "‘‘‘Go away’ is what he said,’’",
        &[],
    ),
    (
        "’’’Go away’ is what he said’’",
        "’’’Go away’ is what he said’’",
        &[],
    ),
    ("‘‘He said ‘go away’’’", "‘‘He said ‘go away’’’", &[]),
    ("‘‘He said ‘go away’’’s", "‘‘He said ‘go away’’", &[14]),
    (
        "“One.\n\n“Two.\n\n“Three.” No “more”.",
        "“One.> | “Two.> | “Three.” | “more”",
        &[],
    ),
    (
        "“One “two” three.\n\n“Four “five” six.\n\nSeven “eight”.",
        "“One “two” | “Four “five” | “eight”",
        &[7, 33],
    ),
    (
        "«Un.\n\n»Deux.\n\nTrois «quatre».",
        "«Un.> | »Deux.… | «quatre»",
        &[7],
    ),
    (
        "'''Go away' is what he said''s",
        "'''Go away' is what he said''",
        &[],
    ),
    ("''He said 'go away'''s", "''He said 'go away''", &[]),
    ("Ärzte6.‘'go]", "", &[8]),
    ("cafe\u{301}›-[‹", "", &[]),
    ("”,", "", &[0]),
    ("。''....6.", "", &[3]),
    ("o\"go", "", &[1]),
    ("»)", "", &[0]),
    ("[›", "", &[]),
    ("‚‘", "", &[0, 3]),
    ("\"\"", "", &[0, 1]),
    ("'Ärzte'\"It is late", "", &[8]),
    ("\"‚. \n\n» 中文’", "", &[0, 1]),
    ("and…o ‚’", "", &[8]),
    ("He said 👍🏽'.'", "", &[]),
    ("—6‘\"’", "", &[4]),
    ("」%", "", &[0]),
    ("6한국”o", "", &[7]),
    ("’s:’。! 。ands", "", &[]),
    ("*„", "", &[1]),
    ("'“\n\n''", "", &[1, 6]),
    ("›‘»›]‚:[", "", &[3, 6, 12]),
    ("‹“", "", &[3]),
];

#[test]
fn odd_texts_are_read_as_they_were() {
    let mut wrong = Vec::new();
    for (text, expected, strays) in ODD {
        let found = super::tests::shown(text).join(" | ");
        let quotations = Quotations::of_words(text);
        let alone: Vec<u32> = quotations.strays().iter().map(|mark| mark.start).collect();
        if found != *expected || alone != *strays {
            wrong.push(format!("    ({text:?}, {found:?}, &{alone:?}),"));
        }
    }
    assert!(wrong.is_empty(), "they are read so:\n{}", wrong.join("\n"));
}
