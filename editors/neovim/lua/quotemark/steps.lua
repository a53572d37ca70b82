-- Going from quote to quote of one speaker, through all articles.

local server = require('quotemark.server')
local units = require('quotemark.units')

local M = {}

---@class quotemark.Placed
---@field location table as the protocol has it
---@field path string
---@field first integer[] line and column, from 1
---@field last integer[] the same, behind the words

-- Where the last step has led, and whose quotes it went through: the words that
-- stand there may begin with somebody else's name.
local last

--- Whether a place, line and column, is before another.
local function is_before(a, b)
  return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2])
end

---@return quotemark.Placed[]
local function placed(quotes, encoding)
  local locations = {}
  for _, quote in ipairs(quotes) do
    if quote.location and quote.location ~= vim.NIL then
      table.insert(locations, quote.location)
    end
  end
  local places = {}
  for number, item in ipairs(units.items(locations, encoding)) do
    places[number] = {
      location = locations[number],
      path = item.filename,
      first = { item.lnum, item.col },
      last = { item.end_lnum, item.end_col },
    }
  end
  return places
end

--- The number of the quote that a step leads to; behind the last comes the first again.
---@param places quotemark.Placed[]
---@param path string
---@param cursor integer[]
---@param by 1|-1
local function next_of(places, path, cursor, by)
  local inside, beside, far
  for number, place in ipairs(places) do
    if place.path == path then
      local is_behind = is_before(cursor, place.first)
      if not is_behind and is_before(cursor, place.last) then
        inside = number
      elseif is_behind == (by > 0) then
        -- Of those that lie where the step goes, the nearest.
        if not beside or is_before(place.first, places[beside].first) == (by > 0) then
          beside = number
        end
      elseif not far or is_before(places[far].first, place.first) == (by > 0) then
        far = number
      end
    end
  end
  if not inside and beside then
    return beside
  end
  local from = inside or far or (by > 0 and 0 or 1)
  return (from - 1 + by) % #places + 1
end

local function go(id, client, by)
  server.command(client, 'quotemark.quotes', { id }, function(quotes)
    local places = placed(quotes, client.offset_encoding)
    if #places == 0 then
      server.say(('No quote of %s is in this corpus.'):format(id))
      return
    end
    local line, column = unpack(vim.api.nvim_win_get_cursor(0))
    local number = next_of(places, vim.api.nvim_buf_get_name(0), { line, column + 1 }, by)
    vim.lsp.util.show_document(places[number].location, client.offset_encoding, { focus = true })
    last = { id = id, buffer = vim.api.nvim_get_current_buf(), cursor = vim.api.nvim_win_get_cursor(0) }
    server.say(('%s: quote %d of %d'):format(id, number, #places))
  end)
end

--- Goes to the next quote or to the one before, oldest first, of whoever said or is named at the cursor.
---@param by 1|-1
function M.step(by)
  local client = server.need_here()
  if not client then
    return
  end
  local is_there = last
    and last.buffer == vim.api.nvim_get_current_buf()
    and vim.deep_equal(last.cursor, vim.api.nvim_win_get_cursor(0))
  if is_there then
    go(last.id, client, by)
    return
  end
  require('quotemark.lists').whom_here(client, function(id)
    go(id, client, by)
  end)
end

return M
