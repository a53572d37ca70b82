; Where two patterns colour one node, the later one wins: so do Neovim, Helix
; and tree-sitter-highlight read it. Only the last section needs that; the rest
; is the same in any order, for those older releases in which the first one
; wins. Where nodes nest, the inner one wins everywhere.

; ---- The article ------------------------------------------------------------

(heading_marker) @markup.heading.marker
(title) @markup.heading

(text) @spell
(escape) @string.escape

(span
  (words) @markup.quote
  (tag
    (clause
      keyword: "by")))

(span
  (words) @markup.quote
  (tag
    (more)))

; Words that mention someone: the tag starts with a reference.
(span
  (words) @markup.link.label
  (tag
    .
    "]{"
    .
    (reference)))

(fence
  (fence_start
    [
      (clause
        keyword: "by")
      (more)
    ])
  (paragraph) @markup.quote)

(unclosed_fence
  (fence_start
    [
      (clause
        keyword: "by")
      (more)
    ])
  (paragraph) @markup.quote)

; ---- References, dates, strings ----------------------------------------------

; The sigil stands in brackets, as Vim's patterns give it a meaning elsewhere.
((reference) @constant
  (#match? @constant "^[@]"))

((reference) @type
  (#match? @type "^[&]"))

((reference) @label
  (#match? @label "^[#]"))

(date) @string.special

(string) @string

; ---- Tags ---------------------------------------------------------------------

(span
  "[" @punctuation.bracket)

(tag
  [
    "]{"
    "}"
  ] @punctuation.bracket)

(clause
  keyword: _ @keyword)

[
  "more"
  "note"
] @keyword

(note_text) @comment

(clause
  "," @punctuation.delimiter)

(clause
  "?" @punctuation.special)

; ---- Header, declarations, fences ----------------------------------------------

(header
  [
    (header_start)
    (header_end)
  ] @punctuation.special)

(fence
  [
    (fence_start
      (fence_marker) @punctuation.special)
    (fence_end
      (fence_marker) @punctuation.special)
  ])

(property
  ":" @punctuation.delimiter)

(loose_line) @string

; ---- Comments -------------------------------------------------------------------

(comment) @comment

; ---- What is broken ---------------------------------------------------------------

; Only the token at fault: what a broken tag says is still coloured as usual.
(unclosed_tag
  "]{" @error)

(stray_tag
  "]{" @error)

(unclosed_comment
  "{%" @error)

(unclosed_fence
  (fence_start
    (fence_marker) @error))

(stray_fence_end) @error

(unclosed_header
  (header_start) @error)

(unknown) @error

; ---- Names and values -----------------------------------------------------------------

; These stand last, as a link may hold `/@name` and `/2011/`, and a name a year,
; which are no reference and no date there.

(name
  [
    (reference)
    (date)
    (string)
  ]* @markup.strong) @markup.strong

; One pattern for each kind of key, as tree-sitter-highlight drops a whole match
; when a later one takes the first of its nodes.

(property
  key: (key) @property
  !value)

(property
  key: (key) @property
  value: (value
    [
      (reference)
      (date)
      (string)
    ]* @string.special.url) @string.special.url
  (#any-of? @property "link" "url"))

(property
  key: (key) @property
  value: (value
    [
      (reference) @string
      (date) @string
      ";" @punctuation.delimiter
    ]*) @string
  (#eq? @property "also"))

(property
  key: (key) @property
  value: (value
    [
      (reference)
      (date)
    ]* @string) @string
  (#any-of? @property "note" "title"))

(property
  key: (key) @property
  value: (value) @string
  (#not-any-of? @property "link" "url" "also" "note" "title"))
