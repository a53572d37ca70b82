/**
 * The grammar of Quotemark, a markup for who said what in an article.
 *
 * It is total: every text parses without an error node, and what is broken
 * has a node of its own (`unclosed_tag`, `stray_tag`, `unknown`, ...), so that
 * one slip cannot take its neighbours with it. What a tag means (which
 * clauses, with which references) is judged by the readers of the tree, who
 * can say it in a sentence; the grammar says only where each thing is.
 *
 * Line breaks, blank lines and `]{` are tokens. That bounds a mistake by its
 * paragraph and keeps the grammar LR(1): no scanner, no conflict declared.
 */

// An id that is still being typed may end in a hyphen, and a range in half a
// date. If these tokens left that to others, they would have to be lexed again
// whenever those others become possible, and a reparse does not know that.
const ID = '[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}_-]*';
const DATE = '\\d\\d\\d\\d(-\\d\\d?(-\\d\\d?)?)?';

const CLAUSES = ['by', 'of', 'to', 'on', 'for', 'against', 'at', 'as'];

/**
 * Tokens of tags and values rank above the article's text, which would
 * otherwise win by its length wherever both may follow.
 */
const mark = (word, rank = 1) => alias(token(prec(rank, word)), word);

/** One or more of `rule`, which stand side by side. */
const some = rule => repeat1(rule);

/**
 * Inline content is generated twice: for paragraphs, whose spans may hold line
 * breaks, and for headings, which end with their line. The two have the same
 * visible nodes. `P` prefixes the names of the hidden rules.
 *
 * An opening bracket or `{%` that nothing closes reaches to the end of its
 * block, so it can only stand last: that is `tail`. Whether a run of content
 * ends inside a line (`mid`) or after a line break (`ended`) is kept apart,
 * because only after a break may a fence line follow.
 */
function inline(P, breaks) {
  const n = (name) => `_${P}_${name}`;
  const rules = {};
  const ref = ($, name) => $[n(name)];

  // A run that may be empty, and one that holds both kinds of end.
  const either = ($, name) => breaks ? choice(ref($, name), ref($, `${name}_ended`)) : ref($, name);
  // `unit` any number of times, with breaks between: `name` ends inside a
  // line, `name_ended` after a break.
  const run = (name, unit) => {
    rules[n(name)] = $ => choice(
      unit($),
      seq(ref($, name), unit($)),
      ...(breaks ? [seq(ref($, `${name}_ended`), unit($))] : []),
    );
    if (breaks) {
      rules[n(`${name}_ended`)] = $ => choice(
        $._break,
        seq(ref($, name), $._break),
      );
    }
  };

  // What may stand inside brackets.
  rules[n('part')] = $ => choice(
    $.text,
    $.escape,
    alias(choice('{', $._nul), $.text),
    alias(ref($, 'span'), $.span),
    ref($, 'brackets'),
    alias(ref($, 'comment'), $.comment),
  );
  run('content', $ => ref($, 'part'));
  rules[n('words')] = $ => either($, 'content');
  rules[n('span')] = $ => seq(
    '[',
    optional(alias(ref($, 'words'), $.words)),
    choice($.tag, $.unclosed_tag),
  );
  rules[n('brackets')] = $ => seq(alias('[', $.text), optional(either($, 'content')), alias(']', $.text));
  run('remark', $ => choice($._comment_text, $._nul));
  rules[n('comment')] = $ => seq('{%', optional(either($, 'remark')), mark('%}', 2));

  // What may stand outside every bracket.
  rules[n('outer')] = $ => choice(ref($, 'part'), alias(']', $.text), $.stray_tag);

  // The tail: brackets and comments that are still open at the block's end.
  rules[n('open_comment')] = $ => seq('{%', optional(ref($, 'remark')));
  rules[n('tail')] = $ => choice(
    seq(alias('[', $.text), optional(ref($, 'content'))),
    seq(alias('[', $.text), optional(either($, 'content')), ref($, 'tail')),
    alias(ref($, 'open_comment'), $.unclosed_comment),
  );
  if (breaks) {
    rules[n('open_comment_ended')] = $ => seq('{%', ref($, 'remark_ended'));
    rules[n('tail_ended')] = $ => choice(
      seq(alias('[', $.text), ref($, 'content_ended')),
      seq(alias('[', $.text), optional(either($, 'content')), ref($, 'tail_ended')),
      alias(ref($, 'open_comment_ended'), $.unclosed_comment),
    );
  }
  return rules;
}

