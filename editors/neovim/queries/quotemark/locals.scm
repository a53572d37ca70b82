; Ids are known in the whole file. Those of other files are for the server.
(document) @local.scope

(declaration
  id: (reference) @local.definition)

(reference) @local.reference
