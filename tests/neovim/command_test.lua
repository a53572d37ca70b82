-- The command :Quotemark, as a person types it.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
t.open_screen(120, 50)

local corpus = t.corpus()

local function open(name)
  vim.cmd.edit(corpus .. '/' .. name)
  return t.client_that_has_read()
end

local function complete(line)
  return vim.fn.getcompletion(line, 'cmdline')
end

--- Answers the questions of `vim.ui.select` and `vim.ui.input` in the order in which they are asked;
--- returns what was offered.
local function answering(answers, body)
  local select, input = vim.ui.select, vim.ui.input
  local offered = {}
  vim.ui.select = function(items, options, chosen)
    local shown = vim.tbl_map(options.format_item, items)
    table.insert(offered, { prompt = options.prompt, items = shown })
    local answer = table.remove(answers, 1)
    for place, item in ipairs(shown) do
      if item:find(answer, 1, true) then
        chosen(items[place], place)
        return
      end
    end
    error(('%q is not among %s'):format(answer, vim.inspect(shown)))
  end
  vim.ui.input = function(options, given)
    table.insert(offered, { prompt = options.prompt, default = options.default })
    local answer = table.remove(answers, 1)
    given(answer == '' and options.default or answer)
  end
  local passed, problem = pcall(body)
  vim.ui.select, vim.ui.input = select, input
  assert(passed, problem)
  t.equal(answers, {}, 'the answers for which nothing was asked')
  return offered
end

t.test('quotes of an id are listed by date, with who said them as what and their words', function()
  open('2014.qm')
  local list = t.list(':Quotemark quotes @ada-lamb<CR>')
  t.equal(list.title, '3 quotes of @ada-lamb, oldest first', 'the title')
  t.equal(list.lines, {
    '2011-05-03| Ada Lamb, secretary of Harbour Board · ‘The ferry [sic] stays,’ · for The ferry',
    '2014-06-01| Ada Lamb, mayor of Town of New Quay · the ferry had to go · against The ferry',
    '2014-06-01| Ada Lamb, mayor of Town of New Quay · no day',
  }, 'the entries')
  vim.cmd.cfirst()
  t.equal({ vim.fn.expand('%:t'), vim.fn.line('.'), vim.fn.col('.') }, { '2011.qm', 8, 2 }, 'the first place')
  vim.cmd.cnext()
  t.equal(vim.fn.expand('%:t'), '2014.qm', 'the file of the second')
end)

t.test('where several speak, each is told with the roles that are theirs', function()
  open('2014.qm')
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', '[We go]{by @ada-lamb, ?}.' })
  local list = t.list(':Quotemark quotes @ada-lamb<CR>')
  t.equal(list.lines[4], '2014-06-01| Ada Lamb (mayor of Town of New Quay), unknown speaker · We go', 'the joint quote')
  vim.cmd('silent! undo')
end)

