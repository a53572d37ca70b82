-- Completion as one types, by Neovim's own means. Those open the menu after certain characters; here
-- it is kept open, and fits what stands before the cursor, however fast that was typed.

local M = {}

local COMPLETION = 'textDocument/completion'

--- Whether another plugin completes.
local function is_completed_elsewhere()
  return package.loaded['blink.cmp'] ~= nil or package.loaded['cmp'] ~= nil
end

local function is_inserting(buffer)
  return vim.api.nvim_get_mode().mode:find('^i') ~= nil and vim.api.nvim_get_current_buf() == buffer
end

--- Opens the menu for what comes next, such as after an item that has been taken.
function M.suggest()
  if not is_completed_elsewhere() then
    vim.schedule(vim.lsp.completion.get)
  end
end

--- What is to be completed: the line and what stands in it before the cursor. Nothing when nobody
--- is typing in the buffer. (The buffer's tick would not do: the menu changes it by opening.)
local function typed(buffer)
  if not is_inserting(buffer) then
    return nil
  end
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  return row .. ':' .. vim.api.nvim_get_current_line():sub(1, column)
end

--- Whether an answer offers anything.
local function offers(result)
  return result and next(result.items or result) ~= nil
end

--- Has an answer that comes when more has been typed asked for again: Neovim would show it as it is,
--- and the entry that it marks may have nothing to do with what stands there. Drops an answer
--- that offers nothing where no menu is to be closed.
local function keep_answers_fitting(client)
  local request, cancel = client.request, client.cancel_request
  -- Neovim cancels requests whose answers it has not looked at yet, though they are over, and takes
  -- its own mistake for an error.
  client.cancel_request = function(self, id)
    if not self.requests[id] then
      return true
    end
    return cancel(self, id)
  end
  client.request = function(self, method, params, handler, buffer)
    if method ~= COMPLETION or not handler or is_completed_elsewhere() then
      return request(self, method, params, handler, buffer)
    end
    buffer = (buffer == nil or buffer == 0) and vim.api.nvim_get_current_buf() or buffer
    local asked_for = typed(buffer)
    local sent, id
    local function answered(problem, result, ...)
      local pending = id and self.requests[id]
      local is_late = asked_for ~= typed(buffer)
      local fits = not is_late and (problem or offers(result) or vim.fn.pumvisible() == 1)
      if fits then
        handler(problem, result, ...)
        return
      end
      if is_late and typed(buffer) and not (pending and pending.type == 'cancel') then
        M.suggest()
      end
    end
    sent, id = request(self, method, params, answered, buffer)
    return sent, id
  end
end

--- Whether `words`, up to the cursor, end within a tag that is open, or in an id.
local function end_in_markup(words)
  local is_in_tag = words:find('%]{[^{}]*$') or words:find('^%s*:::+[^{}]*$')
  local is_in_id = words:find('[@&#][^%s%[%]{}@&#]*$')
  return (is_in_tag or is_in_id) and not words:find('[%s,"]$')
end

--- Opens the menu again when what was typed has closed it, as a letter does that fits no entry, or
--- a letter taken back. Neovim would wait for the next `{`, `@` or space.
local function open_again(client, buffer)
  local group = vim.api.nvim_create_augroup('quotemark.completion.' .. buffer, {})
  -- Not after what the menu has just written, and not when it was put away.
  local is_wanted = true
  vim.api.nvim_create_autocmd('CompleteDone', {
    group = group,
    buffer = buffer,
    callback = function()
      is_wanted = vim.v.event.reason == 'discard'
    end,
  })
  vim.api.nvim_create_autocmd('InsertEnter', {
    group = group,
    buffer = buffer,
    callback = function()
      is_wanted = true
      -- A plugin that completes may have been loaded since.
      if is_completed_elsewhere() then
        vim.lsp.completion.enable(false, client.id, buffer)
        vim.api.nvim_del_augroup_by_id(group)
      end
    end,
  })
  vim.api.nvim_create_autocmd('InsertCharPre', {
    group = group,
    buffer = buffer,
    callback = function()
      is_wanted = is_wanted or vim.v.char:find('[{@&#, "]') ~= nil
    end,
  })
  local asked_for
  vim.api.nvim_create_autocmd('TextChangedI', {
    group = group,
    buffer = buffer,
    callback = function()
      local words = vim.api.nvim_get_current_line():sub(1, vim.api.nvim_win_get_cursor(0)[2])
      local now = typed(buffer)
      if is_wanted and now ~= asked_for and end_in_markup(words) then
        M.suggest()
      end
      asked_for = now
    end,
  })
end

--- Completes in tags, headers and declarations of a buffer.
function M.enable(client, buffer)
  if vim.g.quotemark_completion == false or is_completed_elsewhere() then
    return
  end
  -- The first candidate is the likeliest: it is marked, and CTRL-Y takes it. Nothing is put in unasked.
  vim.bo[buffer].completeopt = 'menuone,noinsert,popup'
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true })
  if not client.quotemark_answers_fit then
    client.quotemark_answers_fit = true
    keep_answers_fitting(client)
  end
  open_again(client, buffer)
end

return M
