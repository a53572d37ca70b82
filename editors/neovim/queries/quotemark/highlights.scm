; The outer node's pattern stands before the inner one's. Where two nodes begin
; at the same place, Neovim and tree-sitter-highlight go by the order of the
; patterns, and the later one is painted on top. No node has two colours, so
; that it makes no difference whether an editor lets the first pattern for a
; node win or the last. Tests hold the file to both.

; ---- What holds other things --------------------------------------------------

(title) @markup.heading

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

(span
  (words) @markup.quote
  (tag
    (clause
      keyword: "by")))

(span
  (words) @markup.quote
  (tag
    (more)))

; Words that mention someone: their tag starts with a reference.
(span
  (words) @markup.link.label
  (tag
    .
    "]{"
    .
    (reference)))

(name) @markup.strong

(value) @string

(loose_line) @string

; What is wrong is painted as sparingly as can be: of a broken tag only its
; first token, for what it says may well be right.
(unknown) @error

(stray_fence_end) @error

; ---- References, dates, strings -----------------------------------------------

; The sigils stand in brackets, as Vim's patterns give them a meaning elsewhere.
((reference) @constant
  (#match? @constant "^[@]"))

((reference) @type
  (#match? @type "^[&]"))

((reference) @label
  (#match? @label "^[#]"))

(date) @string.special

(string) @string

(url) @string.special.url

; ---- Tags -----------------------------------------------------------------------

(span
  "[" @punctuation.bracket)

(tag
  [
    "]{"
    "}"
  ] @punctuation.bracket)

(unclosed_tag
  "]{" @error)

(stray_tag
  "]{" @error)

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

; ---- Headings, header, declarations, fences ---------------------------------------

(heading_marker) @markup.heading.marker

(header
  [
    (header_start)
    (header_end)
  ] @punctuation.special)

(unclosed_header
  (header_start) @error)

(property
  key: (key) @property)

(property
  ":" @punctuation.delimiter)

(value
  ";" @punctuation.delimiter)

(fence
  [
    (fence_start
      (fence_marker) @punctuation.special)
    (fence_end
      (fence_marker) @punctuation.special)
  ])

(unclosed_fence
  (fence_start
    (fence_marker) @error))

; ---- Text and comments ---------------------------------------------------------------

(text) @spell

(escape) @string.escape

(comment) @comment

(unclosed_comment
  "{%" @error)
