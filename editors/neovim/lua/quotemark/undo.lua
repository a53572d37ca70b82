-- Undo in files that are changed from another one, as a cast is by a tag that declares somebody.

local M = {}

---@class quotemark.Declared
---@field ids string the ids, in one line
---@field cast integer the buffer in which they were declared
---@field cast_seq integer the number of that change
---@field seq integer the number of the change of the article that went with it

--- What was declared last from an article, by its buffer.
---@type table<integer, quotemark.Declared>
local declared = {}

--- The number of the last change of a buffer that is not undone.
---@param buffer integer
---@return integer
function M.seq(buffer)
  return vim.fn.undotree(buffer).seq_cur
end

--- Ends the change of a buffer that is not being edited, so that the next one is undone by itself.
---@param buffer integer
function M.end_change(buffer)
  -- To set it breaks the undo sequence, even to the value that it has.
  vim.bo[buffer].undolevels = vim.bo[buffer].undolevels
end

--- The ids that some lines declare.
local function ids_in(lines)
  local ids = {}
  for _, line in ipairs(lines) do
    table.insert(ids, line:match('^([@&#][^%s:]+):'))
  end
  return ids
end

local function changed_from_elsewhere(buffer, lines)
  if not vim.api.nvim_buf_is_loaded(buffer) then
    return
  end
  M.end_change(buffer)
  local article = vim.api.nvim_get_current_buf()
  local ids = ids_in(lines)
  if #ids > 0 and article ~= buffer then
    declared[article] = { ids = table.concat(ids, ', '), cast = buffer, cast_seq = M.seq(buffer), seq = M.seq(article) }
  end
end

--- Offers to take a declaration back whose tag was undone.
local function offer(article)
  local made = declared[article]
  if not made or M.seq(article) >= made.seq then
    return
  end
  declared[article] = nil
  if not vim.api.nvim_buf_is_loaded(made.cast) or M.seq(made.cast) ~= made.cast_seq then
    return
  end
  local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(made.cast), ':t')
  local remove = ('Remove %s from %s as well'):format(made.ids, name)
  vim.ui.select({ remove, 'Keep the declaration' }, { prompt = 'The tag is undone. And the declaration?' }, function(chosen)
    if chosen == remove then
      vim.api.nvim_buf_call(made.cast, function()
        vim.cmd('silent undo')
      end)
    end
  end)
end

--- Offers nothing for what was declared last from an article, as whoever wrote it undoes it as a whole.
---@param article integer
function M.forget(article)
  declared[article] = nil
end

--- Has each change that is made in a buffer from elsewhere undone by itself.
function M.watch(buffer)
  if vim.b[buffer].quotemark_watched then
    return
  end
  vim.b[buffer].quotemark_watched = true
  local lines, is_pending = {}, false
  vim.api.nvim_buf_attach(buffer, false, {
    on_lines = function(_, _, _, first, _, last)
      if vim.api.nvim_get_current_buf() == buffer then
        return
      end
      vim.list_extend(lines, vim.api.nvim_buf_get_lines(buffer, first, last, false))
      if not is_pending then
        is_pending = true
        -- Once for all parts of one change.
        vim.schedule(function()
          is_pending = false
          local new = lines
          lines = {}
          changed_from_elsewhere(buffer, new)
        end)
      end
    end,
    on_detach = function()
      declared[buffer] = nil
      if vim.api.nvim_buf_is_valid(buffer) then
        vim.b[buffer].quotemark_watched = nil
      end
    end,
  })
  vim.api.nvim_create_autocmd('TextChanged', {
    group = vim.api.nvim_create_augroup('quotemark.undo.' .. buffer, {}),
    buffer = buffer,
    callback = function()
      offer(buffer)
    end,
  })
end

return M
