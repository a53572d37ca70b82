-- Asking the server: who it is, its commands, starting it again.

local units = require('quotemark.units')

local M = {}

--- Tells the user something in one line.
function M.say(message, level)
  vim.notify(message, level or vim.log.levels.INFO)
end

--- Tells the user what did not work, and how to fix it.
function M.warn(message)
  M.say(message, vim.log.levels.WARN)
end

--- The server of the buffer; where there is none, the only one that runs.
---@return vim.lsp.Client?
function M.find()
  local here = vim.lsp.get_clients({ bufnr = 0, name = 'quotemark' })[1]
  local all = vim.lsp.get_clients({ name = 'quotemark' })
  return here or (#all == 1 and all[1] or nil)
end

--- The same, and says what to do where there is none.
---@return vim.lsp.Client?
function M.need()
  local client = M.find()
  if client then
    return client
  end
  if #vim.lsp.get_clients({ name = 'quotemark' }) > 1 then
    M.warn('Several corpora are open: go to an article of the one that is meant.')
  else
    M.warn('No Quotemark server runs: open a .qm file first, or see :checkhealth quotemark')
  end
end

--- The server of the buffer; says what to do where there is none.
---@return vim.lsp.Client?
function M.need_here()
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'quotemark' })[1]
  if client then
    return client
  end
  if vim.bo.filetype == 'quotemark' or #vim.lsp.get_clients({ name = 'quotemark' }) == 0 then
    M.warn('No Quotemark server runs here: open a .qm file first, or see :checkhealth quotemark')
  else
    M.warn('This is no article: go to one first.')
  end
end

--- Sends a request; `answered` gets what comes back. Of a refusal the message is shown, and `refused` called.
function M.ask(client, method, params, answered, refused)
  client:request(method, params, function(problem, result)
    if problem then
      M.warn(problem.message)
      if refused then
        refused()
      end
    elseif answered then
      answered(result ~= vim.NIL and result or nil)
    end
  end)
end

--- Has the server do a command of its own, such as `quotemark.quotes`.
function M.command(client, command, arguments, answered, refused)
  M.ask(client, 'workspace/executeCommand', { command = command, arguments = arguments }, answered, refused)
end

--- Has the server do a command, and waits for what it answers: a second at most.
function M.command_at_once(client, command, arguments)
  local params = { command = command, arguments = arguments }
  -- Without a buffer, so that what was typed in any of them is sent before: for the buffer 0 nothing is.
  local answer = client:request_sync('workspace/executeCommand', params, 1000)
  if answer and answer.err then
    M.warn(answer.err.message)
  end
  local result = answer and answer.result
  return result ~= vim.NIL and result or nil
end

--- The byte in its line of a place that the server names.
---@return integer
function M.column(buffer, position, encoding)
  local line = vim.api.nvim_buf_get_lines(buffer, position.line, position.line + 1, false)[1] or ''
  return units.line(line, encoding):byte(position.character)
end

--- Makes a change that the server asks for, and says which files are to be written now.
function M.apply_edit(_, params, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local applied, problem = pcall(vim.lsp.util.apply_workspace_edit, params.edit, client.offset_encoding)
  if not applied then
    M.warn(('%s: %s'):format(params.label or 'The change failed', problem))
    return { applied = false, failureReason = tostring(problem) }
  end
  local files = {}
  for _, change in ipairs(params.edit.documentChanges or {}) do
    if change.textDocument then
      files[change.textDocument.uri] = true
    end
  end
  for uri in pairs(params.edit.changes or {}) do
    files[uri] = true
  end
  local names = vim.tbl_map(function(uri)
    return vim.fs.basename(vim.uri_to_fname(uri))
  end, vim.tbl_keys(files))
  local what = #names == 1 and names[1] or #names .. ' files'
  local label = params.label or 'Done'
  -- Not now, as what the change draws would cover it.
  vim.schedule(function()
    M.say(('%s: %s changed, :wa writes'):format(label, what))
  end)
  return { applied = true }
end

--- Stops all servers, and starts them again for the buffers that they had.
function M.restart()
  if vim.g.quotemark_lsp == false then
    M.warn('The Quotemark server is switched off by `vim.g.quotemark_lsp`.')
    return
  end
  vim.lsp.enable('quotemark', false)
  local clients = vim.lsp.get_clients({ name = 'quotemark', _uninitialized = true })
  local function are_gone()
    return #vim.lsp.get_clients({ name = 'quotemark', _uninitialized = true }) == 0
  end
  if not vim.wait(3000, are_gone, 10) then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
    vim.wait(2000, are_gone, 10)
  end
  -- This reads what starts it again too, such as a changed `g:quotemark_cmd`.
  vim.lsp.enable('quotemark')
  if #vim.lsp.get_clients({ name = 'quotemark', _uninitialized = true }) > 0 then
    M.say('The Quotemark server was started again.')
  elseif not M.tell_if_missing() then
    M.say('No .qm file is open. The Quotemark server starts with the first.')
  end
end

--- Says that the server's program is not there, if so; Neovim itself would only write it into its log.
---@return boolean
function M.tell_if_missing()
  local program = vim.lsp.config.quotemark.cmd
  program = type(program) == 'table' and program[1]
  if not program or vim.fn.executable(program) == 1 then
    return false
  end
  vim.notify_once(
    ('The Quotemark server `%s` was not found: see :checkhealth quotemark'):format(program),
    vim.log.levels.WARN
  )
  return true
end

return M
