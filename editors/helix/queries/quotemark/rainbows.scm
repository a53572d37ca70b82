; Spans stand inside spans: each depth has a colour.

((span) @rainbow.scope
  (#set! rainbow.include-children))

(span
  "[" @rainbow.bracket)

(tag
  [
    "]{"
    "}"
  ] @rainbow.bracket)
