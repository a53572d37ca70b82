-- The plugin's own lists and preview take work in proportion to what they show. What is counted are the
-- characters and values that Neovim's functions are given, and not the time.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
local server = require('quotemark.server')

--- By how much the work may grow when there is twice as much.
local GROWTH = 2.2

local counted = 0

local function size(value)
  if type(value) == 'string' then
    return #value
  end
  return type(value) == 'table' and vim.islist(value) and #value or 0
end

--- Has what a function is given, and what it returns, count; of a text that is cut only what is cut out.
local function count(holder, name, undo)
  local original = holder[name]
  holder[name] = function(...)
    local returned = { original(...) }
    counted = counted + 1
    for _, value in ipairs(name == 'sub' and {} or { ... }) do
      counted = counted + size(value)
    end
    for _, value in ipairs(returned) do
      counted = counted + size(value)
    end
    return unpack(returned)
  end
  table.insert(undo, function()
    holder[name] = original
  end)
end

local function work_of(action)
  local undo = {}
  for _, name in ipairs({ 'str_byteindex', 'str_utfindex', 'str_utf_start', 'split', 'tbl_map', 'tbl_filter' }) do
    count(vim, name, undo)
  end
  for _, name in ipairs({ 'sub', 'gsub' }) do
    count(string, name, undo)
  end
  for _, name in ipairs({ 'nvim_buf_get_lines', 'nvim_buf_set_lines', 'nvim_buf_set_extmark' }) do
    count(vim.api, name, undo)
  end
  count(vim.fn, 'readfile', undo)
  counted = 0
  local passed, problem = xpcall(action, debug.traceback)
  for _, step in ipairs(undo) do
    step()
  end
  assert(passed, problem)
  return counted
end

--- Has commands of the server answered by a function.
local function answered_by(answer, body)
  local command, need, need_here = server.command, server.need, server.need_here
  server.command = function(_, name, arguments, done)
    done(answer(name, arguments))
  end
  server.need = function()
    return { offset_encoding = 'utf-16', name = 'quotemark' }
  end
  server.need_here = server.need
  local passed, problem = xpcall(body, debug.traceback)
  server.command, server.need, server.need_here = command, need, need_here
  assert(passed, problem)
end

local function numbers(n)
  local all = {}
  for number = 0, n - 1 do
    all[number + 1] = number
  end
  return all
end

local function span(from, to)
  return { kind = 'quote', quote = 0, start = from, ['end'] = to }
end

local function article_of(blocks)
  return { title = vim.NIL, date = vim.NIL, quotes = {}, blocks = blocks }
end

local articles = {
  ['spans on a line'] = function(n)
    local spans = vim.tbl_map(function(number)
      return span(3 * number, 3 * number + 2)
    end, numbers(n))
    local pieces = vim.tbl_map(function(number)
      return { start = 3 * number, position = { line = 0, character = 9 * number } }
    end, numbers(n))
    return article_of({ { level = 0, text = ('ü🙂'):rep(n), pieces = pieces, spans = spans } })
  end,
  ['spans on lines'] = function(n)
    local spans = vim.tbl_map(function(number)
      return span(3 * number, 3 * number + 2)
    end, numbers(n))
    local pieces = vim.tbl_map(function(number)
      return { start = 3 * number, position = { line = number, character = 0 } }
    end, numbers(n))
    return article_of({ { level = 0, text = ('ab\n'):rep(n), pieces = pieces, spans = spans } })
  end,
  ['paragraphs'] = function(n)
    return article_of(vim.tbl_map(function(number)
      local piece = { start = 0, position = { line = number, character = 0 } }
      return { level = 0, text = 'words', pieces = { piece }, spans = { span(0, 5) } }
    end, numbers(n)))
  end,
}

local function preview(article)
  answered_by(function()
    return article
  end, function()
    vim.cmd.enew()
    require('quotemark.preview').open()
  end)
end

for name, made in pairs(articles) do
  t.test('the work of the preview grows no more than the ' .. name, function()
    local works = {}
    for _, n in ipairs({ 500, 1000 }) do
      local article = made(n)
      table.insert(
        works,
        work_of(function()
          preview(article)
        end)
      )
      vim.cmd('silent! only | silent! %bwipeout!')
    end
    assert(works[1] > 500, works[1])
    assert(works[2] <= GROWTH * works[1], ('%d, then %d'):format(works[1], works[2]))
  end)
