-- The server leaves with its editor, however that goes.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')

local function runs(pid)
  return vim.uv.kill(pid, 0) == 0
end

--- A Neovim with an article open, and the process of its server.
local function editor()
  local channel = vim.fn.jobstart({
    vim.v.progpath,
    '--embed',
    '--headless',
    '--clean',
    '-n',
    '--cmd',
    'set runtimepath^=' .. vim.fn.fnameescape(t.plugin),
    t.corpus() .. '/2011.qm',
  }, { rpc = true })
  local server = t.wait('the server of the second Neovim', function()
    return vim.rpcrequest(
      channel,
      'nvim_exec_lua',
      [[
        local client = vim.lsp.get_clients({ name = 'quotemark' })[1]
        if not client or not client.initialized then
          return false
        end
        for _, child in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
          if vim.api.nvim_get_proc(child).name:find('quotemark', 1, true) then
            return child
          end
        end
        return false
      ]],
      {}
    )
  end)
  assert(runs(server), 'the server does not run')
  return channel, server
end

t.test('when Neovim is left by :qall the server ends', function()
  local channel, server = editor()
  vim.rpcnotify(channel, 'nvim_command', 'qall!')
  t.wait('the end of the server', function()
    return not runs(server)
  end)
end)

t.test('when Neovim is killed the server ends', function()
  local channel, server = editor()
  vim.uv.kill(vim.fn.jobpid(channel), 'sigkill')
  t.wait('the end of the server', function()
    return not runs(server)
  end)
end)

t.finish()
