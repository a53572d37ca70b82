; The colours of grammar/queries/highlights.scm, by the names that themes of
; Zed know. A test of the grammar holds the two files to one another.

; Themes have no colour for what is wrong; the server reports it.

; ---- What holds other things --------------------------------------------------

(title) @title

(fence
  (fence_start
    [
      (clause
        keyword: "by")
      (more)
    ])
  (paragraph) @emphasis)

(unclosed_fence
  (fence_start
    [
      (clause
        keyword: "by")
      (more)
    ])
  (paragraph) @emphasis)

(span
  (words) @emphasis
  (tag
    (clause
      keyword: "by")))

(span
  (words) @emphasis
  (tag
    (more)))

; Words that mention someone: their tag starts with a reference.
(span
  (words) @link_text
  (tag
    .
    "]{"
    .
    (reference)))

(name) @emphasis.strong

(value) @string

(loose_line) @string

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

(url) @link_uri

; ---- Tags -----------------------------------------------------------------------

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

; ---- Headings, header, declarations, fences ---------------------------------------

(heading_marker) @punctuation.special

(header
  [
    (header_start)
    (header_end)
  ] @punctuation.special)

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

; ---- Text and comments ---------------------------------------------------------------

(escape) @string.escape

(comment) @comment
