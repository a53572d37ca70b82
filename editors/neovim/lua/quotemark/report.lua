-- The corpus at a glance: a page for the browser.

local server = require('quotemark.server')

local M = {}

--- The filters, which are those of the command line, and what each takes.
local TAKES = {
  ['--by'] = 'by',
  ['--of'] = 'of',
  ['--on'] = 'on',
  ['--for'] = 'for',
  ['--against'] = 'against',
  ['--from'] = 'from',
  ['--to'] = 'to',
}

--- What can stand at the end of a command line.
---@param typed string
---@param before string[] the arguments before it
---@return string[]
function M.complete(typed, before)
  local filter = TAKES[before[#before]]
  if filter == 'from' or filter == 'to' then
    return {}
  elseif filter then
    return require('quotemark.lists').ids(typed)
  end
  local all = vim.list_extend(vim.tbl_keys(TAKES), { '--with-parts' })
  table.sort(all)
  return vim.tbl_filter(function(option)
    return vim.startswith(option, typed)
  end, all)
end

--- The filters that are typed, or what is wrong with them.
local function wanted_of(arguments)
  local wanted = {}
  local place = 1
  while arguments[place] do
    local option = arguments[place]
    if option == '--with-parts' then
      wanted.withParts = true
    elseif not TAKES[option] then
      local known = '--with-parts, and --by, --of, --on, --for, --against, --from or --to with an id or a date'
      return nil, ('A report has no %s, but: %s'):format(option, known)
    elseif not arguments[place + 1] then
      return nil, ('Name what %s is to leave, such as `:Quotemark report --against #outsourcing`'):format(option)
    elseif wanted[TAKES[option]] then
      return nil, ('%s stands there twice'):format(option)
    else
      place = place + 1
      wanted[TAKES[option]] = arguments[place]
    end
    place = place + 1
  end
  return wanted
end

--- Writes a file that only its owner can read, as a whole or not at all; returns what was in the way.
local function write(path, text)
  vim.fn.mkdir(vim.fs.dirname(path), 'p', tonumber('700', 8))
  local beside = ('%s.%d'):format(path, vim.uv.os_getpid())
  local file, problem = vim.uv.fs_open(beside, 'w', tonumber('600', 8))
  if not file then
    return problem
  end
  local written
  written, problem = vim.uv.fs_write(file, text)
  vim.uv.fs_close(file)
  if written == #text then
    written, problem = vim.uv.fs_rename(beside, path)
    if written then
      return nil
    end
  end
  vim.uv.fs_unlink(beside)
  return problem or 'not all of it could be written'
end

--- Where the page of a corpus is written: the same place each time, so that the browser can read it again.
local function path_of(client, title)
  local root = client.root_dir or vim.fn.getcwd()
  local name = title:gsub('[^%w_-]', '-'):sub(1, 60)
  local file = ('%s-%s.html'):format(name, vim.fn.sha256(root):sub(1, 8))
  return vim.fs.joinpath(vim.fn.stdpath('state'), 'quotemark', 'reports', file)
end

--- Writes the page of the corpus and opens it in the browser.
---@param arguments string[]
function M.open(arguments)
  local wanted, problem = wanted_of(arguments)
  if not wanted then
    server.warn(problem)
    return
  end
  local client = server.need()
  if not client then
    return
  end
  if vim.lsp.buf_is_attached(0, client.id) then
    wanted.corpus = vim.uri_from_bufnr(0)
  end
  server.command(client, 'quotemark.report', { wanted }, function(report)
    local path = path_of(client, report.title)
    local not_written = write(path, report.html)
    if not_written then
      server.warn(('The report cannot be written: %s'):format(not_written))
      return
    end
    local _, not_opened = vim.ui.open(path)
    local count = ('%d statement%s'):format(report.statements, report.statements == 1 and '' or 's')
    if not_opened then
      server.warn(('The report of %s is in %s, which no program here opens: open it in a browser'):format(count, path))
    else
      server.say(('The report of %s is in %s'):format(count, path))
    end
  end)
end

return M
