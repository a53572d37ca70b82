; Editors pass over what stands on one line.
[
  (header)
  (section)
  (fence)
  (declaration)
  (comment)
] @fold
