-- What :checkhealth quotemark says.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
t.open_screen(100, 40)

local function report()
  vim.cmd('checkhealth quotemark')
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.cmd.close()
  return lines
end

t.test('all is well with a server, a parser and an open article', function()
  vim.cmd.edit(t.corpus() .. '/2011.qm')
  local client = t.client()
  local lines = report()
  local version = vim.system({ vim.env.QUOTEMARK, '--version' }, { text = true }):wait().stdout
  t.holds(lines, 'Neovim ' .. tostring(vim.version()), vim.trim(version), 'parser/quotemark.so')
  t.holds(lines, 'attached to 1 buffer(s), its root is ' .. client.root_dir)
  t.holds(lines, 'The menu of completion opens by itself')
  for _, line in ipairs(lines) do
    assert(not line:find('ERROR') and not line:find('WARNING'), line)
  end
end)

t.test('who completes is named', function()
  vim.g.quotemark_completion = false
  local off = report()
  vim.g.quotemark_completion = nil
  t.holds(off, 'No menu opens by itself')
  package.loaded['blink.cmp'] = {}
  local left = report()
  package.loaded['blink.cmp'] = nil
  t.holds(left, 'Completion is left to blink.cmp')
end)

t.test('a server that is not there is named, with what to do', function()
  vim.g.quotemark_cmd = '/nowhere/quotemark'
  local lines = report()
  vim.g.quotemark_cmd = nil
  t.holds(lines, 'ERROR', '/nowhere/quotemark', 'g:quotemark_cmd')
end)

t.test('a server that does not run is named', function()
  vim.g.quotemark_cmd = '/bin/false'
  local lines = report()
  vim.g.quotemark_cmd = nil
  t.holds(lines, 'ERROR', '`/bin/false --version` failed with exit code 1')
end)

t.test('a parser that is not there is a warning', function()
  local add = vim.treesitter.language.add
  vim.treesitter.language.add = function()
    return nil, 'No parser for language "quotemark"'
  end
  local lines = report()
  vim.treesitter.language.add = add
  t.holds(lines, 'WARNING', 'No parser for language', 'build_parser')
end)

t.finish()
