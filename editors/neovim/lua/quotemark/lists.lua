-- Lists of the corpus: everybody's quotes, and everybody who speaks.

local server = require('quotemark.server')
local units = require('quotemark.units')

local M = {}

--- What is null in JSON is missing in Lua.
local function known(value)
  return value ~= vim.NIL and value or nil
end

--- The quotes of a table, in which what many share stands once and is named by its number, from 0.
local function rows_of(answer)
  local function name(number)
    return answer.entities[number + 1].name
  end
  return vim.tbl_map(function(row)
    local uri = known(answer.articles[row.article + 1].uri)
    return {
      location = uri and { uri = uri, range = row.range },
      date = known(row.date),
      words = known(row.words),
      speakers = vim.tbl_map(function(speaker)
        local roles = vim.tbl_map(function(number)
          return answer.roles[number + 1]
        end, speaker.roles)
        return { name = name(speaker.entity), roles = table.concat(roles, '; ') }
      end, row.speakers),
      topics = vim.tbl_map(function(topic)
        return { side = topic.side, name = name(topic.entity) }
      end, row.topics),
    }
  end, answer.quotes)
end

local function on_one_line(words)
  return (words:gsub('%s+', ' '))
end

--- Who said something, and in which roles: where several did, each in their own.
local function spoken(speakers)
  local roles = speakers[1] and speakers[1].roles or ''
  local are_same = vim.iter(speakers):all(function(speaker)
    return speaker.roles == roles
  end)
  local names = vim.tbl_map(function(speaker)
    local has_own = not are_same and speaker.roles ~= ''
    return has_own and ('%s (%s)'):format(speaker.name, speaker.roles) or speaker.name
  end, speakers)
  if are_same and roles ~= '' then
    table.insert(names, roles)
  end
  return table.concat(names, ', ')
end

local function counted(number, one, more)
  return ('%d %s'):format(number, number == 1 and one or more)
end

local function is_said(words)
  return words ~= ''
end

--- What a quote's entry says: who said it as what, the words, and on which topics.
local function told(quote)
  local sides = vim.tbl_map(function(topic)
    return topic.side .. ' ' .. topic.name
  end, quote.topics)
  local parts = {
    spoken(quote.speakers),
    on_one_line(quote.words or '…'),
    table.concat(sides, ', '),
  }
  return table.concat(vim.tbl_filter(is_said, parts), ' · ')
end

--- The lines of the list: the date stands where other lists name the file, as that is what one looks for.
function M.lines(list)
  local items = vim.fn.getqflist({ id = list.id, items = 0 }).items
  return vim.tbl_map(function(item)
    return ('%s| %s'):format(item.user_data or '', item.text)
  end, vim.list_slice(items, list.start_idx, list.end_idx))
end

--- Fills the quickfix list with quotes, in the order in which they come.
local function list_quotes(quotes, title, encoding)
  local placed = vim.tbl_filter(function(quote)
    return quote.location ~= nil
  end, quotes)
  local items = units.items(
    vim.tbl_map(function(quote)
      return quote.location
    end, placed),
    encoding
  )
  for number, item in ipairs(items) do
    item.text = told(placed[number])
    item.user_data = placed[number].date or ''
  end
  vim.fn.setqflist({}, ' ', { title = title, items = items, quickfixtextfunc = M.lines })
  vim.cmd('botright copen')
  vim.wo.wrap = false
end

