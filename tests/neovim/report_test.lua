-- The report: the page that is written, and how it is opened, without a browser.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
t.open_screen(120, 50)

local corpus = t.corpus()

local function open(name)
  vim.cmd.edit(corpus .. '/' .. name)
  return t.client_that_has_read()
end

--- Does what opens a page; returns the page's path and what stands in it.
local function opened_by(keys)
  local ui_open = vim.ui.open
  local path
  vim.ui.open = function(asked)
    path = asked
    return {}, nil
  end
  t.press(keys)
  t.wait('a page is opened', function()
    return path
  end)
  vim.ui.open = ui_open
  return path, table.concat(vim.fn.readfile(path), '\n')
end

local function number(page, what)
  return tonumber(page:match('<dt>' .. what .. '</dt><dd>(%d+)</dd>'))
end

t.test('the page has the numbers of the corpus, and stands where only its owner reads it', function()
  open('2014.qm')
  local path, page = opened_by(':Quotemark report<CR>')
  t.equal(vim.startswith(path, vim.fs.joinpath(vim.fn.stdpath('state'), 'quotemark', 'reports')), true, 'the place of ' .. path)
  t.equal(page:sub(1, 15), '<!DOCTYPE html>', 'the beginning')
  t.equal(page:sub(-7), '</html>', 'the end')
  t.equal({ number(page, 'statements'), number(page, 'articles') }, { 3, 2 }, 'the numbers')
  t.equal(bit.band(vim.uv.fs_stat(path).mode, tonumber('777', 8)), tonumber('600', 8), 'who may read it')
  t.wait_for_message('The report of 3 statements is in ' .. path)
end)

t.test('it is of the text as it is here, and written over the next time', function()
  open('2014.qm')
  local before = opened_by(':Quotemark report<CR>')
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { '', '[One more]{by @ada-lamb for #ferry}.' })
  local path, page = opened_by(':Quotemark report<CR>')
  t.equal(path, before, 'the place')
  t.equal(number(page, 'statements'), 4, 'the statements')
  t.equal(#vim.fn.readdir(vim.fs.dirname(path)), 1, 'the files')
  vim.cmd('silent! undo')
end)

t.test('filters are those of the command line', function()
  open('2014.qm')
  local _, page = opened_by(':Quotemark report --on #ferry --to 2012<CR>')
  t.equal(number(page, 'statements'), 1, 'the statements')
  t.holds(page, 'Only <code>--on &#39;#ferry&#39; --to 2012</code>')
  t.says('did you mean @ada-lamb?', ':Quotemark report --by @ada-lam<CR>')
  t.says('A report has no --by=@x, but', ':Quotemark report --by=@x<CR>')
  t.says('Name what --on is to leave', ':Quotemark report --on<CR>')
  t.says('--on stands there twice', ':Quotemark report --on #a --on #b<CR>')
end)

t.test('where nothing opens a page, its place is told', function()
  open('2014.qm')
  local ui_open = vim.ui.open
  vim.ui.open = function()
    return nil, 'vim.ui.open: no handler found'
  end
  t.says('which no program here opens: open it in a browser', ':Quotemark report<CR>')
  vim.ui.open = ui_open
end)

t.finish()
