-- usage: nvim -l tests/neovim/keystrokes.lua SESSION FOLDER ARTICLE
--
-- Annotates an article as a person does: presses the keys of a session in a
-- Neovim of its own, in a folder that holds the article and what else belongs
-- to its corpus, and counts them. A session is a Lua file that returns a list
-- of steps:
--
--   { 'keys' }                    pressed one after the other
--   { 'keys', menu = 'words' }    then the menu of completion opens, and its first entry holds these words
--   { 'keys', ask = 'words' }     then a question is asked whose first answer holds these words
--   { 'keys', text = 'words' }    then the article holds these words
--
-- Prints the keys for each tag that was written. Ends with 1 when a step does
-- not lead to what it says.

local session_path, folder, article = unpack(arg)
assert(article, 'usage: nvim -l keystrokes.lua SESSION FOLDER ARTICLE')
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local plugin = vim.fs.normalize(here .. '/../../editors/neovim')
local PATIENCE = 20000

local function say(...)
  io.stdout:write(table.concat({ ... }), '\n')
  io.stdout:flush()
end

-- ---- The Neovim that is driven -----------------------------------------------

local child = vim.fn.jobstart({
  vim.v.progpath,
  '--embed',
  '--headless',
  '--clean',
  '-n',
  '--cmd',
  'set runtimepath^=' .. plugin:gsub(' ', '\\ '),
}, { rpc = true, cwd = folder })

local function ask(expression, ...)
  return vim.rpcrequest(child, 'nvim_exec_lua', expression, { ... })
end

local function wait(what, arrived)
  local result
  local came = vim.wait(PATIENCE, function()
    result = arrived()
    return result
  end, 5)
  if not came then
    local lines = ask('return vim.api.nvim_buf_get_lines(0, 0, -1, false)')
    local cursor = ask('return vim.api.nvim_win_get_cursor(0)')
    local messages = ask([[return vim.fn.execute('messages')]])
    error(
      ('waited in vain for %s at %s\n%s\n%s'):format(
        what,
        vim.inspect(cursor),
        table.concat(lines, '\n'),
        messages
      ),
      0
    )
  end
  return result
end

--- The first entry of the menu of completion, if one is open.
local function menu()
  return ask([[
    local info = vim.fn.complete_info({ 'items', 'pum_visible', 'selected' })
    local first = info.pum_visible == 1 and info.items[info.selected + 1]
    return first and first.abbr or vim.NIL
  ]])
end

local function text()
  return table.concat(ask('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
end

local function holds(words)
  return function()
    local shown = menu()
    return shown ~= vim.NIL and shown:find(words, 1, true)
  end
end

--- How many keys `keys` are, in the notation of mappings: `<C-Y>` is one.
local function count(keys)
  local number = 0
  local rest = keys
  while rest ~= '' do
    local special = rest:match('^<[%w-]+>')
    local length = special and #special or #vim.fn.strcharpart(rest, 0, 1)
    rest = rest:sub(length + 1)
    number = number + 1
  end
  return number
end

-- ---- The session ---------------------------------------------------------------

local function tags(written)
  local _, spans = written:gsub('%]{', '')
  local _, fences = written:gsub('\n:::+ +by', '')
  return spans + fences
end

local function run()
  vim.rpcrequest(child, 'nvim_ui_attach', 120, 50, {})
  ask(
    [[
      vim.g.mapleader, vim.g.maplocalleader = ' ', ','
      _G.has_read = false
      vim.api.nvim_create_autocmd('LspProgress', {
        pattern = 'end',
        callback = function()
          _G.has_read = true
        end,
      })
      -- The question of `vim.ui.select` is answered by its number, as without another plugin.
      _G.asked = nil
      local select = vim.ui.select
      vim.ui.select = function(items, options, chosen)
        _G.asked = options.format_item and options.format_item(items[1]) or tostring(items[1])
        return select(items, options, function(...)
          _G.asked = nil
          chosen(...)
        end)
      end
      vim.cmd.edit(...)
    ]],
    article
  )
  wait('the end of reading', function()
    return ask('return _G.has_read')
  end)
  local steps = dofile(session_path)
  local total = 0
  local tags_before = tags(text())
  for number, step in ipairs(steps) do
    local keys = step[1]
    total = total + count(keys)
    vim.rpcrequest(child, 'nvim_input', keys)
    local what = ('step %d, %s: '):format(number, keys)
    if step.menu then
      wait(what .. 'a menu with ' .. step.menu, holds(step.menu))
    end
    if step.ask then
      wait(what .. 'a question with ' .. step.ask, function()
        local asked = ask('return _G.asked or vim.NIL')
        return asked ~= vim.NIL and asked:find(step.ask, 1, true)
      end)
    end
    if step.text then
      wait(what .. 'the text ' .. step.text, function()
        return text():find(step.text, 1, true)
      end)
    end
  end
  ask([[vim.cmd('silent wall')]])
  local written = tags(text()) - tags_before
  say(('%d keys for %d tags: %.1f keys a tag'):format(total, written, total / written))
end

local arrived, problem = xpcall(run, function(problem)
  return type(problem) == 'string' and problem or debug.traceback(vim.inspect(problem))
end)
vim.fn.jobstop(child)
if not arrived then
  io.stderr:write('The session broke off: ', problem, '\n')
  os.exit(1)
end
