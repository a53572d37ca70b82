-- An article as one reads it: a window beside it that shows its words without tags.

local server = require('quotemark.server')
local units = require('quotemark.units')

local M = {}

local namespace = vim.api.nvim_create_namespace('quotemark.preview')

--- Where lines of an article stand in the buffer that shows it.
local places_of = {}

---@class quotemark.Rendered
---@field lines string[]
---@field stretches [integer, integer, integer, string, integer?][] lines from 0, two columns in bytes, a group, how deep
---@field places [integer, integer][] lines of the article and of the preview, from 0, in order

--- A preview as it is shown.
---@return quotemark.Rendered
local function rendered(preview, encoding)
  local lines, stretches, places = {}, {}, {}
  local function add(words, group)
    for _, line in ipairs(vim.split(words, '\r?\n')) do
      table.insert(lines, line)
      if group then
        table.insert(stretches, { #lines - 1, 0, #line, group })
      end
    end
  end
  local function text(value)
    return type(value) == 'string' and value or nil
  end

  if text(preview.title) then
    add(preview.title, 'Title')
  end
  if text(preview.date) then
    add(preview.date, 'Comment')
  end
  for _, block in ipairs(preview.blocks) do
    if #lines > 0 then
      add('')
    end
    local first = #lines
    add(block.text, block.level > 0 and 'Title' or nil)
    local shown = units.lines(block.text, encoding)
    for _, piece in ipairs(block.pieces) do
      table.insert(places, { piece.position.line, first + shown:at(piece.start) })
    end
    local open = {}
    for _, span in ipairs(block.spans) do
      while open[#open] and open[#open] <= span.start do
        table.remove(open)
      end
      table.insert(open, span['end'])
      local group = span.kind == 'quote' and 'String' or span.kind == 'mention' and 'Identifier'
      if group then
        local line, from = shown:at(span.start)
        local last, to = shown:at(span['end'])
        for at = line, last do
          local ends = at == last and to or #lines[first + at + 1]
          local begins = at == line and from or 0
          if begins < ends then
            table.insert(stretches, { first + at, begins, ends, group, #open })
          end
        end
      end
    end
  end
  return { lines = lines, stretches = stretches, places = places }
end

--- Has the preview show what stands at the cursor of the article.
local function scroll(article, buffer)
  local from, to = vim.fn.bufwinid(article), vim.fn.bufwinid(buffer)
  local places = places_of[buffer]
  if from == -1 or to == -1 or not places then
    return
  end
  local line = vim.api.nvim_win_get_cursor(from)[1] - 1
  -- The last place that is not below the cursor, by halves: this is done at every move.
  local low, high = 0, #places
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if places[middle][1] > line then
      high = middle - 1
    else
      low = middle
    end
  end
  local shown = low > 0 and places[low][2] or 0
  vim.api.nvim_win_set_cursor(to, { shown + 1, 0 })
end

local function show(article, buffer, preview, encoding)
  local new = rendered(preview, encoding)
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, new.lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].modified = false
  vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
  for _, stretch in ipairs(new.stretches) do
    local line, from, to, group, depth = unpack(stretch)
    -- What lies inside goes over what is around it. There is a highest priority.
    local mark = { end_col = to, hl_group = group, priority = 100 + math.min(depth or 0, 1000) }
    vim.api.nvim_buf_set_extmark(buffer, namespace, line, from, mark)
  end
  places_of[buffer] = new.places
  scroll(article, buffer)
end

--- The buffer that shows an article, made when it is not there.
local function buffer_of(article)
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.b[buffer].quotemark_preview_of == article then
      return buffer
    end
  end
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.b[buffer].quotemark_preview_of = article
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].modifiable = false
  return buffer
end

--- Asks for the preview of an article; nothing comes of it if the article is gone or changed by then.
local function with_preview(client, article, shown)
  local tick = vim.b[article].changedtick
  server.command(client, 'quotemark.preview', { vim.uri_from_bufnr(article) }, function(preview)
    if preview and vim.api.nvim_buf_is_loaded(article) and vim.b[article].changedtick == tick then
      shown(preview)
    end
  end)
end

--- Follows what is changed in the article and where the cursor is, until either is closed.
local function follow(article, buffer)
  local group = vim.api.nvim_create_augroup('quotemark.preview.' .. buffer, {})
  vim.api.nvim_create_autocmd({ 'TextChanged', 'TextChangedI', 'TextChangedP' }, {
    group = group,
    buffer = article,
    callback = function()
      local client = vim.lsp.get_clients({ bufnr = article, name = 'quotemark' })[1]
      if client then
        with_preview(client, article, function(preview)
          if vim.api.nvim_buf_is_valid(buffer) then
            show(article, buffer, preview, client.offset_encoding)
          end
        end)
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'CursorMoved', 'CursorMovedI' }, {
    group = group,
    buffer = article,
    callback = function()
      scroll(article, buffer)
    end,
  })
  vim.api.nvim_create_autocmd('BufWipeout', {
    group = group,
    buffer = buffer,
    callback = function()
      vim.api.nvim_del_augroup_by_id(group)
      places_of[buffer] = nil
    end,
  })
  vim.api.nvim_create_autocmd('BufUnload', {
    group = group,
    buffer = article,
    callback = vim.schedule_wrap(function()
      -- An article that is only read again stays.
      if not vim.api.nvim_buf_is_loaded(article) and vim.api.nvim_buf_is_valid(buffer) then
        vim.api.nvim_buf_delete(buffer, { force = true })
      end
    end),
  })
end

--- Shows the article of the current buffer in a window beside it.
function M.open()
  local client = server.need_here()
  if not client then
    return
  end
  local article = vim.api.nvim_get_current_buf()
  with_preview(client, article, function(preview)
    local buffer = buffer_of(article)
    if vim.fn.bufwinid(buffer) == -1 then
      local beside = vim.fn.bufwinid(article)
      local window = vim.api.nvim_open_win(buffer, false, { split = 'right', win = beside ~= -1 and beside or 0 })
      vim.wo[window].wrap = true
      vim.wo[window].linebreak = true
      local name = vim.fs.basename(vim.api.nvim_buf_get_name(article))
      vim.wo[window].statusline = ' Without tags: ' .. name:gsub('%%', '%%%%')
    end
    show(article, buffer, preview, client.offset_encoding)
    follow(article, buffer)
  end)
end

return M
