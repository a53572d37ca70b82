-- The command :Quotemark and what may follow it.

local server = require('quotemark.server')

local M = {}

local function lists()
  return require('quotemark.lists')
end

-- ---- Subcommands -------------------------------------------------------------

local function quotes(arguments)
  if arguments[1] then
    lists().quotes_of(arguments[1])
  else
    lists().quotes_here()
  end
end

local function speakers()
  lists().speakers()
end

local function roles()
  lists().roles()
end

--- Puts the cursor where something of the header of a new document is to be filled in.
local function go_to_what_is_missing()
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, 10, false)) do
    if line:find('^title:%s*$') or line:find('^date:%s*$') then
      vim.api.nvim_win_set_cursor(0, { number, #line - 1 })
      -- Before what may have been typed already.
      vim.api.nvim_feedkeys('A ', 'ni', false)
      return
    end
  end
end

local function preview()
  require('quotemark.preview').open()
end

--- Makes a document of a plain text, beside it, and opens that.
local function import(arguments)
  if #arguments == 0 then
    server.warn('Name the plain text: `:Quotemark import article.txt`')
    return
  end
  local path = vim.fn.fnamemodify(vim.fs.normalize(table.concat(arguments, ' ')), ':p')
  if not vim.uv.fs_stat(path) then
    server.warn(('There is no file %s'):format(path))
    return
  end
  local document = vim.fn.fnamemodify(path, ':r') .. '.qm'
  if vim.uv.fs_stat(document) then
    server.warn(('%s is there already, and stays as it is.'):format(vim.fn.fnamemodify(document, ':~:.')))
    return
  end
  -- What starts the server, with another subcommand.
  local command = vim.deepcopy(require('quotemark').cmd())
  while #command > 1 and table.remove(command) ~= 'server' do
  end
  vim.list_extend(command, { 'import', '--out', vim.fs.dirname(path), '--', path })
  local started, running = pcall(vim.system, command, { text = true })
  if not started then
    server.warn(('`%s` cannot be started: see :checkhealth quotemark'):format(command[1]))
    return
  end
  local ran = running:wait()
  if ran.code == 0 then
    vim.cmd.edit(vim.fn.fnameescape(document))
    go_to_what_is_missing()
  else
    server.warn(vim.trim(ran.stderr))
  end
end

local function merge(arguments)
  local from, into = unpack(arguments)
  if not into or arguments[3] then
    server.warn('Name who becomes whom: `:Quotemark merge @from @into`')
    return
  end
  local client = server.need()
  if client then
    server.command(client, 'quotemark.merge', { from, into })
  end
end

local KINDS = {
  { sigil = '@', name = 'a person' },
  { sigil = '&', name = 'an organisation' },
  { sigil = '#', name = 'a topic' },
}

local function is_in_word(character)
  return vim.fn.charclass(character) == 2
end

--- The id that a name suggests, without a sigil: `Dr Anna Lee` is `dr-anna-lee`.
function M.id_of(name)
  local id = {}
  for _, character in ipairs(vim.fn.split(vim.fn.tolower(name), [[\zs]])) do
    if character ~= '_' and is_in_word(character) then
      table.insert(id, character)
    elseif id[#id] ~= '-' then
      table.insert(id, '-')
    end
  end
  return (table.concat(id):gsub('^%-+', ''):gsub('%-+$', ''))
end

local function is_id(written)
  local characters = vim.fn.split(written, [[\zs]])
  if not vim.tbl_contains({ '@', '&', '#' }, characters[1]) or #characters < 2 then
    return false
  end
  for place = 2, #characters do
    local character = characters[place]
    local inside = place > 2 and place < #characters
    if not is_in_word(character) or character == '_' then
      if not (inside and (character == '-' or character == '_')) then
        return false
      end
    end
  end
  return true
end

local function declare_as(id, name)
  if not is_id(id) then
    server.warn(('%s is no id. One is a sigil, @ & or #, then letters, digits and hyphens.'):format(id))
    return
  end
  local client = server.need_here()
  if client then
    server.command(client, 'quotemark.declare', { id, name, vim.uri_from_bufnr(0) })
  end
end

--- Declares somebody: `@id Name`, or asks.
local function declare(arguments)
  if arguments[1] and not arguments[2] then
    server.warn('Name the id and the name: `:Quotemark declare @ada-lamb Ada Lamb`')
  elseif arguments[1] then
    declare_as(arguments[1], table.concat(arguments, ' ', 2))
  elseif server.need_here() then
    local options = {
      prompt = 'What is to be declared?',
      format_item = function(kind)
        return kind.name
      end,
    }
    vim.ui.select(KINDS, options, function(kind)
      if not kind then
        return
      end
      vim.ui.input({ prompt = 'The name as it is to be shown: ' }, function(name)
        name = name and vim.trim(name)
        if not name or name == '' then
          return
        end
        vim.ui.input({ prompt = 'The id: ', default = kind.sigil .. M.id_of(name) }, function(id)
          if id and id ~= '' then
            declare_as(vim.trim(id), name)
          end
        end)
      end)
    end)
  end
end

--- Opens the log of all language servers at its end.
local function log()
  local path = vim.lsp.log.get_filename()
  if not vim.uv.fs_stat(path) then
    server.say(('Nothing has been logged yet in %s'):format(vim.fn.fnamemodify(path, ':~')))
    return
  end
  vim.cmd.split(vim.fn.fnameescape(path))
  vim.bo.autoread = true
  vim.bo.modifiable = false
  vim.cmd.normal({ 'G', bang = true })
end

---@class quotemark.Subcommand
---@field run fun(arguments: string[])
---@field complete? fun(typed: string, place: integer, before: string[]): string[] `place` is that of the argument, from 1; `before` are those before it

local function complete_ids(count)
  return function(typed, place)
    return place <= count and lists().ids(typed) or {}
  end
end

---@type table<string, quotemark.Subcommand>
local SUBCOMMANDS = {
  declare = { run = declare },
  import = {
    run = import,
    complete = function(typed)
      return vim.fn.getcompletion(typed, 'file')
    end,
  },
  log = { run = log },
  merge = { run = merge, complete = complete_ids(2) },
  preview = { run = preview },
  quotes = { run = quotes, complete = complete_ids(1) },
  report = {
    run = function(arguments)
      require('quotemark.report').open(arguments)
    end,
    complete = function(typed, _, before)
      return require('quotemark.report').complete(typed, before)
    end,
  },
  restart = {
    run = function()
      server.restart()
    end,
  },
  review = {
    run = function(arguments)
      require('quotemark.review').start(arguments[1])
    end,
    complete = function(typed, place)
      if place ~= 1 then
        return {}
      end
      local tiers = vim.tbl_filter(function(tier)
        return vim.startswith(tier, typed)
      end, { 'likely', 'possible', 'names' })
      return vim.list_extend(tiers, vim.fn.getcompletion(typed, 'file'))
    end,
  },
  roles = { run = roles },
  speakers = { run = speakers },
}

-- ---- The command -------------------------------------------------------------

--- The subcommands in order.
---@return string[]
function M.names()
  local all = vim.tbl_keys(SUBCOMMANDS)
  table.sort(all)
  return all
end

--- What :Quotemark does.
---@param arguments string[]
function M.run(arguments)
  local name = arguments[1]
  local subcommand = SUBCOMMANDS[name]
  if subcommand then
    subcommand.run(vim.list_slice(arguments, 2))
    return
  end
  local known = table.concat(M.names(), ', ')
  if name then
    server.warn((':Quotemark has no %q, but: %s'):format(name, known))
    return
  end
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'quotemark' })[1]
  if not client then
    server.warn('Say what: :Quotemark ' .. known)
    return
  end
  server.command(client, 'quotemark.summary', { { corpus = vim.uri_from_bufnr(0) } }, function(summary)
    local function counted(count, what)
      return ('%d %s%s'):format(count, what, count == 1 and '' or 's')
    end
    local parts = { counted(summary.quotes, 'quote') .. ', ' .. counted(summary.speakers, 'speaker') }
    local proposed = summary.proposed ~= vim.NIL and summary.proposed or 0
    if proposed > 0 then
      table.insert(parts, ('%d proposed here, see :Quotemark review'):format(proposed))
    end
    server.say(('%s. Say what: :Quotemark %s'):format(table.concat(parts, '; '), known))
  end)
end

--- What may come at the end of a command line.
---@param typed string what has been typed of it
---@param line string the line up to the cursor
---@return string[]
function M.complete(typed, line)
  -- Modifiers such as `:vertical` may stand before the command.
  local words = vim.split(line:match('^%A*[%l%s!]*%u%a*%s+(.*)$') or '', '%s+')
  if #words <= 1 then
    return vim.tbl_filter(function(name)
      return vim.startswith(name, typed)
    end, M.names())
  end
  local subcommand = SUBCOMMANDS[words[1]]
  local before = vim.list_slice(words, 2, #words - 1)
  return subcommand and subcommand.complete and subcommand.complete(typed, #words - 1, before) or {}
end

return M
