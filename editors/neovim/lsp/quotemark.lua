return {
  cmd = require('quotemark').cmd(),
  filetypes = { 'quotemark' },
  root_markers = { 'quotemark.toml', 'cast.qm', '.git' },
  workspace_required = false,
  -- A CR that no LF follows is a character of its line here, and not its end.
  init_options = { lineEnds = { loneCr = 'text' } },
  handlers = {
    ['workspace/applyEdit'] = function(...)
      return require('quotemark.server').apply_edit(...)
    end,
  },
  -- Markdown would hide links and escapes on the screen and yet break the lines as if they were shown.
  capabilities = {
    textDocument = { hover = { contentFormat = { 'plaintext' } } },
    experimental = { commands = { commands = { 'quotemark.showReferences', 'quotemark.suggest', 'quotemark.moveCursor', 'quotemark.review' } } },
  },
}
