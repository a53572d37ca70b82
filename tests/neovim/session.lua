-- A session of keys in which an article is tagged. It is a list of steps:
--
--   { 'keys' }                    pressed one after the other
--   { 'keys', menu = 'words' }    then the menu of completion opens, and its first entry holds these words
--   { 'keys', ask = 'words' }     then a question is asked whose first answer holds these words
--   { 'keys', text = 'words' }    then the article holds these words

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local child = dofile(here .. '/child.lua')

local M = {}

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

local function tags(written)
  local _, spans = written:gsub('%]{', '')
  local _, fences = written:gsub('\n:::+ +by', '')
  return spans + fences
end

--- Presses the keys of a session in an article of a folder, and writes the article. Returns how many
--- keys that were, and how many tags have been written.
---@return integer keys
---@return integer tags
function M.play(steps, folder, article)
  local editor = child.start(folder)
  local keys, written
  local arrived, problem = xpcall(function()
    editor:open(article)
    local before = tags(editor:text())
    keys = 0
    for number, step in ipairs(steps) do
      keys = keys + count(step[1])
      editor:press(step[1])
      local reached, why = pcall(function()
        if step.menu then
          editor:wait_for_menu(step.menu)
        end
        if step.ask then
          editor:wait_for_question(step.ask)
        end
        if step.text then
          editor:wait_for_text(step.text)
        end
      end)
      if not reached then
        error(('step %d, %s: %s'):format(number, step[1], why), 0)
      end
    end
    editor:press('<Esc>')
    editor:lua([[vim.cmd('silent wall')]])
    written = tags(editor:text()) - before
  end, function(problem)
    return type(problem) == 'string' and problem or debug.traceback(vim.inspect(problem))
  end)
  editor:stop()
  if not arrived then
    error(problem, 0)
  end
  return keys, written
end

return M
