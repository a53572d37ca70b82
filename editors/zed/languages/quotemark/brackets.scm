(span
  "[" @open
  (tag
    "]{" @close))

(tag
  "]{" @open
  "}" @close)