--- Lists all quotes of a person, of an organisation and of those who spoke for it, or on a topic.
---@param id string with or without its sigil
function M.quotes_of(id)
  local client = server.need()
  if not client then
    return
  end
  server.command(client, 'quotemark.quotes', { id }, function(answer)
    local quotes = rows_of(answer)
    if #quotes == 0 then
      server.say(('No quote of %s is in this corpus.'):format(id))
    else
      list_quotes(quotes, ('%s of %s, oldest first'):format(counted(#quotes, 'quote', 'quotes'), id), client.offset_encoding)
    end
  end)
end

--- Hands over the id of whoever is under the cursor; of a quote's words, of whoever said them.
---@param client vim.lsp.Client
---@param chosen fun(id: string)
function M.whom_here(client, chosen)
  local here = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local place = { uri = here.textDocument.uri, position = here.position }
  server.command(client, 'quotemark.entitiesAt', { place }, function(found)
    if #found == 0 then
      server.say('Nobody is named under the cursor. Name somebody: `:Quotemark quotes @id`')
    elseif #found == 1 then
      chosen(found[1].id)
    else
      local options = {
        prompt = 'Whose quotes?',
        format_item = function(item)
          return ('%s (%s)'):format(item.name, item.id)
        end,
      }
      vim.ui.select(found, options, function(item)
        if item then
          chosen(item.id)
        end
      end)
    end
  end)
end

--- Lists the quotes of whoever is under the cursor.
function M.quotes_here()
  local client = server.need_here()
  if client then
    M.whom_here(client, M.quotes_of)
  end
end

--- How many quotes are somebody's, as hovers say it; nothing where there are none.
local function said_by(row)
  local is_counted = type(row.onBehalf) == 'number'
  local on_behalf = is_counted and row.onBehalf or 0
  local all = row.quotes + on_behalf
  local parts = on_behalf > 0 and { ('%d its own'):format(row.quotes), ('%d on its behalf'):format(on_behalf) } or {}
  if is_counted and row.withParts > all then
    table.insert(parts, ('%d with its parts'):format(row.withParts))
  end
  if #parts > 0 then
    return ('%s (%s)'):format(counted(all, 'quote', 'quotes'), table.concat(parts, ', '))
  end
  local is_own = not is_counted and row.kind ~= 'person'
  return all > 0 and counted(all, is_own and 'own quote' or 'quote', is_own and 'own quotes' or 'quotes') or nil
end

--- Lets the user choose one of those who speak, and lists the quotes.
function M.speakers()
  local client = server.need()
  if not client then
    return
  end
  server.command(client, 'quotemark.speakers', {}, function(rows)
    -- Organisations that say nothing themselves may have people who spoke for them.
    local speakers = vim.tbl_filter(function(row)
      return row.quotes > 0 or row.kind ~= 'person'
    end, rows)
    if #speakers == 0 then
      server.say('Nobody speaks in this corpus yet.')
      return
    end
    local options = {
      prompt = 'Whose quotes?',
      kind = 'quotemark-speakers',
      format_item = function(row)
        local said = said_by(row)
        return table.concat(vim.list_extend({ row.name, row.id }, said and { said } or {}), ' · ')
      end,
    }
    vim.ui.select(speakers, options, function(speaker)
      if speaker then
        M.quotes_of(speaker.id)
      end
    end)
  end)
end

--- Lets the user choose one of those who are quoted in several articles in different roles, role by role, and
--- lists the quotes.
function M.roles()
  local client = server.need()
  if not client then
    return
  end
  server.command(client, 'quotemark.byRole', {}, function(rows)
    if #rows == 0 then
      server.say('Nobody is quoted in several articles in different roles.')
      return
    end
    local options = {
      prompt = 'Quoted in several articles in different roles: whose quotes?',
      kind = 'quotemark-roles',
      format_item = function(row)
        local from, to = known(row.from), known(row.to)
        local when = from == to and from or from and ('%s to %s'):format(from, to)
        local roles = #row.roles > 0 and table.concat(row.roles, ', ') or 'no known role'
        local parts = { row.name, roles, counted(row.quotes, 'quote', 'quotes') }
        return table.concat(vim.list_extend(parts, when and { when } or {}), ' · ')
      end,
    }
    vim.ui.select(rows, options, function(row)
      if row then
        M.quotes_of(row.id)
      end
    end)
  end)
end

--- The ids that fit what has been typed of one, the best first. Waits for the server, a second at most.
---@param typed string
---@return string[]
function M.ids(typed)
  local client = server.find()
  if not client then
    return {}
  end
  local found = server.command_at_once(client, 'quotemark.entities', { { matching = typed } })
  return vim.tbl_map(function(entity)
    return entity.id
  end, found or {})
end

return M
