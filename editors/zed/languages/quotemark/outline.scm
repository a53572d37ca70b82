; Sections by their titles, declarations by their names.

(section
  (heading
    (heading_marker) @context
    (title) @name)) @item

(declaration
  id: (reference) @context
  name: (name) @name) @item
