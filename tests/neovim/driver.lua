-- Drives the Neovim that it runs in as a person does: keys in, the screen out.
-- Every wait is for a condition.

local M = {}

--- How long anything is waited for, in milliseconds.
M.PATIENCE = tonumber(vim.env.QUOTEMARK_PATIENCE) or 30000

--- Gives this Neovim a screen of its own, as it draws floating windows only for somebody who looks.
function M.open_screen(columns, lines)
  local channel = vim.fn.sockconnect('pipe', vim.v.servername, { rpc = true })
  vim.rpcrequest(channel, 'nvim_ui_attach', columns, lines, { rgb = true })
end

--- Waits until `arrived()` gives something, and returns that. When nothing comes,
--- the error tells what `instead()` gives, if that is there.
function M.wait(what, arrived, instead)
  local result
  -- `vim.wait` leaves out what takes less than a millisecond, so that it may never be over: the end is our own.
  local over = vim.uv.hrtime() + M.PATIENCE * 1e6
  vim.wait(M.PATIENCE, function()
    result = arrived()
    return result or vim.uv.hrtime() > over
  end, 5)
  if not result then
    local seen = instead and '\n' .. instead() or ''
    error(('waited in vain for %s%s'):format(what, seen), 2)
  end
  return result
end

--- Presses keys, in the notation of mappings.
function M.press(keys)
  vim.api.nvim_feedkeys(vim.keycode(keys), 'xt', false)
end

--- Puts the cursor on the first place of the buffer where `text` stands.
function M.go_to(text)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  if vim.fn.search('\\C\\V' .. vim.fn.escape(text, '\\'), 'cW') == 0 then
    error(('%q stands nowhere in %s'):format(text, vim.fn.bufname()), 2)
  end
end

--- The floating window, if there is one.
function M.float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

--- What a window shows, line by line, as it stands on the screen.
function M.shown(window)
  vim.cmd.redraw({ bang = true })
  local info = vim.fn.getwininfo(window)[1]
  -- A border stands around what is counted.
  local border = vim.api.nvim_win_get_config(window).border or 'none'
  local edge = border == 'none' and 0 or 1
  local lines = {}
  for row = info.winrow + edge, info.winrow + edge + info.height - 1 do
    local cells = {}
    for column = info.wincol + edge, info.wincol + edge + info.width - 1 do
      table.insert(cells, vim.fn.screenstring(row, column))
    end
    table.insert(lines, (table.concat(cells):gsub('%s+$', '')))
  end
  return lines
end

--- Presses K on what is under the cursor and returns what pops up.
function M.hover()
  M.press('K')
  local window = M.wait('the hover', M.float)
  local lines = M.shown(window)
  vim.api.nvim_win_close(window, true)
  return lines
end

--- Presses `keys` and returns the list that opens for them: its title and its entries.
function M.list(keys)
  vim.fn.setqflist({}, 'f')
  vim.fn.setloclist(0, {}, 'f')
  M.press(keys)
  local list = M.wait('the list of ' .. keys, function()
    for _, get in ipairs({
      vim.fn.getqflist,
      function(what)
        return vim.fn.getloclist(0, what)
      end,
    }) do
      local found = get({ items = 0, title = 0, winid = 0 })
      if #found.items > 0 and found.winid ~= 0 then
        return found
      end
    end
  end)
  list.lines = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(list.winid), 0, -1, false)
  vim.cmd.cclose()
  vim.cmd.lclose()
  return list
end

--- The server of the current buffer, once it has answered `initialize`.
function M.client()
  return M.wait('the server', function()
    local client = vim.lsp.get_clients({ name = 'quotemark', bufnr = 0 })[1]
    return client and client.initialized and client
  end)
end

local has_read = {}

vim.api.nvim_create_autocmd('LspProgress', {
  pattern = 'end',
  callback = function(event)
    has_read[event.data.client_id] = true
  end,
})

--- The same, once it has read the whole corpus.
function M.client_that_has_read()
  local client = M.client()
  M.wait('the end of reading', function()
    return has_read[client.id]
  end)
  return client
end

return M
