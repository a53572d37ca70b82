-- The server in Neovim, asked by the keys that a person presses.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
t.open_screen(120, 50)

local corpus = t.corpus()

local function open(name)
  vim.cmd.edit(corpus .. '/' .. name)
  return t.client_that_has_read()
end

local function place()
  return ('%s:%d'):format(vim.fn.expand('%:t'), vim.fn.line('.'))
end

--- The places of a list as `file:line`.
local function places(list)
  return vim.tbl_map(function(item)
    return ('%s:%d'):format(vim.fn.fnamemodify(vim.fn.bufname(item.bufnr), ':t'), item.lnum)
  end, list.items)
end

--- The codes of what is wrong in the current buffer.
local function codes()
  return vim.tbl_map(function(diagnostic)
    return diagnostic.code
  end, vim.diagnostic.get(0))
end

t.test('the server attaches, with the folder of the cast as its root', function()
  local client = open('2011.qm')
  t.equal(client.root_dir, corpus, 'the root')
  vim.cmd.edit(corpus .. '/2014.qm')
  t.equal(t.client().id, client.id, 'the server of the second article')
end)

t.test('K on a name shows the role on the date of the article', function()
  open('2011.qm')
  t.go_to('Ada Lamb')
  t.holds(t.hover(), 'Ada Lamb', 'secretary', 'Harbour Board')
  open('2014.qm')
  t.go_to('She')
  local lines = t.hover()
  t.holds(lines, 'Ada Lamb', 'mayor', 'Town of New Quay')
  assert(not table.concat(lines, '\n'):find('secretary'), 'the role of 2011 is shown in 2014')
end)

t.test('K shows words as they are, with no trace of Markdown', function()
  open('2011.qm')
  t.go_to('Ada Lamb')
  local lines = t.hover()
  t.holds(lines, '2011-05-03: ‘The ferry [sic] stays,’')
  assert(not table.concat(lines, '\n'):find('[*\\`]'), 'Markdown is shown')
end)

t.test('K finds a name that has no tag, and nothing in plain text', function()
  open('2014.qm')
  t.go_to('Dr Lamb')
  t.holds(t.hover(), 'mayor')
  open('2011.qm')
  t.go_to('was glad')
  t.press('K')
  t.wait('the message that there is nothing', function()
    return vim.fn.execute('messages'):find('No information available', 1, true)
  end)
  t.equal(t.float(), nil, 'the hover of plain text')
end)

t.test('CTRL-] goes to the declaration, and CTRL-T comes back', function()
  open('2011.qm')
  t.go_to('Ada Lamb')
  t.press('<C-]>')
  t.equal(place(), 'cast.qm:1', 'the declaration')
  t.press('<C-T>')
  t.equal(place(), '2011.qm:8', 'the place before')
  open('2014.qm')
  t.go_to('Lamb said')
  t.press('<C-]>')
  t.equal(place(), 'cast.qm:1', 'the declaration of an untagged name')
end)

t.test('gri lists every quote of a person, oldest first', function()
  open('2014.qm')
  t.go_to('She')
  local list = t.list('gri')
  t.equal(places(list), { '2011.qm:8', '2014.qm:6', '2014.qm:6' }, 'the quotes')
  t.holds(list.lines[1], 'The ferry [sic] stays')
end)

t.test('gri on an organisation lists the quotes of those who spoke for it', function()
  open('2011.qm')
  t.go_to('the board')
  t.press('gri')
  t.wait('the one quote', function()
    return place() == '2011.qm:8'
  end)
end)

t.test('grr lists everything that names a topic', function()
  open('2011.qm')
  t.go_to('#ferry')
  local list = t.list('grr')
  local found = places(list)
  table.sort(found)
  t.equal(found, { '2011.qm:8', '2014.qm:6', 'cast.qm:14' }, 'the references')
end)

t.test('grt goes to the organisation of the role held then', function()
  open('2011.qm')
  t.go_to('Ada Lamb')
  t.press('grt')
  t.wait('the organisation', function()
    return place() == 'cast.qm:9'
  end)
  open('2014.qm')
  t.go_to('She')
  t.press('grt')
  t.wait('the other organisation', function()
    return place() == 'cast.qm:12'
  end)
end)

