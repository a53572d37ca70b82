; The colours of grammar/queries/highlights.scm, by the names that themes of
; Helix know. A test of the grammar holds the two files to one another.

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

(name) @markup.bold

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
  key: (key) @variable.other.member)

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

(escape) @constant.character.escape

(comment) @comment

(unclosed_comment
  "{%" @error)
