-- What the editor does for the server: completion as one types, and lists of places.

local M = {}

--- Shows places in the quickfix list; goes there when there is only one.
function M.show_references(command, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local _, _, locations = unpack(command.arguments)
  if not locations or #locations == 0 then
    vim.notify('There is none yet.', vim.log.levels.INFO)
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

--- Whether another plugin completes already.
local function is_completed_elsewhere()
  return package.loaded['blink.cmp'] ~= nil or package.loaded['cmp'] ~= nil
end

--- Opens the menu of completion for what comes after what has just been taken from it.
function M.suggest()
  if not is_completed_elsewhere() then
    vim.schedule(vim.lsp.completion.get)
  end
end

--- Completes as one types in tags, headers and declarations.
function M.complete(client, buffer)
  if vim.g.quotemark_completion == false or is_completed_elsewhere() then
    return
  end
  -- The first candidate is the likeliest: it is marked, and CTRL-Y takes it. Nothing is put in unasked.
  vim.bo[buffer].completeopt = 'menuone,noinsert,popup'
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
end

--- Called for each buffer that the server takes on.
function M.attached(client, buffer)
  vim.lsp.commands['quotemark.showReferences'] = M.show_references
  vim.lsp.commands['quotemark.suggest'] = M.suggest
  if client:supports_method('textDocument/completion') then
    M.complete(client, buffer)
  end
end

return M
