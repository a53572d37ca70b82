-- Going from quote to quote of one speaker, through all articles.

local server = require('quotemark.server')

local M = {}

-- Where the last step has led, and whose quotes it went through: the words that
-- stand there may begin with somebody else's name.
local last

local function go(id, client, by)
  local here = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local asked = { whose = id, uri = here.textDocument.uri, position = here.position, back = by < 0 }
  server.command(client, 'quotemark.step', { asked }, function(step)
    if not step then
      server.say(('No quote of %s is in this corpus.'):format(id))
      return
    end
    if step.location == vim.NIL then
      return
    end
    vim.lsp.util.show_document(step.location, client.offset_encoding, { focus = true })
    last = { id = id, buffer = vim.api.nvim_get_current_buf(), cursor = vim.api.nvim_win_get_cursor(0) }
    server.say(('%s: quote %d of %d'):format(id, step.number, step.total))
  end)
end

--- Goes to the next quote or to the one before, oldest first, of whoever said or is named at the cursor.
---@param by 1|-1
function M.step(by)
  local client = server.need_here()
  if not client then
    return
  end
  local is_there = last
    and last.buffer == vim.api.nvim_get_current_buf()
    and vim.deep_equal(last.cursor, vim.api.nvim_win_get_cursor(0))
  if is_there then
    go(last.id, client, by)
    return
  end
  require('quotemark.lists').whom_here(client, function(id)
    go(id, client, by)
  end)
end

return M
