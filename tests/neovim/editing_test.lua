-- The plugin without a server: file type, options, colours, folds, the parser and the help.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
t.open_screen(100, 40)

local ARTICLE = [[
---
title: The ferry stays
date: 2011-05-03
---

# At the quay

[‘The ferry stays,’]{by @ada-lamb for #ferry} said [Ada Lamb]{@ada-lamb}.

A last paragraph of new-quay.
]]

local function open(bytes)
  local path = vim.fn.tempname() .. '.qm'
  t.write(path, bytes or ARTICLE)
  vim.cmd.edit(path)
  return path
end

--- The colours of the first place where `text` stands.
local function captures(text)
  t.go_to(text)
  local cursor = vim.api.nvim_win_get_cursor(0)
  vim.treesitter.get_parser():parse(true)
  local names = {}
  for _, capture in ipairs(vim.treesitter.get_captures_at_pos(0, cursor[1] - 1, cursor[2])) do
    names[capture.capture] = true
  end
  return names
end

t.test('a .qm file has the file type and its options', function()
  open()
  t.equal(vim.bo.filetype, 'quotemark', 'filetype')
  t.equal(vim.bo.commentstring, '{% %s %}', 'commentstring')
  t.equal(vim.wo.linebreak, true, 'linebreak')
end)

t.test('gcc makes a comment, and takes it away again', function()
  open()
  t.go_to('A last')
  t.press('gcc')
  t.equal(vim.api.nvim_get_current_line(), '{% A last paragraph of new-quay. %}', 'the commented line')
  t.press('gcc')
  t.equal(vim.api.nvim_get_current_line(), 'A last paragraph of new-quay.', 'the line')
end)

t.test('an id is one word', function()
  open()
  t.go_to('new-quay')
  t.equal(vim.fn.expand('<cword>'), 'new-quay', 'the word under the cursor')
end)

t.test('a long line is not broken, and the last line gets no end that it did not have', function()
  local article = ('word '):rep(60) .. '\n\nlast'
  local path = open(article)
  vim.bo.textwidth = 40
  t.press('ggA[x]{note: y}<Esc>')
  vim.cmd.write()
  t.equal(t.read(path), ('word '):rep(60) .. '[x]{note: y}\n\nlast', 'the file')
end)

t.test('the parser colours people, topics, keywords and keys', function()
  open()
  assert(vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()], 'no highlighter runs')
  assert(captures('@ada-lamb')['constant'], 'a person is not coloured')
  assert(captures('#ferry')['label'], 'a topic is not coloured')
  assert(captures('by @')['keyword'], 'a keyword is not coloured')
  assert(captures('date:')['property'], 'a key is not coloured')
  assert(captures('At the quay')['markup.heading'], 'a heading is not coloured')
  t.equal(captures('A last')['constant'], nil, 'the colour of plain text')
end)

t.test('the header and a section fold, and are open at first', function()
  open()
  vim.cmd.redraw()
  t.equal(vim.fn.foldclosed(1), -1, 'the fold of the header when the file is opened')
  t.wait('the folds', function()
    return vim.fn.foldlevel(1) > 0
  end)
  t.press('ggzc')
  t.equal({ vim.fn.foldclosed(1), vim.fn.foldclosedend(1) }, { 1, 4 }, 'the closed header')
  t.go_to('# At the quay')
  t.press('zc')
  t.equal({ vim.fn.foldclosed(6), vim.fn.foldclosedend(6) }, { 6, 10 }, 'the closed section')
end)

t.test('the queries are those of the grammar', function()
  for _, name in ipairs({ 'highlights', 'folds', 'injections', 'locals' }) do
    local copy = t.read(('%s/queries/quotemark/%s.scm'):format(t.plugin, name))
    local original = t.read(('%s/grammar/queries/%s.scm'):format(t.repository, name))
    assert(copy == original, ('copy grammar/queries/%s.scm to editors/neovim/queries/quotemark/'):format(name))
    vim.treesitter.query.parse('quotemark', copy)
  end
end)