t.test('gO lists the headings and quotes of an article, and the declarations of the cast', function()
  open('2011.qm')
  t.holds(t.list('gO').lines, 'At the quay', 'Ada Lamb')
  open('cast.qm')
  t.holds(t.list('gO').lines, 'Tom Reeve', 'Harbour Board', 'The ferry')
end)

t.test('the right words are meant after a ship and curly quotation marks', function()
  open('2011.qm')
  t.go_to('Tom Reeve')
  t.holds(t.hover(), 'driver')
  t.go_to('@ada-lamb}.')
  t.holds(t.hover(), 'secretary')
  t.go_to('🚢')
  t.press('l')
  t.press('l')
  t.holds(t.hover(), 'secretary')
end)

t.test('words that name somebody, and quotes, are coloured by what the server knows', function()
  open('2011.qm')
  local function group(text)
    t.go_to(text)
    local tokens = vim.tbl_map(function(token)
      return token.type
    end, vim.lsp.semantic_tokens.get_at_pos() or {})
    return tokens[1] and vim.api.nvim_get_hl(0, { name = ('@lsp.type.%s.quotemark'):format(tokens[1]) }).link
  end
  t.wait('the colours', function()
    return group('Ada Lamb')
  end)
  t.equal(group('Ada Lamb'), 'Identifier', 'a person')
  t.equal(group('the board'), 'Function', 'an organisation')
  t.equal(group('The ferry [sic]'), 'String', 'a quote')
  t.equal(group('was glad'), nil, 'plain words')
end)

t.test('a misspelt id is reported while one types, and no longer when it is fixed', function()
  open('2011.qm')
  t.equal(codes(), {}, 'what is wrong at first')
  t.press('Go')
  for letter in ('[He]{@tom-reev}'):gmatch('.') do
    t.press('a' .. letter .. '<Esc>')
  end
  t.wait('unknown/person', function()
    return vim.deep_equal(codes(), { 'unknown/person' })
  end)
  local diagnostic = vim.diagnostic.get(0)[1]
  t.holds(diagnostic.message, 'tom-reev')
  local line = vim.api.nvim_buf_get_lines(0, diagnostic.lnum, diagnostic.lnum + 1, false)[1]
  t.equal(line:sub(diagnostic.col + 1, diagnostic.end_col), '@tom-reev', 'the words that are marked')

  t.press('gg]d')
  t.equal(vim.fn.line('.'), diagnostic.lnum + 1, 'the line to which ]d goes')
  t.go_to('@tom-reev}')
  t.press('f}ie<Esc>')
  t.wait('nothing to be wrong', function()
    return #codes() == 0
  end)
end)

t.test('a declaration that goes in one buffer is missed in another, and undo fixes it', function()
  open('2011.qm')
  local article = vim.api.nvim_get_current_buf()
  vim.cmd.split(corpus .. '/cast.qm')
  t.client()
  t.go_to('@tom-reeve')
  t.press('dd')
  t.wait('unknown/person in the article', function()
    return vim.iter(vim.diagnostic.get(article)):any(function(diagnostic)
      return diagnostic.code == 'unknown/person'
    end)
  end)
  t.press('u')
  t.wait('nothing to be wrong in the article', function()
    return #vim.diagnostic.get(article) == 0
  end)
  vim.cmd.only()
end)

t.test('a file that another program writes is noticed', function()
  open('2011.qm')
  t.write(corpus .. '/later.qm', '---\ndate: 2011-06\n---\n\n[Yes]{by @tom-reeve}, he said.\n')
  t.go_to('Tom Reeve')
  t.wait('the new quote', function()
    return table.concat(t.hover(), '\n'):find('1 quote', 1, true)
  end)
  os.remove(corpus .. '/later.qm')
  t.wait('the quote to be gone', function()
    return table.concat(t.hover(), '\n'):find('0 quotes', 1, true)
  end)
end)

t.test('a file without a corpus works by itself', function()
  local path = vim.fn.resolve(vim.fn.tempname()) .. '/alone.qm'
  t.write(path, '@mia-voss: Mia Voss\n    role: pilot, 2010..\n\n[She]{@mia-voss} waved to [him]{@nobody}.\n')
  vim.cmd.edit(path)
  t.equal(t.client().root_dir, nil, 'the root')
  t.go_to('She')
  t.holds(t.hover(), 'Mia Voss', 'pilot')
  t.wait('unknown/person', function()
    return vim.deep_equal(codes(), { 'unknown/person' })
  end)
end)

t.finish()
