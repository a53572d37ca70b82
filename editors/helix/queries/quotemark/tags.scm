; What the symbol pickers list while no server runs.

((declaration
  id: (reference) @_id
  name: (name) @name) @definition.constant
  (#match? @_id "^[@]"))

((declaration
  id: (reference) @_id
  name: (name) @name) @definition.type
  (#match? @_id "^[&]"))

((declaration
  id: (reference) @_id
  name: (name) @name) @definition.module
  (#match? @_id "^[#]"))