t.test('without the parser the syntax file colours', function()
  open()
  vim.treesitter.stop()
  vim.bo.syntax = 'quotemark'
  local function colour(text)
    t.go_to(text)
    return vim.fn.synIDattr(vim.fn.synID(vim.fn.line('.'), vim.fn.col('.'), 1), 'name')
  end
  t.equal(colour('@ada-lamb'), 'quotemarkPerson', 'a person')
  t.equal(colour('#ferry'), 'quotemarkTopic', 'a topic')
  t.equal(colour('by @'), 'quotemarkKeyword', 'a keyword')
  t.equal(colour('date:'), 'quotemarkKey', 'a key')
  t.equal(colour('# At'), 'quotemarkHeading', 'a heading')
  t.equal(colour('A last'), '', 'plain text')
end)

t.test('a plugin folder without a parser opens files all the same', function()
  local copy = vim.fn.tempname()
  local copied = vim.system({ 'cp', '-R', t.plugin, copy }):wait()
  t.equal(copied.code, 0, 'copying the plugin')
  vim.fn.delete(copy .. '/parser', 'rf')
  local path = vim.fn.tempname() .. '.qm'
  t.write(path, ARTICLE)
  local command = { vim.v.progpath, '--headless', '--clean', '--cmd', 'let g:quotemark_lsp = v:false' }
  vim.list_extend(command, { '--cmd', 'set runtimepath^=' .. copy, path })
  vim.list_extend(command, { '-c', 'echo &filetype &syntax &foldmethod', '-c', 'qall!' })
  local ran = vim.system(command, { text = true }):wait(10000)
  t.equal(vim.trim(ran.stderr), 'quotemark quotemark manual', 'file type, syntax and folds')
end)

t.test('the parser can be built anywhere, and says what is wrong when it cannot', function()
  local quotemark = require('quotemark')
  local output = vim.fn.tempname() .. '/parser/quotemark.so'
  t.equal(quotemark.build_parser({ output = output }), output, 'the path of the parser')
  assert(vim.uv.fs_stat(output), 'there is no parser')
  local _, missing = pcall(quotemark.build_parser, { source = '/nowhere' })
  t.equal(missing, 'There is no parser.c in /nowhere.', 'the message')
  local broken = vim.fn.tempname()
  t.write(broken .. '/parser.c', 'no C')
  local _, message = pcall(quotemark.build_parser, { source = broken, output = output })
  t.holds(message, 'The parser could not be compiled.', 'parser.c:1')
  t.equal(vim.fn.readdir(vim.fs.dirname(output)), { 'quotemark.so' }, 'what the failed build left')
end)

t.test('the server’s command can be chosen', function()
  local quotemark = require('quotemark')
  local before = vim.env.QUOTEMARK
  vim.env.QUOTEMARK = nil
  t.equal(quotemark.cmd(), { 'quotemark', 'server' }, 'the default')
  vim.env.QUOTEMARK = '/a/quotemark'
  t.equal(quotemark.cmd(), { '/a/quotemark', 'server' }, 'the one of the environment')
  vim.g.quotemark_cmd = '/b/quotemark'
  t.equal(quotemark.cmd(), { '/b/quotemark', 'server' }, 'the binary of the variable')
  vim.g.quotemark_cmd = { 'ssh', 'far', 'quotemark', 'server' }
  t.equal(quotemark.cmd(), { 'ssh', 'far', 'quotemark', 'server' }, 'the command of the variable')
  vim.g.quotemark_cmd = nil
  vim.env.QUOTEMARK = before
end)

t.test('the help has its tags', function()
  vim.cmd.helptags(t.plugin .. '/doc')
  for _, tag in ipairs({ 'quotemark', 'quotemark-keys', 'quotemark-server', 'quotemark-parser', 'quotemark-gd', ':Quotemark' }) do
    vim.cmd.help(tag)
    t.equal(vim.fn.expand('%:t'), 'quotemark.txt', 'the help of ' .. tag)
  end
  for _, name in ipairs(require('quotemark.command').names()) do
    vim.cmd.help(':Quotemark-' .. name)
  end
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    assert(vim.fn.strdisplaywidth(line) <= 78, ('line %d of the help is too long'):format(number))
  end
end)

t.finish()
