local M = {}

local health = vim.health

local function check_neovim()
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. version)
  else
    health.error('Neovim ' .. version .. ' is too old', 'Install Neovim 0.11 or later.')
  end
end

local function check_server()
  local command = require('quotemark').cmd()
  local shown = table.concat(command, ' ')
  if vim.fn.executable(command[1]) == 0 then
    health.error(('The server `%s` was not found'):format(command[1]), {
      'Put the folder of the binary `quotemark` on PATH,',
      'or set `g:quotemark_cmd` or $QUOTEMARK: see |quotemark-server|.',
    })
    return
  end
  local started, running = pcall(vim.system, { command[1], '--version' }, { text = true })
  if not started then
    health.error(('`%s` cannot be started: %s'):format(command[1], running))
    return
  end
  local answer = running:wait(5000)
  if answer.code == 0 then
    health.ok(('The server is %s, started as `%s`'):format(vim.trim(answer.stdout), shown))
  else
    local why = ('exit code %d. %s'):format(answer.code, answer.stderr or '')
    health.error(('`%s --version` failed with %s'):format(command[1], vim.trim(why)))
  end
end

local function check_parser()
  local loaded, why = vim.treesitter.language.add('quotemark')
  if not loaded then
    health.warn('The tree-sitter parser was not loaded: ' .. (why or 'no reason given'), {
      'Colours come from the simpler syntax file, and there are no folds.',
      "Build it with :lua require('quotemark').build_parser(), see |quotemark-parser|.",
    })
    return
  end
  for _, name in ipairs({ 'highlights', 'folds', 'injections', 'locals' }) do
    local good, problem = pcall(vim.treesitter.query.get, 'quotemark', name)
    if not good then
      health.error(('The parser does not fit queries/quotemark/%s.scm: %s'):format(name, problem), {
        "Build the parser again with :lua require('quotemark').build_parser().",
      })
      return
    end
  end
  local file = vim.api.nvim_get_runtime_file('parser/quotemark.*', false)[1]
  health.ok('The tree-sitter parser is ' .. (file or 'loaded'))
end

local function check_client()
  if vim.g.quotemark_lsp == false then
    health.info('The server is switched off by `vim.g.quotemark_lsp`')
    return
  end
  local clients = vim.lsp.get_clients({ name = 'quotemark' })
  if #clients == 0 then
    health.info('No server is running: open a .qm file to start one')
  end
  for _, client in ipairs(clients) do
    health.ok(
      ('The server is attached to %d buffer(s), its root is %s'):format(
        vim.tbl_count(client.attached_buffers),
        client.root_dir or 'no folder, but each file by itself'
      )
    )
  end
end

local function check_completion()
  local other = package.loaded['blink.cmp'] and 'blink.cmp' or package.loaded['cmp'] and 'nvim-cmp'
  if vim.g.quotemark_completion == false then
    health.info('No menu opens by itself: `vim.g.quotemark_completion` is false')
  elseif other then
    health.ok('Completion is left to ' .. other)
  else
    health.ok('The menu of completion opens by itself in tags')
  end
end

function M.check()
  health.start('Quotemark')
  check_neovim()
  check_server()
  check_parser()
  check_client()
  check_completion()
end

return M
