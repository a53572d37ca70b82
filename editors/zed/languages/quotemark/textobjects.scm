; For Vim mode: a function is a quote, a class a section.

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

(comment) @comment.inside @comment.around
