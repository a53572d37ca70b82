; The name is the id with its sigil, so that definition and reference agree.
; The kinds are those that highlights.scm uses too, but for topics, as no
; reader of tags knows labels.

(declaration
  id: (reference) @name
  (#match? @name "^[@]")) @definition.constant

(declaration
  id: (reference) @name
  (#match? @name "^[&]")) @definition.type

(declaration
  id: (reference) @name
  (#match? @name "^[#]")) @definition.module

([
  (clause
    (reference) @name @reference.constant)
  (tag
    (reference) @name @reference.constant)
  (fence_start
    (reference) @name @reference.constant)
  (value
    (reference) @name @reference.constant)
]
  (#match? @name "^[@]"))

([
  (clause
    (reference) @name @reference.type)
  (tag
    (reference) @name @reference.type)
  (fence_start
    (reference) @name @reference.type)
  (value
    (reference) @name @reference.type)
]
  (#match? @name "^[&]"))

([
  (clause
    (reference) @name @reference.module)
  (tag
    (reference) @name @reference.module)
  (fence_start
    (reference) @name @reference.module)
  (value
    (reference) @name @reference.module)
]
  (#match? @name "^[#]"))
