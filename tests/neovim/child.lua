-- A Neovim of its own, which is driven by keys as they come from a keyboard. What has to happen
-- while keys are pressed, such as a menu that opens, is not seen from inside.

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local driver = dofile(here .. '/driver.lua')
local plugin = vim.fs.normalize(here .. '/../../editors/neovim')

local M = {}
M.__index = M

--- Starts it in a folder, with the plugin and a screen.
function M.start(folder)
  local self = setmetatable({}, M)
  self.channel = vim.fn.jobstart({
    vim.v.progpath,
    '--embed',
    '--headless',
    '--clean',
    '-n',
    '--cmd',
    'set runtimepath^=' .. plugin:gsub(' ', '\\ '),
  }, { rpc = true, cwd = folder })
  self.process = vim.fn.jobpid(self.channel)
  vim.rpcrequest(self.channel, 'nvim_ui_attach', 120, 50, {})
  self:lua([[
    -- Nothing but the keys of a test is pressed, not even ENTER after a long message.
    vim.o.messagesopt = 'wait:0,history:500'
    vim.g.mapleader, vim.g.maplocalleader = ' ', ','
    _G.has_read = false
    vim.api.nvim_create_autocmd('LspProgress', {
      pattern = 'end',
      callback = function()
        _G.has_read = true
      end,
    })
    -- The question of `vim.ui.select` is answered by its number, as without another plugin.
    local select = vim.ui.select
    vim.ui.select = function(items, options, chosen)
      _G.number_of = function(words)
        for number, item in ipairs(items) do
          local shown = options.format_item and options.format_item(item) or tostring(item)
          if shown:find(words, 1, true) then
            return number
          end
        end
      end
      _G.asked = options.format_item and options.format_item(items[1]) or tostring(items[1])
      return select(items, options, function(...)
        _G.asked = nil
        chosen(...)
      end)
    end
  ]])
  return self
end

function M:stop()
  vim.fn.jobstop(self.channel)
end

--- Runs Lua in it and returns what that returns.
function M:lua(code, ...)
  -- One that waits for a key would answer to nothing else.
  driver.wait('an end of waiting for a key', function()
    return not vim.rpcrequest(self.channel, 'nvim_get_mode').blocking
  end)
  -- It may have begun to wait for a key since, and would never answer: then it is ended, and the
  -- request with it. A handle's callback runs while a request waits; one of `vim.defer_fn` does not.
  local patience = assert(vim.uv.new_timer())
  patience:start(driver.PATIENCE, 0, function()
    vim.uv.kill(self.process, 'sigkill')
  end)
  local answered, result = pcall(vim.rpcrequest, self.channel, 'nvim_exec_lua', code, { ... })
  patience:close()
  if not answered then
    error(result, 2)
  end
  return result ~= vim.NIL and result or nil
end

--- Opens a file, and waits until the server has read the corpus.
function M:open(path)
  self:lua('vim.cmd.edit(...)', path)
  self:wait('the end of reading', function()
    return self:lua('return _G.has_read')
  end)
end

--- Presses keys, in the notation of mappings, one right after the other.
function M:press(keys)
  vim.rpcrequest(self.channel, 'nvim_input', keys)
end

--- Waits until `arrived()` gives something, and returns that.
function M:wait(what, arrived)
  return driver.wait(what, arrived, function()
    local cursor = self:lua('return vim.api.nvim_win_get_cursor(0)')
    local messages = self:lua([[return vim.fn.execute('messages')]])
    local shown = vim.inspect(vim.list_slice(self:menu() or {}, 1, 3))
    local told = 'The cursor is at %s of this:\n%s\nThe menu begins with %s.\n%s'
    return told:format(vim.inspect(cursor), self:text(), shown, messages)
  end)
end

--- The lines of the current buffer.
function M:text()
  return table.concat(self:lua('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
end

--- The entries of the menu of completion, if one is open; the first is the one that is marked.
function M:menu()
  return self:lua([[
    local info = vim.fn.complete_info({ 'items', 'pum_visible', 'selected' })
    if info.pum_visible == 0 then
      return nil
    end
    local entries = vim.tbl_map(function(item)
      return item.abbr
    end, info.items)
    return vim.list_slice(entries, math.max(info.selected, 0) + 1)
  ]])
end

--- What is asked of the user: the first of the answers.
function M:asked()
  return self:lua('return _G.asked')
end

--- Whether `words` stand in `text`, which may be nothing.
local function stand_in(text, words)
  return text and text:find(words, 1, true)
end

--- Waits until the menu's first entry holds these words.
function M:wait_for_menu(words)
  self:wait('a menu with ' .. words, function()
    return stand_in((self:menu() or {})[1], words)
  end)
end

--- Waits until a question is asked whose first answer holds these words.
function M:wait_for_question(words)
  self:wait('a question with ' .. words, function()
    return stand_in(self:asked(), words)
  end)
end

--- Waits until the buffer holds these words.
function M:wait_for_text(words)
  self:wait('the text ' .. words, function()
    return stand_in(self:text(), words)
  end)
end

return M
