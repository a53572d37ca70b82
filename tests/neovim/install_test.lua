-- The ways of installing the plugin, each in a new home: the runtime path, packages, plugin managers.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')

--- A home for a Neovim of its own.
local function home()
  local folder = vim.fn.resolve(vim.fn.tempname())
  for _, name in ipairs({ 'config', 'data', 'state', 'cache' }) do
    vim.fn.mkdir(folder .. '/' .. name, 'p')
  end
  return folder
end

local function run(...)
  local ran = vim.system({ ... }, { text = true }):wait()
  assert(ran.code == 0, ran.stderr)
end

--- Opens an article in a Neovim with that init.lua. Returns what it says of itself when the server runs.
local function open_with(folder, init)
  t.write(folder .. '/config/nvim/init.lua', init)
  local article = t.corpus() .. '/2011.qm'
  local check = folder .. '/check.lua'
  t.write(
    check,
    [[
      vim.schedule(function()
        vim.wait(20000, function()
          local client = vim.lsp.get_clients({ bufnr = 0, name = 'quotemark' })[1]
          return client and client.initialized
        end, 10)
        local said = {
          filetype = vim.bo.filetype,
          servers = #vim.lsp.get_clients({ bufnr = 0, name = 'quotemark' }),
          linebreak = vim.wo.linebreak,
          highlighter = vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil,
          command = vim.fn.exists(':Quotemark') == 2,
          key = vim.fn.maparg('\\mm', 'n') ~= '',
        }
        io.stdout:write(vim.json.encode(said))
        vim.cmd('qall!')
      end)
    ]]
  )
  local ran = vim
    .system({ vim.v.progpath, '--headless', '-n', article, '-c', 'luafile ' .. check }, {
      text = true,
      env = {
        XDG_CONFIG_HOME = folder .. '/config',
        XDG_DATA_HOME = folder .. '/data',
        XDG_STATE_HOME = folder .. '/state',
        XDG_CACHE_HOME = folder .. '/cache',
      },
    })
    :wait(60000)
  local read, said = pcall(vim.json.decode, ran.stdout)
  assert(read, ran.stdout .. ran.stderr)
  return said
end

local WORKS = { filetype = 'quotemark', servers = 1, linebreak = true, highlighter = true, command = true, key = true }

t.test('on the runtime path', function()
  t.equal(open_with(home(), ('vim.opt.runtimepath:prepend(%q)'):format(t.plugin)), WORKS, 'what works')
end)

t.test('as a package that is unpacked', function()
  local folder = home()
  local start = folder .. '/data/nvim/site/pack/quotemark/start'
  vim.fn.mkdir(start, 'p')
  run('cp', '-R', t.plugin, start .. '/quotemark')
  t.equal(open_with(folder, ''), WORKS, 'what works')
end)

t.test('as a package from the archive of a release, with the parser built as its help says', function()
  local folder = home()
  run('python3', t.repository .. '/editors/release', '--out', folder .. '/release', 'neovim')
  local start = folder .. '/data/nvim/site/pack/quotemark/start'
  vim.fn.mkdir(start, 'p')
  run('tar', '-xzf', vim.fn.glob(folder .. '/release/*.tar.gz'), '-C', start)
  run(vim.v.progpath, '--clean', '-l', start .. '/quotemark/build.lua')
  t.equal(open_with(folder, ''), WORKS, 'what works')
end)

-- What lazy.nvim does, without it: it cannot be had from a package registry.

t.test('as lazy.nvim loads it at the start: plugins off, the folder on the path, plugin files sourced', function()
  local init = [[
    vim.go.loadplugins = false
    local plugin = %q
    vim.opt.runtimepath:prepend(plugin)
    vim.cmd.source(plugin .. '/plugin/quotemark.lua')
  ]]
  t.equal(open_with(home(), init:format(t.plugin)), WORKS, 'what works')
end)

t.test('as lazy.nvim loads it for the first file: ftdetect at the start, the rest when the type is known', function()
  local init = [[
    vim.go.loadplugins = false
    local plugin = %q
    vim.cmd.source(plugin .. '/ftdetect/quotemark.lua')
    vim.api.nvim_create_autocmd('FileType', {
      pattern = 'quotemark',
      once = true,
      nested = true,
      callback = function(event)
        vim.opt.runtimepath:prepend(plugin)
        vim.cmd.source(plugin .. '/plugin/quotemark.lua')
        vim.api.nvim_exec_autocmds('FileType', { buffer = event.buf, modeline = false })
      end,
    })
  ]]
  t.equal(open_with(home(), init:format(t.plugin)), WORKS, 'what works')
end)

t.test('with vim.pack, as the help says, where Neovim has that', function()
  if not vim.pack then
    return
  end
  -- What a manager clones is the repository, of which these are the parts that it needs.
  local repository = vim.fn.tempname()
  vim.fn.mkdir(repository .. '/editors', 'p')
  vim.fn.mkdir(repository .. '/grammar', 'p')
  run('cp', '-R', t.plugin, repository .. '/editors/neovim')
  vim.fn.delete(repository .. '/editors/neovim/parser', 'rf')
  run('cp', '-R', t.repository .. '/grammar/src', repository .. '/grammar/src')
  run('git', '-C', repository, 'init', '--quiet', '-b', 'main')
  run('git', '-C', repository, 'add', '.')
  run('git', '-C', repository, '-c', 'user.name=T', '-c', 'user.email=t@example.org', 'commit', '--quiet', '-m', 'All')
  local help = t.read(t.plugin .. '/doc/quotemark.txt')
  local init = help:match('With |vim%.pack| .->lua\n(.-)\n<\n')
  init = init:gsub("'https://example.org/quotemark.git'", function()
    return ("'file://%s'"):format(repository)
  end)
  -- Nobody is there to say yes.
  init = 'vim.fn.confirm = function() return 1 end\n' .. init
  t.equal(open_with(home(), init), WORKS, 'what works')
end)

t.finish()
