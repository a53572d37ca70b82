-- What the editor does for the server when that takes on a buffer.

local completion = require('quotemark.completion')
local server = require('quotemark.server')

local M = {}

--- Shows places in the quickfix list; goes there when there is only one.
function M.show_references(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local _, _, locations = unpack(command.arguments)
  if not locations or #locations == 0 then
    server.say('There is none yet.')
    return
  end
  if #locations == 1 then
    vim.lsp.util.show_document(locations[1], client.offset_encoding, { focus = true })
    return
  end
  local items = vim.lsp.util.locations_to_items(locations, client.offset_encoding)
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('botright copen')
end

--- Called for each buffer that the server takes on.
function M.attached(client, buffer)
  vim.lsp.commands['quotemark.showReferences'] = M.show_references
  vim.lsp.commands['quotemark.suggest'] = completion.suggest
  if client:supports_method('textDocument/completion') then
    completion.enable(client, buffer)
  end
end

return M
