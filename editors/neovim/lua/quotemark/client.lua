-- What the editor does for the server when that takes on a buffer.

local completion = require('quotemark.completion')
local server = require('quotemark.server')
local undo = require('quotemark.undo')

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

--- Puts the cursor on the last letter before a place, where one goes on by `a`: after the id of a new tag.
function M.move_cursor(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local uri, position = unpack(command.arguments)
  local window = vim.fn.bufwinid(vim.uri_to_bufnr(uri))
  if window == -1 then
    return
  end
  local buffer = vim.api.nvim_win_get_buf(window)
  local column = server.column(buffer, position, client.offset_encoding)
  vim.api.nvim_win_call(window, function()
    -- CTRL-O and two back-ticks lead back.
    vim.cmd("normal! m'")
  end)
  vim.api.nvim_win_set_cursor(window, { position.line + 1, math.max(column - 1, 0) })
end

--- Called for each buffer that the server takes on.
function M.attached(client, buffer)
  vim.lsp.commands['quotemark.showReferences'] = M.show_references
  vim.lsp.commands['quotemark.suggest'] = completion.suggest
  vim.lsp.commands['quotemark.moveCursor'] = M.move_cursor
  vim.lsp.commands['quotemark.review'] = function()
    require('quotemark.review').start()
  end
  undo.watch(buffer)
  if client:supports_method('textDocument/completion') then
    completion.enable(client, buffer)
  end
end

return M
