-- Byte order marks and the ends of lines: a change hits the id that it means in files that are not
-- open, and leaves every other byte of them as it is.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
t.open_screen(120, 50)

local MARK = '\239\187\191'

--- Files by what is particular about them, none of which is open at first.
local FILES = {
  ['marked.qm'] = MARK .. '[é Hale]{@ann} came. [‘Yes’]{by @ann}\n[Ann]{@ann}\n',
  ['marked-crlf.qm'] = MARK .. '---\r\ndate: 2011\r\n---\r\n\r\n[Ann]{@ann}\r\n',
  ['crlf.qm'] = '[Ann]{@ann}\r\n\r\n[😀]{@ann}\r\n',
  ['mixed.qm'] = '[Ann]{@ann}\r\n[Ann]{@ann}\n[Ann]{@ann}\r\n',
  ['lone-cr.qm'] = 'One\n[Ann]{@ann}\r[é]{@ann}\r\r[Ann]{@ann}\n[Ann]{@ann}\r\n',
  ['cr-in-crlf.qm'] = 'One\r\n[Ann]{@ann}\r[é]{@ann}\r\n[Ann]{@ann}\r\n',
  ['unusual.qm'] = 'a\226\128\168b\226\128\169c\194\133d\11e\12f [Ann]{@ann}\n' .. MARK .. '[Ann]{@ann}\n',
  ['no-end.qm'] = '[Ann]{@ann}\r\n[Ann]{@ann}',
  ['cast.qm'] = MARK .. '@ann: Ann Hale\r\n    also: Hale\r\n\r\n@bob: Bob\r\n    also: Robert\r\n',
  ['here.qm'] = '[Ann]{@ann} left.\n',
}

local function corpus(files)
  local folder = vim.fn.resolve(vim.fn.tempname())
  for name, bytes in pairs(files) do
    t.write(folder .. '/' .. name, bytes)
  end
  vim.cmd.edit(folder .. '/here.qm')
  return folder, t.client_that_has_read()
end

--- Asserts that every file of the folder holds what `expected` makes of what it held.
local function files_hold(folder, files, expected)
  for name, bytes in pairs(files) do
    t.equal(t.read(folder .. '/' .. name), expected(bytes), name)
  end
end

local function renamed(bytes)
  return (bytes:gsub('@ann%f[^%w]', '@annabel'))
end

local function rename(new)
  t.go_to('ann}')
  vim.lsp.buf.rename(new)
end

t.test('a rename hits the same id in files that are not open, whatever they begin and end with', function()
  local folder = corpus(FILES)
  rename('annabel')
  t.wait('the rename', function()
    return vim.api.nvim_get_current_line():find('@annabel', 1, true)
  end)
  vim.cmd('silent wall')
  files_hold(folder, FILES, renamed)
end)

t.test('what is typed below a CR that stands alone arrives where it was typed', function()
  local folder = corpus(FILES)
  vim.cmd.edit(folder .. '/lone-cr.qm')
  t.client_that_has_read()
  -- After the second CR, and a line that goes after a CR at the end of its line.
  vim.api.nvim_buf_set_text(0, 1, 22, 1, 22, { 'new [Ann]{@ann} ' })
  vim.api.nvim_buf_set_text(0, 2, 12, 2, 12, { 'x', '[Ann]{@ann}' })
  vim.api.nvim_buf_set_text(0, 1, 0, 1, 3, { '[', 'A' })
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') .. '\n'
  t.go_to('ann}')
  vim.lsp.buf.rename('annabel')
  t.wait('the rename', function()
    return vim.fn.search('@annabel', 'nw') ~= 0
  end)
  vim.cmd('silent wall')
  t.equal(t.read(folder .. '/lone-cr.qm'), renamed(text), 'the text')
end)

t.test('lines that the server puts into a file with CRLF end like the others', function()
  local folder, client = corpus(FILES)
  client:exec_cmd({ command = 'quotemark.merge', title = 'Merge', arguments = { '@bob', '@ann' } })
  t.wait('the merge', function()
    local cast = vim.fn.bufnr(folder .. '/cast.qm')
    return cast > 0 and vim.bo[cast].modified
  end)
  vim.cmd('silent wall')
  local cast = t.read(folder .. '/cast.qm')
  t.holds(cast, MARK .. '@ann: Ann Hale\r\n', 'Robert')
  assert(not cast:find('@bob', 1, true), cast)
  assert(not cast:find('\r\r', 1, true) and not cast:gsub('\r\n', ''):find('[\r\n]'), cast)
end)

t.test('a file whose first line ends with CR alone is not changed below it, and named', function()
  local files = vim.tbl_extend('force', FILES, { ['mac.qm'] = 'One\r[Ann]{@ann}\r[Ann]{@ann}\r' })
  local folder = corpus(files)
  rename('annabel')
  t.wait_for_message('line 1 of ' .. folder .. '/mac.qm ends with a carriage return')
  vim.cmd('silent wall')
  files_hold(folder, files, function(bytes)
    return bytes
  end)
end)

t.finish()
