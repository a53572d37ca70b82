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
local function end_in_tag(words)
  return words:find('%]{[^{}]*$') or words:find('^%s*:::+[^{}]*$') or words:find('[@&#][^%s%[%]{}@&#]*$')
end

--- As many lines above the cursor are looked at.
local LINES = 100

--- Whether a line, from 1, is one of the header's, or one below the first of a declaration.
local function is_of_properties(row)
  local first = math.max(row - 1 - LINES, 0)
  local above = vim.api.nvim_buf_get_lines(0, first, row - 1, false)
  if vim.api.nvim_get_current_line():find('^%s') then
    for number = #above, 1, -1 do
      if not above[number]:find('^%s') then
        return above[number]:find('^[@&#][^%s:]+:') ~= nil
      end
    end
    return false
  end
  local begins = first == 0 and above[1] and above[1]:find('^%-%-%-%s*$')
  return begins ~= nil
    and not vim.iter(above):skip(1):any(function(line)
      return line:find('^%s*$') or line:find('^%-%-%-%s*$')
    end)
end

--- Whether something may be offered after `words`, the line up to the cursor.
local function is_markup(words)
  return end_in_tag(words) ~= nil or is_of_properties(vim.fn.line('.'))
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
      if is_wanted and now ~= asked_for and not words:find('[%s,"]$') and is_markup(words) then
        M.suggest()
      end
      asked_for = now
    end,
  })
end

--- The part of the line up to the cursor, and the rest.
local function around_cursor()
  local line, column = vim.api.nvim_get_current_line(), vim.api.nvim_win_get_cursor(0)[2]
  return line:sub(1, column), line:sub(column + 1)
end

--- Has `}` and CTRL-Y do what one expects of them beside a menu.
local function set_keys(buffer)
  -- Whether the menu has just written the `}` before the cursor.
  local is_closed = false
  local group = vim.api.nvim_create_augroup('quotemark.braces.' .. buffer, {})
  vim.api.nvim_create_autocmd('CompleteDone', {
    group = group,
    buffer = buffer,
    callback = function()
      is_closed = vim.v.event.reason == 'accept'
    end,
  })
  vim.api.nvim_create_autocmd({ 'InsertCharPre', 'InsertLeave' }, {
    group = group,
    buffer = buffer,
    callback = function()
      is_closed = false
    end,
  })
  local function map(key, does, description)
    -- Somebody's own keys are left alone.
    if vim.fn.maparg(key, 'i') == '' then
      vim.keymap.set('i', key, does, { buffer = buffer, expr = true, desc = description })
    end
  end
  map('}', function()
    local before, after = around_cursor()
    if is_closed and before:find('}$') then
      is_closed = false
      return ''
    end
    return after:find('^}') and end_in_tag(before) and '<C-G>U<Right>' or '}'
  end, 'Close the tag, once')
  map('<C-Y>', function()
    if vim.fn.pumvisible() == 0 and is_markup((around_cursor())) then
      -- The letter of the line above is not wanted here, but the menu that has not come yet.
      M.suggest()
      return ''
    end
    return '<C-Y>'
  end, 'Take the entry of the menu')
end

--- What an entry of the menu is, by the protocol's kind, in the words of the markup.
local KINDS = {
  [1] = 'words',
  [4] = 'new',
  [7] = 'person',
  [8] = 'organisation',
  [10] = 'key',
  [12] = 'date',
  [14] = 'clause',
  [20] = 'topic',
}

local function entry(item)
  return { kind = KINDS[item.kind] or '' }
end

--- What CTRL-X CTRL-O asks. Neovim's own waits for an answer within its mode of completion, and where none comes CTRL-E
--- empties the line up to the cursor; this one ends the mode, and the menu comes by itself.
function M.omnifunc(findstart)
  if findstart == 0 then
    return {}
  end
  M.suggest()
  return -3
end

--- Completes in tags, headers and declarations of a buffer.
function M.enable(client, buffer)
  if vim.g.quotemark_completion == false or is_completed_elsewhere() then
    return
  end
  -- The first candidate is the likeliest: it is marked, and CTRL-Y takes it. Nothing is put in unasked.
  vim.bo[buffer].completeopt = 'menuone,noinsert,popup'
  vim.lsp.completion.enable(true, client.id, buffer, { autotrigger = true, convert = entry })
  if not client.quotemark_answers_fit then
    client.quotemark_answers_fit = true
    keep_answers_fitting(client)
  end
  open_again(client, buffer)
  set_keys(buffer)
  if vim.bo[buffer].omnifunc == 'v:lua.vim.lsp.omnifunc' then
    vim.bo[buffer].omnifunc = "v:lua.require'quotemark.completion'.omnifunc"
  end
end

return M