t.test('quotes of organisations and topics are listed too, and an id needs no sigil', function()
  open('2014.qm')
  local board = t.list(':Quotemark quotes harbour-board<CR>')
  t.equal(#board.items, 1, 'the quotes of those who spoke for the board')
  local ferry = t.list(':Quotemark quotes #ferry<CR>')
  t.equal(#ferry.items, 2, 'the quotes on the ferry')
end)

t.test('who is quoted in different roles is listed role by role, and leads to the quotes', function()
  open('2014.qm')
  local offered = answering({ 'mayor' }, function()
    t.press(':Quotemark roles<CR>')
    t.wait('the list', function()
      return vim.fn.getqflist({ title = 0 }).title == '3 quotes of @ada-lamb, oldest first'
    end)
  end)
  t.equal(offered[1].items, {
    'Ada Lamb · secretary of Harbour Board · 1 quote · 2011-05-03',
    'Ada Lamb · mayor of Town of New Quay · 2 quotes · 2014-06-01',
  }, 'the roles')
  vim.cmd.cclose()
end)

t.test('keys go from quote to quote of the same speaker, and begin again after the last', function()
  open('2014.qm')
  local function leads(keys, number, name, line, column)
    t.says(('@ada-lamb: quote %d of 3'):format(number), keys)
    t.equal({ vim.fn.expand('%:t'), vim.fn.line('.'), vim.fn.col('.') }, { name, line, column }, keys)
    -- The same server has the other file, too, before the next key comes.
    t.client_that_has_read()
  end
  t.go_to('Lamb said')
  leads([[\n]], 2, '2014.qm', 6, 20)
  leads([[\n]], 3, '2014.qm', 6, 95)
  leads([[\n]], 1, '2011.qm', 8, 2)
  leads([[\p]], 3, '2014.qm', 6, 95)
  leads([[\p]], 2, '2014.qm', 6, 20)
  leads([[\p]], 1, '2011.qm', 8, 2)
  t.go_to('Tom Reeve')
  t.says('No quote of @tom-reeve', [[\n]])
end)

t.test('the list may be asked for from the list', function()
  open('2014.qm')
  t.press(':Quotemark quotes @ada-lamb<CR>')
  t.wait('the list', function()
    return vim.bo.buftype == 'quickfix'
  end)
  t.press(':Quotemark quotes #ferry<CR>')
  t.wait('the other list', function()
    return vim.fn.getqflist({ title = 0 }).title == '2 quotes of #ferry, oldest first'
  end)
end)

t.test('without an id it is whoever is under the cursor', function()
  open('2014.qm')
  for _, place in ipairs({ 'She', 'Dr Lamb', 'no day' }) do
    t.go_to(place)
    t.equal(t.list(':Quotemark quotes<CR>').title, '3 quotes of @ada-lamb, oldest first', 'the list at ' .. place)
  end
  t.go_to('#ferry')
  t.equal(t.list(':Quotemark quotes<CR>').title, '2 quotes of #ferry, oldest first', 'the list of the topic')
  t.go_to('that')
  t.says('Nobody is named under the cursor', ':Quotemark quotes<CR>')
end)

t.test('who has no quote, and who is not there, is told', function()
  open('2014.qm')
  t.says('No quote of @tom-reeve is in this corpus.', ':Quotemark quotes @tom-reeve<CR>')
  t.says('did you mean @ada-lamb?', ':Quotemark quotes @ada-lam<CR>')
end)

t.test('speakers are a list to choose from, and lead to their quotes', function()
  open('2014.qm')
  local list
  local offered = answering({ 'Ada Lamb' }, function()
    list = t.list(':Quotemark speakers<CR>')
  end)
  t.equal(offered, {
    {
      prompt = 'Whose quotes?',
      items = {
        'Ada Lamb · @ada-lamb · 3 quotes',
        'Harbour Board · &harbour-board · 1 quote (0 its own, 1 on its behalf)',
        'Town of New Quay · &new-quay · 2 quotes (0 its own, 2 on its behalf, 3 with its parts)',
      },
    },
  }, 'what was offered')
  t.equal(#list.items, 3, 'the quotes')
end)

t.test('a plain text becomes a document, which is opened', function()
  local text = corpus .. '/2015-02-03 the bridge.txt'
  t.write(text, 'The bridge opens\n\nTom said [yes].\n')
  t.press(':Quotemark import ' .. vim.fn.fnameescape(text) .. '<CR>')
  t.equal(vim.fn.expand('%:t'), '2015-02-03 the bridge.qm', 'the file that is open')
  t.holds(vim.api.nvim_buf_get_lines(0, 0, -1, false), 'date: 2015-02-03', 'Tom said [yes]')
  t.says('2015-02-03 the bridge.qm is there already', ':Quotemark import ' .. vim.fn.fnameescape(text) .. '<CR>')
  t.says('There is no file', ':Quotemark import /nowhere/article.txt<CR>')
  t.says('Name the plain text', ':Quotemark import<CR>')
  t.write(corpus .. '/latin.txt', 'Caf\xe9\n')
  t.says('UTF-8', ':Quotemark import ' .. corpus .. '/latin.txt<CR>')
  os.remove(corpus .. '/2015-02-03 the bridge.qm')
  -- What the text does not tell is typed at once.
  t.write(corpus .. '/undated.txt', 'The bridge opens\n\nTom said [yes].\n')
  t.press(':Quotemark import ' .. corpus .. '/undated.txt<CR>2015-02-03<Esc>')
  t.holds(vim.api.nvim_buf_get_lines(0, 0, -1, false), 'date: 2015-02-03', 'title: The bridge opens')
  vim.cmd('bwipeout!')
  os.remove(corpus .. '/undated.qm')
end)

t.test('somebody is declared by id and name, or after questions', function()
  open('2014.qm')
  t.press(':Quotemark declare @zoe-hale Zoe Hale<CR>')
  local function cast()
    return table.concat(vim.api.nvim_buf_get_lines(vim.fn.bufnr(corpus .. '/cast.qm'), 0, -1, false), '\n')
  end
  t.wait('the declaration', function()
    return vim.fn.bufnr(corpus .. '/cast.qm') ~= -1 and cast():find('@zoe-hale: Zoe Hale', 1, true)
  end)
  t.wait_for_message('Declare @zoe-hale: cast.qm changed, :wa writes')
  local offered = answering({ 'an organisation', 'Société d’Été', '' }, function()
    t.press(':Quotemark declare<CR>')
  end)
  t.equal(offered[3].default, '&société-d-été', 'the id that is suggested')
  t.wait('the other declaration', function()
    return cast():find('&société-d-été: Société d’Été', 1, true)
  end)
  t.says('-zoe is no id', ':Quotemark declare -zoe Zoe<CR>')
  t.says('Name the id and the name', ':Quotemark declare @zoe<CR>')
end)

t.test('two that are one are merged in all files', function()
  open('2011.qm')
  vim.cmd.normal('Gorest')
  t.press('Go[He]{@t-reeve}<Esc>')
  t.press(':Quotemark merge @t-reeve @tom-reeve<CR>')
  t.wait('the merge', function()
    return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false)):find('[He]{@tom-reeve}', 1, true)
  end)
  t.says('of a kind', ':Quotemark merge @ada-lamb &new-quay<CR>')
  t.says('Name who becomes whom', ':Quotemark merge @ada-lamb<CR>')
end)

t.test('the server is started again, for all buffers that it had', function()
  local before = open('2011.qm')
  vim.cmd.edit(corpus .. '/2014.qm')
  t.client()
  t.says('The Quotemark server was started again.', ':Quotemark restart<CR>')
  local after = t.client_that_has_read()
  assert(after.id ~= before.id, 'it is the same server')
  t.wait('both buffers', function()
    return vim.tbl_count(after.attached_buffers) == 2
  end)
  t.go_to('She')
  t.holds(t.hover(), 'mayor')
end)

t.test('a server that has died is started again', function()
  local client = open('2011.qm')
  client:stop(true)
  t.wait('its end', function()
    return #vim.lsp.get_clients({ name = 'quotemark' }) == 0
  end)
  t.says('No Quotemark server runs', ':Quotemark speakers<CR>')
  t.says('The Quotemark server was started again.', ':Quotemark restart<CR>')
  assert(t.client_that_has_read().id ~= client.id, 'it is the same server')
end)

t.test('a server that is not installed is told of, when a file is opened and when it is asked for', function()
  for _, client in ipairs(vim.lsp.get_clients({ name = 'quotemark' })) do
    client:stop(true)
  end
  t.wait('their end', function()
    return #vim.lsp.get_clients() == 0
  end)
  vim.g.quotemark_cmd = '/nowhere/quotemark'
  t.says('The Quotemark server `/nowhere/quotemark` was not found: see :checkhealth', ':Quotemark restart<CR>')
  vim.cmd.edit(corpus .. '/2011.qm')
  t.says('No Quotemark server runs here', ':Quotemark quotes<CR>')
  t.says('No Quotemark server runs', ':Quotemark quotes @ada-lamb<CR>')
  t.write(corpus .. '/new.txt', 'Words\n')
  t.says('cannot be started', ':Quotemark import ' .. corpus .. '/new.txt<CR>')
  vim.g.quotemark_cmd = nil
  t.says('The Quotemark server was started again.', ':Quotemark restart<CR>')
end)

t.test('the log is opened at its end', function()
  local path = vim.lsp.log.get_filename()
  vim.lsp.log.warn('something for the log')
  t.press(':Quotemark log<CR>')
  t.equal(vim.fn.resolve(vim.fn.expand('%:p')), vim.fn.resolve(path), 'the file')
  t.equal(vim.fn.line('.'), vim.fn.line('$'), 'the line')
end)

t.test('subcommands, ids and files are completed', function()
  open('2014.qm')
  t.equal(
    complete('Quotemark '),
    { 'declare', 'import', 'log', 'merge', 'preview', 'quotes', 'report', 'restart', 'review', 'roles', 'speakers' },
    'the subcommands'
  )
  t.equal(complete('vertical Quotemark pr'), { 'preview' }, 'a subcommand after a modifier')
  t.equal(complete('Quotemark quotes @ada'), { '@ada-lamb' }, 'an id')
  t.equal(complete('Quotemark quotes new'), { '&new-quay' }, 'an id by its name')
  t.equal(complete('Quotemark quotes #'), { '#ferry' }, 'a topic')
  t.holds(complete('Quotemark quotes '), '@ada-lamb', '&new-quay', '#ferry')
  t.equal(complete('Quotemark merge @ada-lamb @tom'), { '@tom-reeve' }, 'the second id')
  t.equal(complete('Quotemark quotes @ada-lamb @tom'), {}, 'what nobody asks for')
  t.equal(complete('Quotemark report --f'), { '--for', '--from' }, 'filters of a report')
  t.equal(complete('Quotemark report --with-parts --on #'), { '#ferry' }, 'a topic after its filter')
  t.equal(complete('Quotemark report --from '), {}, 'a date')
  t.write(corpus .. '/plain.txt', 'Words\n')
  t.equal(complete('Quotemark import ' .. corpus .. '/pl'), { corpus .. '/plain.txt' }, 'a file')
end)

t.test('what is no subcommand is answered with those that are', function()
  t.says(':Quotemark has no "dance", but: declare, import', ':Quotemark dance<CR>')
  t.says('Say what: :Quotemark declare, import', ':Quotemark<CR>')
  open('2014.qm')
  t.says('1 speaker', ':Quotemark<CR>')
end)

t.finish()
