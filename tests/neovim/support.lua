-- What the tests share: running them, and a small corpus to run them on.

local M = vim.deepcopy(dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/driver.lua'))

M.repository = vim.fs.normalize(vim.env.QUOTEMARK_TESTS_FOLDER .. '/../..')
M.plugin = M.repository .. '/editors/neovim'

-- Nobody is there to press ENTER after a long message.
vim.o.messagesopt = 'wait:0,history:500'

local function say(text)
  io.stdout:write(text, '\n')
  io.stdout:flush()
end

--- Says something that a test has measured.
function M.note(text)
  say('        ' .. text)
end

--- Runs a test and says in one line how it went.
function M.test(name, body)
  local passed, problem = xpcall(body, debug.traceback)
  say((passed and 'ok      ' or 'FAILED  ') .. name)
  if not passed then
    say('        ' .. tostring(problem):gsub('\n', '\n        '))
  end
  vim.cmd('silent! %bwipeout!')
end

--- Ends the file of tests.
function M.finish()
  vim.cmd('qall!')
end

function M.equal(actual, expected, about)
  if not vim.deep_equal(actual, expected) then
    local message = '%s: %s was expected, this came: %s'
    error(message:format(about, vim.inspect(expected), vim.inspect(actual)), 2)
  end
end

--- Asserts that `text`, words or lines, holds each of the words.
function M.holds(text, ...)
  local whole = type(text) == 'table' and table.concat(text, '\n') or text
  for _, words in ipairs({ ... }) do
    if not whole:find(words, 1, true) then
      error(('%q was expected in this:\n%s'):format(words, whole), 2)
    end
  end
end

--- Waits until a message holds these words.
function M.wait_for_message(words)
  M.wait('the message ' .. words, function()
    return vim.fn.execute('messages'):find(words, 1, true)
  end, function()
    return vim.fn.execute('messages')
  end)
end

--- Presses keys, and waits until a message holds these words.
function M.says(words, keys)
  vim.cmd('messages clear')
  M.press(keys)
  M.wait_for_message(words)
end

--- Writes a file as it is, byte for byte.
function M.write(path, bytes)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  local file = assert(io.open(path, 'wb'))
  file:write(bytes)
  file:close()
end

function M.read(path)
  local file = assert(io.open(path, 'rb'))
  local bytes = file:read('*a')
  file:close()
  return bytes
end

local CAST = [[
@ada-lamb: Ada Lamb
    also: Dr Lamb
    role: secretary of &harbour-board, 2010..2012
    role: mayor of &new-quay, 2013..

@tom-reeve: Tom Reeve
    role: driver, 2010..

&harbour-board: Harbour Board
    part of: &new-quay

&new-quay: Town of New Quay

#ferry: The ferry
]]

local FERRY_2011 = [[
---
title: The ferry stays
date: 2011-05-03
---

# At the quay

[‘The ferry [sic] stays,’]{by @ada-lamb for #ferry} said 🚢 [Ada Lamb]{@ada-lamb}.

[Tom Reeve]{@tom-reeve} was glad, and [the board]{&harbour-board} too.
]]

local FERRY_2014 = [[
---
title: A bridge instead
date: 2014-06-01
---

Dr Lamb said that [the ferry had to go]{by @ada-lamb against #ferry}. [She]{@ada-lamb} named [no day]{by @ada-lamb}.
]]

--- A folder with a new corpus: a cast and two articles of different years.
function M.corpus()
  local folder = vim.fn.resolve(vim.fn.tempname())
  M.write(folder .. '/cast.qm', CAST)
  M.write(folder .. '/2011.qm', FERRY_2011)
  M.write(folder .. '/2014.qm', FERRY_2014)
  return folder
end

return M
