-- The tour of editors/try without a terminal: presses keys in the example
-- corpus and prints what a person would have seen. Ends with 1 if anything
-- of it does not arrive.

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local driver = dofile(here .. '/driver.lua')

local function say(...)
  io.stdout:write(table.concat({ ... }), '\n')
  io.stdout:flush()
end

local function show(lines)
  for _, line in ipairs(lines) do
    say('  │ ', line)
  end
  say()
end

--- Asserts that what was shown holds some words.
local function expect(lines, ...)
  for _, words in ipairs({ ... }) do
    if not table.concat(lines, '\n'):find(words, 1, true) then
      error(('%q should have been shown'):format(words), 2)
    end
  end
end

local function here_is()
  return vim.fn.expand('%:t') .. ', line ' .. vim.fn.line('.')
end

local function tour()
  driver.open_screen(110, 45)
  driver.client_that_has_read()

  driver.go_to('Chaand Nagpaul')
  say('K on Chaand Nagpaul in an article of June 2012 (', here_is(), '):')
  local hover = driver.hover()
  show(hover)
  expect(hover, 'Chaand Nagpaul', 'negotiator')

  vim.cmd.next()
  driver.client_that_has_read()
  driver.go_to('Chaand Nagpaul')
  say('K on the same name in an article of May 2014 (', here_is(), '):')
  hover = driver.hover()
  show(hover)
  expect(hover, 'Chaand Nagpaul', 'chair of')

  driver.press('<C-]>')
  say('CTRL-] on it goes to his declaration (', here_is(), '):')
  local line = vim.fn.line('.')
  local declaration = vim.fn.getline(line, vim.fn.search('^$', 'nW') - 1)
  show(declaration)
  expect(declaration, '@chaand-nagpaul: Chaand Nagpaul')
  driver.press('<C-T>')

  say('gri on it lists every quote of his:')
  local quotes = driver.list('gri')
  show(quotes.lines)
  expect(quotes.lines, '2012-06-28', '2012-06-29', '2014-05')

  say('grr on it lists everything that names him:')
  local references = driver.list('grr')
  show(references.lines)
  expect(references.lines, 'cast.qm')
  assert(#references.items > #quotes.items, 'fewer places name him than quote him')

  say('A misspelt id is typed at the end of the article:')
  driver.press('Go<CR>[He]{@chaand-nagpal} had said so.<Esc>')
  driver.wait('what is wrong', function()
    return vim.diagnostic.get(0)[1]
  end)
  driver.press('[d')
  local screen = driver.wait('what is wrong on the screen', function()
    local lines = driver.shown(vim.api.nvim_get_current_win())
    return table.concat(lines, '\n'):find('nagpal}.*chaand%-nagpal') and lines
  end)
  while screen[#screen] == '~' do
    table.remove(screen)
  end
  show(vim.list_slice(screen, #screen - 2))

  say('CTRL-W d says it in full:')
  driver.press('<C-W>d')
  local message = driver.shown(driver.wait('the message', driver.float))
  show(message)
  expect(message, '@chaand-nagpal', 'unknown/person')

  vim.cmd.last()
  driver.client_that_has_read()
  driver.press(',r')
  say(',r in an article that nobody has tagged reviews what is proposed (', vim.fn.expand('%:t'), '):')
  local function proposed(tag)
    driver.wait('a proposal ' .. tag, function()
      local namespace = vim.api.nvim_get_namespaces()['quotemark.review']
      local marks = namespace and vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true }) or {}
      return vim.iter(marks):any(function(mark)
        local drawn = mark[4].virt_text
        return drawn ~= nil and drawn[1][1]:find(tag, 1, true) ~= nil
      end)
    end)
    local lines = driver.shown(vim.api.nvim_get_current_win())
    local first = vim.iter(ipairs(lines)):find(function(_, line)
      return line:find(tag:sub(1, 12), 1, true)
    end)
    show(vim.list_slice(lines, first, first + 8))
  end
  proposed('by "Wexcombe, Harrow Vale and Orford"')

  say('Enter writes it, and goes on with the next:')
  driver.press('<CR>')
  proposed('by @helen-marlow')

  say('Enter declares her in the cast as well, with the role that she has that day:')
  driver.press('<CR>')
  local cast = driver.wait('her declaration', function()
    local buffer = vim.fn.bufnr('cast.qm')
    local lines = buffer ~= -1 and vim.api.nvim_buf_get_lines(buffer, 0, -1, false) or {}
    for place, line in ipairs(lines) do
      if vim.startswith(line, '@helen-marlow:') then
        return vim.list_slice(lines, place)
      end
    end
  end)
  show(cast)
  expect(cast, '@helen-marlow: Helen Marlow', 'also: Dr Helen Marlow; Dr Marlow', 'role: chair of Wexcombe CCG, ~2013-02-14', 'role: GP in the town, ~2013-02-14')
  assert(vim.api.nvim_buf_get_lines(0, 0, -1, false)[12]:find('[“We were paying', 1, true))
end

local arrived, problem = xpcall(tour, debug.traceback)
if arrived then
  say('Everything arrived.')
  vim.cmd('qall!')
else
  io.stderr:write('The tour broke off: ', problem, '\n')
  vim.cmd('cquit 1')
end