end

t.test('the preview colours what lies in each other, however much there is', function()
  local n = 70000
  local spans = { span(0, 2 * n) }
  for number = 0, n - 1 do
    table.insert(spans, span(2 * number, 2 * number + 1))
  end
  preview(article_of({ { level = 0, text = ('é '):rep(n), pieces = {}, spans = spans } }))
  local buffer = vim.iter(vim.api.nvim_list_bufs()):find(function(candidate)
    return vim.b[candidate].quotemark_preview_of ~= nil
  end)
  local marks = vim.api.nvim_buf_get_extmarks(buffer, -1, 0, -1, { details = true })
  t.equal(#marks, n + 1, 'marks')
  local by_place = {}
  for _, mark in ipairs(marks) do
    by_place[mark[3] .. '-' .. mark[4].end_col] = mark[4].priority
  end
  assert(by_place['0-2'] > by_place['0-' .. 3 * n], vim.inspect(by_place['0-2']))
  assert(by_place[3 * (n - 1) .. '-' .. 3 * (n - 1) + 2], 'the last span is not where it should be')
end)

--- Writes a file in which somebody is quoted so often, in one line or in many, and gives the quotes as the server does.
local function quoted(n, ending)
  local file = vim.fn.tempname() .. '.qm'
  local words = '[🙂x]{by @a}'
  vim.fn.writefile(vim.split((words .. ending):rep(n), '\n', { plain = true }), file)
  local rows = vim.tbl_map(function(number)
    local line = ending == '\n' and number or 0
    local column = ending == '\n' and 1 or number * 13 + 1
    local range = { start = { line = line, character = column }, ['end'] = { line = line, character = column + 3 } }
    return {
      article = 0,
      range = range,
      words = 'x',
      date = '2011',
      speakers = { { entity = 0, roles = {} } },
      topics = {},
    }
  end, numbers(n))
  local uri = vim.uri_from_fname(file)
  return { articles = { { uri = uri } }, entities = { { id = '@a', name = 'A' } }, roles = {}, quotes = rows }
end

for name, ending in pairs({ ['on one line'] = ' ', ['on lines'] = '\n' }) do
  t.test('the work of a list grows no more than the quotes ' .. name, function()
    local works = {}
    for _, n in ipairs({ 1000, 2000 }) do
      local quotes = quoted(n, ending)
      answered_by(function()
        return quotes
      end, function()
        table.insert(
          works,
          work_of(function()
            require('quotemark.lists').quotes_of('@a')
          end)
        )
      end)
      local items = vim.fn.getqflist()
      t.equal(#items, n, 'items')
      local last = items[n]
      local column = ending == '\n' and 2 or (n - 1) * 15 + 2
      t.equal({ last.lnum, last.col, last.end_col }, { ending == '\n' and n or 1, column, column + 5 }, 'the last place')
      vim.cmd.cclose()
    end
    assert(works[2] <= GROWTH * works[1], ('%d, then %d'):format(works[1], works[2]))
  end)
end

t.test('units are bytes in every encoding, at every place of a long line', function()
  local units = require('quotemark.units')
  local text = ('aé☃🙂'):rep(300)
  for _, encoding in ipairs({ 'utf-8', 'utf-16', 'utf-32' }) do
    local line = units.line(text, encoding)
    for byte = 0, #text, 1 do
      if byte == #text or vim.str_utf_start(text, byte + 1) == 0 then
        local unit = vim.str_utfindex(text, encoding, byte)
        t.equal(line:byte(unit), byte, encoding .. ' ' .. unit)
      end
    end
    t.equal(line:byte(100000), #text, encoding .. ' after the end')
  end
end)

t.test('what has come in place of a file is not waited for', function()
  local units = require('quotemark.units')
  local name = vim.fn.tempname()
  local made = vim.system({ 'mkfifo', name }):wait()
  t.equal(made.code, 0, 'mkfifo')
  local range = { start = { line = 2, character = 3 }, ['end'] = { line = 2, character = 5 } }
  for _, path in ipairs({ name, '/nowhere/at-all.qm' }) do
    local item = units.items({ { uri = vim.uri_from_fname(path), range = range } }, 'utf-16')[1]
    t.equal(item, { filename = path, lnum = 3, col = 1, end_lnum = 3, end_col = 1 }, path)
  end
end)

t.finish()