module.exports = grammar({
  name: 'quotemark',

  extras: _ => [],

  rules: {
    document: $ => choice(
      seq(optional($._gap), $._body),
      $.header,
      seq($.header, choice($._break, $._blank), optional($._body)),
      $._gap,
      $.unclosed_header,
      seq($.unclosed_header, $._blank, optional($._body)),
      blank(),
    ),
    _gap: $ => choice($._break, $._blank),

    // ---- Header -------------------------------------------------------------

    header: $ => prec(1, seq(
      alias($._dashes, $.header_start),
      optional($._header_lines),
      $._break,
      alias($._header_end, $.header_end),
      optional(alias(some($._value_part), $.unknown)),
    )),
    unclosed_header: $ => prec(1, seq(
      alias($._dashes, $.header_start),
      choice($._break, seq($._header_lines, optional($._break))),
    )),
    _header_lines: $ => prec(1, choice(
      seq($._break, $._header_line),
      seq($._header_lines, $._break, $._header_line),
    )),
    _header_line: $ => choice($._line, seq($._space, optional($._line))),
    _header_end: $ => $._dashes,

    // ---- Blocks -------------------------------------------------------------

    _body: $ => choice(
      $._items,
      seq(optional($._items), $._last),
      seq(optional($._items), repeat1($.section)),
      seq(optional($._items), repeat($.section), alias($.last_section, $.section)),
    ),
    section: $ => seq($.heading, $._gap, optional($._items)),
    last_section: $ => choice(
      $.heading,
      seq($.heading, $._gap, optional($._items), $._last),
    ),

    // Blocks with what separates them from the next one.
    _items: $ => repeat1(choice(
      $._item,
      seq(optional(alias($.paragraph_ended, $.paragraph)), $.stray_fence_end, $._gap),
    )),
    _item: $ => choice(
      seq(choice($.declaration, $._comment_block), $._gap),
      seq($.paragraph, $._blank),
      seq(optional(alias($.paragraph_ended, $.paragraph)), $.fence, $._gap),
    ),
    // The last block of the file, or of a fence that the file leaves open.
    _last: $ => choice(
      $._last_item,
      seq(optional(alias($.paragraph_ended, $.paragraph)), $.stray_fence_end),
    ),
    _last_item: $ => choice(
      $.declaration,
      $._comment_block,
      $.paragraph,
      alias($.paragraph_ended, $.paragraph),
      seq(
        optional(alias($.paragraph_ended, $.paragraph)),
        choice($.fence, $.unclosed_fence),
      ),
    ),

    heading: $ => seq($.heading_marker, optional(alias($._heading_title, $.title))),
    _heading_title: $ => choice(
      $._h_text,
      seq(optional($._h_text), $._h_tail),
    ),
    _h_text: $ => some($._h_outer),

    paragraph: $ => choice(
      $._p_text,
      seq(optional(choice($._p_text, $._p_text_ended)), $._p_tail),
    ),
    paragraph_ended: $ => choice(
      $._p_text_ended,
      seq(optional(choice($._p_text, $._p_text_ended)), $._p_tail_ended),
    ),
    _p_text: $ => choice(
      $._p_outer,
      alias($._dashes, $.text),
      alias($.reference, $.text),
      seq($._p_text, $._p_outer),
      seq($._p_text_ended, $._p_outer),
    ),
    _p_text_ended: $ => seq($._p_text, $._break),

    _comment_block: $ => prec(1, alias($._p_comment, $.comment)),

    // A fence's own lines are matched as brackets are; whether their lengths
    // agree is for the reader of the tree.
    fence: $ => seq(
      $.fence_start,
      $._gap,
      optional($._fence_items),
      optional(alias($.paragraph_ended, $.paragraph)),
      $.fence_end,
    ),
    unclosed_fence: $ => seq(
      $.fence_start,
      optional(choice(
        seq($._gap, optional($._fence_items)),
        seq($._gap, optional($._fence_items), choice($._last_item, $.heading)),
      )),
    ),
    _fence_items: $ => repeat1(choice($._item, seq($.heading, $._gap))),
    fence_start: $ => seq(
      $.fence_marker,
      optional($._space),
      choice(
        seq(
          choice($.clause, $.note, $.more, $._tag_word),
          optional($._tag_parts),
          optional(alias($._fence_rest, $.unknown)),
        ),
        alias($._fence_rest, $.unknown),
      ),
    ),
    // Brackets cannot stand on a fence line: from there on it makes no sense.
    _fence_rest: $ => seq(choice($._bracket, $._nul), repeat($._value_part)),
    fence_end: $ => seq($.fence_marker, optional($._space)),
    stray_fence_end: $ => seq($.fence_marker, optional($._space)),

    // ---- Declarations -------------------------------------------------------

    declaration: $ => seq(
      field('id', $.reference),
      $._colon,
      optional($._space),
      optional(field('name', alias($.value, $.name))),
      repeat(seq($._indent, optional($._line))),
    ),

    // ---- `key: value` -------------------------------------------------------

    _line: $ => choice($.property, $.loose_line),
    property: $ => seq(
      field('key', $.key),
      $._colon,
      optional($._space),
      optional(field('value', $.value)),
    ),
    key: $ => seq($._word, repeat(choice($._word, $._space))),
    // A line without a colon: the value above going on, or a mistake.
    loose_line: $ => choice(
      seq($.key, optional(seq($._keyless, repeat($._value_part)))),
      seq($._keyless, repeat($._value_part)),
    ),
    _keyless: $ => choice($.reference, $.date, $.string, $.url, mark(','), mark(';'), mark('?'), $._other, $._bracket, $._nul),
    value: $ => seq(
      choice($._keyless, $._word, $._colon),
      repeat($._value_part),
    ),
    _value_part: $ => choice($._keyless, $._word, $._space, $._colon),

    // ---- Tags ---------------------------------------------------------------

    tag: $ => seq(']{', optional($._tag_parts), mark('}', 2)),
    unclosed_tag: $ => seq(']{', optional($._tag_parts)),
    stray_tag: $ => seq(']{', optional($._tag_parts), optional(mark('}', 2))),

    _tag_parts: $ => repeat1(choice($.clause, $.note, $.more, $._tag_word, $._space)),
    clause: $ => prec.right(seq(
      field('keyword', choice(...CLAUSES.map(word => mark(word)))),
      repeat(choice($._tag_word, $._space)),
    )),
    more: _ => mark('more'),
    // A bare `note` is a note too: its reader can say that the colon is missing.
    note: $ => prec.right(seq(mark('note'), optional(seq($._colon, optional($.note_text))))),
    _tag_word: $ => choice(
      $.reference,
      $.date,
      $.string,
      mark(','),
      mark('?'),
      alias(choice($._word, $._colon, mark(';'), $._open, $._other), $.unknown),
    ),

    ...inline('p', true),
    ...inline('h', false),

    // ---- Tokens -------------------------------------------------------------

    // A break is LF, CRLF or CR, as the Language Server Protocol has it. A blank
    // line is a second break with at most spaces between; the pattern must not
    // take the two characters of one CRLF for two breaks.
    _break: _ => /\r\n|\n|\r/,
    _blank: _ => token(/(\r?\n[ \t]*[\r\n]|\r[ \t]+[\r\n]|\r\r)([ \t\r\n]*[\r\n])?/),
    _indent: _ => token(/(\r\n|\n|\r)[ \t]+/),

    // A run of the article's own words, as long as can be: one token, so that
    // plain text costs next to nothing.
    text: _ => token(/[^\[\]\\{\r\n]+|\\/),
    escape: _ => token(prec(1, /\\[!-\/:-@\[-`{-~]/)),
    _comment_text: _ => token(prec(1, /[^%\r\n]+|%/)),
    // A negated set never matches NUL, which the lexer takes for the end.
    _nul: _ => token(prec(1, /\x00/)),

    heading_marker: _ => token(prec(1, /#{1,6}[ \t]+/)),
    fence_marker: _ => token(prec(1, /:::+/)),
    _dashes: _ => token(prec(3, /---[ \t]*/)),

    reference: _ => token(prec(2, new RegExp(`[@&#]${ID}`))),
    date: _ => token(prec(1, new RegExp(`~?${DATE}(\\.\\.(\\?|${DATE})?)?|\\.\\.\\d[\\d-]*`))),
    string: _ => token(prec(1, /"([^"\\\[\]{}\r\n]|\\[^\r\n])*"|“[^”\[\]{}\r\n]*”/)),
    // One token, as an address may hold `/@name`, `/#top` and `/2011/`. The
    // punctuation after it is not its own.
    url: _ => token(prec(2, /[A-Za-z][A-Za-z0-9+.-]*:\/\/([^ \t\r\n]*[^ \t\r\n.,;:!?'’”)])?/)),
    // The beginning of a string or a range. Without it the text, which goes on
    // longer, would take that beginning and the tag's end with it.
    _open: _ => token(prec(1, /"([^"\\\[\]{}\r\n]|\\[^\r\n])*|“[^”\[\]{}\r\n]*|\.\./)),
    note_text: _ => token(prec(2, /[^{}\r\n]+/)),
    _word: _ => token(prec(1, /[\p{L}\p{N}]([\p{L}\p{M}\p{N}_'’.@&#-])*/)),
    _space: _ => token(prec(1, /[ \t]+/)),
    _colon: _ => token(prec(1, ':')),
    _other: _ => token(prec(1, /[^\[\]{} \t\r\n]/)),
    _bracket: _ => token(prec(1, /[\[\]{}]/)),
  },
});
