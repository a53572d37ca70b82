; A function is a quote, so that `]f` and `[f` go to the next and the previous
; one, and `mif` selects its words. A class is a section, an entry a
; declaration, a parameter a clause of a tag.

(span
  (words) @function.inside
  (tag
    [
      (clause
        keyword: "by")
      (more)
    ])) @function.around

(fence
  (fence_start
    (clause
      keyword: "by"))
  (paragraph)+ @function.inside) @function.around

(section
  (heading)
  (_)* @class.inside) @class.around

(declaration
  (property)* @entry.inside) @entry.around

(clause) @parameter.around

(clause
  (reference) @parameter.inside)

(comment) @comment.inside @comment.around
