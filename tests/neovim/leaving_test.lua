-- The server leaves with its editor, however that goes.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
local child = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/child.lua')

local function runs(pid)
  return vim.uv.kill(pid, 0) == 0
end

--- A Neovim with an article open, and the process of its server.
local function editor()
  local folder = t.corpus()
  local started = child.start(folder)
  started:open(folder .. '/2011.qm')
  local server = started:lua([[
    for _, process in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
      if vim.api.nvim_get_proc(process).name:find('quotemark', 1, true) then
        return process
      end
    end
  ]])
  assert(server and runs(server), 'the server does not run')
  return started.channel, server
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
