-- The review: what the server proposes is shown in the text as it would be written, one quote after the other, and
-- taken or refused by one key each. Nothing is written without a yes.

local server = require('quotemark.server')
local undo = require('quotemark.undo')
local view = require('quotemark.review_view')

local M = {}

---@type table<integer, quotemark.Review>
local reviews = {}

---@type table<string, fun(review: quotemark.Review)>
local KEYS

--- What every question about the proposals says, with what is its own.
local function asked(review, own)
  return vim.tbl_extend('error', { uri = vim.uri_from_bufnr(review.buffer), what = review.what }, own)
end

-- ---- Beginning and ending --------------------------------------------------------------

local function counted(count, what)
  return ('%d %s%s'):format(count, what, count == 1 and '' or 's')
end

--- Says how many there are of those that are right half the time.
local function may_be_meant(possible)
  return ('%s may be meant'):format(counted(possible, 'quote'))
end

local function leave(review, words)
  reviews[review.buffer] = nil
  if vim.api.nvim_buf_is_valid(review.buffer) then
    view.clear(review.buffer)
    for key in pairs(KEYS) do
      pcall(vim.keymap.del, 'n', key, { buffer = review.buffer })
    end
    vim.api.nvim_buf_call(review.buffer, function()
      for _, mapping in ipairs(review.mapped) do
        vim.fn.mapset(mapping)
      end
    end)
  end
  pcall(vim.api.nvim_del_augroup_by_name, 'quotemark.review.' .. review.buffer)
  if words then
    server.say(words)
  end
end

--- What was done, when there is no proposal left to show.
local function summary(review)
  local parts = { counted(view.accepted(review), 'quote') .. ' written' }
  local skipped = 0
  for _, proposal in ipairs(review.proposals) do
    skipped = skipped + (review.skipped[proposal.key] and 1 or 0)
  end
  if skipped > 0 then
    table.insert(parts, ('%d left for later'):format(skipped))
  end
  return ('Review: %s. :wa writes the files.'):format(table.concat(parts, ', '))
end

--- The one that comes after a place of the text, and was not skipped.
local function first_after(review, line, column)
  for _, proposal in ipairs(review.proposals) do
    local start = proposal.fragments[1].start
    local is_after = start.line > line or (start.line == line and start.character >= column)
    if is_after and not review.skipped[proposal.key] then
      return proposal.key
    end
  end
end

local write

--- Asks for the date of an article that has none, with the likeliest filled in. `done` hears whether it was written.
local function ask_date(review, found, default, done)
  vim.ui.input({ prompt = 'Date of this article, such as 2011-12-01 (Escape: none, and no roles): ', default = default }, function(date)
    if not date or vim.trim(date) == '' then
      done(false)
      return
    end
    local params = { uri = vim.uri_from_bufnr(review.buffer), version = found.version, date = date }
    server.command(review.client, 'quotemark.setDate', { params }, function(answer)
      done(answer ~= nil and write(review, answer.edit, nil, 0))
    end, function()
      -- What was typed stays, to be put right below what was said of it.
      vim.schedule(function()
        ask_date(review, found, date, done)
      end)
    end)
  end)
end

--- Asks for the proposals and shows one: the one with that key, else the first after a position.
---@param review quotemark.Review
---@param wanted? { key?: string, after?: lsp.Position }
local function refresh(review, wanted)
  review.waiting = true
  review.tick = vim.api.nvim_buf_get_changedtick(review.buffer)
  local params = asked(review, { tier = review.tier })
  server.command(review.client, 'quotemark.proposals', { params }, function(found)
    if reviews[review.buffer] ~= review or not found then
      return
    end
    review.waiting = false
    if found.wrong and #found.wrong > 0 and not review.wrong_said then
      review.wrong_said = true
      server.warn(('%s:\n%s'):format(vim.fn.fnamemodify(review.what.file, ':t'), table.concat(found.wrong, '\n')))
    end
    local off = found.off ~= vim.NIL and found.off or nil
    if off then
      leave(review, off)
      return
    end
    if found.undated and found.undated ~= vim.NIL and not review.date_asked then
      review.date_asked, review.waiting = true, true
      ask_date(review, found, found.undated[1], function()
        refresh(review, wanted)
      end)
      return
    end
    for _, proposal in ipairs(found.proposals) do
      for field, value in pairs(proposal) do
        proposal[field] = value ~= vim.NIL and value or nil
      end
    end
    local before = review.current
    review.version, review.proposals = found.version, found.proposals
    review.counts = found.counts
    local after = wanted and wanted.after or { line = 0, character = 0 }
    local is_there = false
    for _, proposal in ipairs(review.proposals) do
      is_there = is_there or (wanted and proposal.key == wanted.key)
    end
    review.current = is_there and wanted.key or first_after(review, after.line, after.character)
      or first_after(review, 0, 0)
    if review.current ~= before then
      review.beginning, review.ending = 0, 0
    end
    if review.current then
      view.show(review)
      return
    end
    local is_fresh = #review.written == 0 and vim.tbl_isempty(review.skipped)
    local possible = review.tier ~= 'possible' and found.counts and found.counts.possible or 0
    if is_fresh and possible > 0 then
      -- Asked for a review, and there is nothing else to review.
      review.tier = 'possible'
      server.say(('Nothing else is proposed; %s.'):format(may_be_meant(possible)))
      refresh(review)
      return
    end
    local more = possible > 0 and (' %s: review again to see them.'):format(may_be_meant(possible)) or ''
    leave(review, (is_fresh and (review.what == 'names' and 'Nobody else is named here.' or 'No quote is proposed here.') or summary(review)) .. more)
  end, function()
    review.waiting = false
  end)
end

local function position_of(proposal)
  return proposal.fragments[1].start
end

-- ---- What the keys do -------------------------------------------------------------------

--- Goes on with the one after the current one.
local function go_on(review)
  local proposal = view.current(review)
  if not proposal then
    refresh(review)
    return
  end
  local start = position_of(proposal)
  local following = first_after(review, start.line, start.character + 1) or first_after(review, 0, 0)
  if not following then
    leave(review, summary(review))
    return
  end
  review.current, review.beginning, review.ending = following, 0, 0
  view.show(review)
end

local function back(review)
  local _, place = view.current(review)
  local before = place and review.proposals[place - 1]
  if not before then
    server.say('This is the first proposal.')
    return
  end
  review.skipped[before.key] = nil
  review.current, review.beginning, review.ending = before.key, 0, 0
  view.show(review)
end

--- Makes the change of an answer; remembers where, so that it can be undone as one.
function write(review, edit, key, count)
  undo.end_change(review.buffer)
  local applied, problem = pcall(vim.lsp.util.apply_workspace_edit, edit, review.client.offset_encoding)
  if not applied then
    server.warn(tostring(problem))
    return false
  end
  local files, seen = {}, {}
  local function add(uri)
    local buffer = vim.uri_to_bufnr(uri)
    if not seen[buffer] then
      seen[buffer] = true
      table.insert(files, { buffer = buffer, seq = undo.seq(buffer) })
    end
  end
  for _, change in ipairs(edit.documentChanges or {}) do
    if change.textDocument then
      add(change.textDocument.uri)
    end
  end
  for uri in pairs(edit.changes or {}) do
    add(uri)
  end
  table.insert(review.written, { files = files, key = key, count = count })
  return true
end

--- What is sent to take the current one with a speaker, by its number from 0; nothing where that has to be chosen.
local function wanted(review, number)
  local proposal = view.current(review)
  number = number or proposal.chosen
  if not number then
    server.say(proposal.question or 'Choose who said it by its number.')
    return
  end
  if not proposal.choices[number + 1] then
    server.say(('There is no %d.'):format(number + 1))
    return
  end
  return asked(review, {
    version = review.version,
    key = proposal.key,
    choice = number,
    start = review.beginning,
    ['end'] = review.ending,
  })
end

--- Takes the current one with a speaker, by its number from 0, and goes on.
local function accept(review, number)
  local proposal = view.current(review)
  local params = proposal and wanted(review, number)
  if not params then
    return
  end
  review.waiting = true
  server.command(review.client, 'quotemark.accept', { params }, function(answer)
    review.waiting = false
    if answer and write(review, answer.edit, proposal.key, 1) then
      refresh(review, { after = answer.cursor })
    end
  end, function()
    refresh(review, { key = proposal.key })
  end)
end

--- Takes the current one, and begins to insert after its id with the menu of what may follow.
local function accept_with_topic(review)
  local proposal = view.current(review)
  local params = proposal and wanted(review)
  if not params then
    return
  end
  -- What is typed meanwhile goes into the tag, so it has to wait for the answer.
  local answer = server.command_at_once(review.client, 'quotemark.accept', { params })
  review.paused = true
  if not answer or not write(review, answer.edit, proposal.key, 1) then
    review.paused = false
    refresh(review, { key = proposal.key })
    return
  end
  local cursor = answer.cursor
  view.clear(review.buffer)
  vim.api.nvim_win_set_cursor(0, { cursor.line + 1, (select(2, view.place_of(review, cursor))) })
  vim.api.nvim_create_autocmd('InsertLeave', {
    group = 'quotemark.review.' .. review.buffer,
    buffer = review.buffer,
    once = true,
    callback = function()
      review.paused = false
      if reviews[review.buffer] == review then
        refresh(review, { after = cursor })
      end
    end,
  })
  -- Before what may have been typed already.
  vim.api.nvim_feedkeys('i ', 'ni', false)
  vim.schedule(function()
    require('quotemark.completion').suggest()
  end)
end

--- Moves the beginning or the end of the words to the next place that is proposed.
---@param list 'starts'|'ends'
---@param number 'beginning'|'ending' where the choice is kept
local function move(review, list, number)
  local proposal = view.current(review)
  local places = proposal and proposal[list] or {}
  if #places < 2 then
    server.say(('No other %s is proposed.'):format(number == 'ending' and 'end' or 'beginning'))
    return
  end
  review[number] = (review[number] + 1) % #places
  view.show(review)
end

local function refuse(review)
  local proposal = view.current(review)
  if not proposal then
    return
  end
  local params = asked(review, { key = proposal.key })
  review.waiting = true
  server.command(review.client, 'quotemark.refuse', { params }, function()
    refresh(review, { after = position_of(proposal) })
  end, function()
    review.waiting = false
  end)
end

local function no_quote(review)
  local proposal = view.current(review)
  if not proposal then
    return
  end
  local params = asked(review, { version = review.version, key = proposal.key })
  review.waiting = true
  server.command(review.client, 'quotemark.noQuote', { params }, function(answer)
    review.waiting = false
    if answer and write(review, answer.edit, proposal.key, 0) then
      refresh(review, { after = position_of(proposal) })
    end
  end, function()
    review.waiting = false
  end)
end

local function bring_back(review)
  local proposal = view.current(review)
  local params = { uri = vim.uri_from_bufnr(review.buffer) }
  server.command(review.client, 'quotemark.bringBack', { params }, function(brought)
    server.say(brought and brought > 0 and 'Brought back.' or 'Nothing was refused in this article.')
    refresh(review, { key = proposal and proposal.key })
  end)
end

local function accept_sure(review)
  local params = asked(review, { version = review.version, tier = 'sure' })
  review.waiting = true
  server.command(review.client, 'quotemark.acceptAll', { params }, function(answer)
    review.waiting = false
    if not answer or answer.count == 0 then
      server.say('No quote here is sure.')
    elseif write(review, answer.edit, review.current, answer.count) then
      server.say(('%s written, all of them sure.'):format(counted(answer.count, 'quote')))
      refresh(review)
    end
  end, function()
    review.waiting = false
  end)
end

--- Takes the last yes back as a whole, in the article and in the cast.
local function take_back(review)
  local last = review.written[#review.written]
  if not last then
    server.say('Nothing was written in this review.')
    return
  end
  for _, file in ipairs(last.files) do
    if not vim.api.nvim_buf_is_loaded(file.buffer) or undo.seq(file.buffer) ~= file.seq then
      local name = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(file.buffer), ':t')
      server.warn(('%s was changed since: undo it there.'):format(name))
      return
    end
  end
  table.remove(review.written)
  -- The declaration goes with the tag; nobody has to be asked.
  undo.forget(review.buffer)
  for _, file in ipairs(last.files) do
    vim.api.nvim_buf_call(file.buffer, function()
      vim.cmd('silent undo')
    end)
  end
  refresh(review, { key = last.key })
end

--- Goes on with those who are merely named, or again with the quotes.
local function switch_names(review)
  local is_names = review.what == 'names'
  review.what, review.tier = is_names and 'quotes' or 'names', is_names and 'likely' or 'possible'
  review.current = nil
  refresh(review)
end

local function switch_tier(review)
  local proposal = view.current(review)
  review.tier = review.tier == 'possible' and 'likely' or 'possible'
  refresh(review, { key = proposal and proposal.key, after = proposal and position_of(proposal) })
end

KEYS = {
  ['<CR>'] = function(review)
    accept(review)
  end,
  ['<Space>'] = function(review)
    review.skipped[review.current] = true
    go_on(review)
  end,
  ['<BS>'] = back,
  x = refuse,
  X = no_quote,
  t = accept_with_topic,
  s = function(review)
    move(review, 'starts', 'beginning')
  end,
  e = function(review)
    move(review, 'ends', 'ending')
  end,
  u = take_back,
  A = accept_sure,
  p = switch_tier,
  n = switch_names,
  b = bring_back,
  ['?'] = function(review)
    review.help = not review.help
    view.show(review)
  end,
  q = function(review)
    leave(review, summary(review))
  end,
}
for number = 1, 9 do
  KEYS[tostring(number)] = function(review)
    accept(review, number - 1)
  end
end

local function set_keys(review)
  for key, does in pairs(KEYS) do
    local before = vim.api.nvim_buf_call(review.buffer, function()
      return vim.fn.maparg(key, 'n', false, true)
    end)
    if before.buffer == 1 then
      table.insert(review.mapped, before)
    end
    vim.keymap.set('n', key, function()
      if not review.waiting then
        does(review)
      end
    end, { buffer = review.buffer, nowait = true, desc = 'Quotemark review' })
  end
end

--- Begins the review of the article in the current window.
---@param wish? 'likely'|'possible'|'names'|string how doubtful a quote may be, whoever is named, or a file of quotes
function M.start(wish)
  local what, tier = 'quotes', nil
  if wish == nil or wish == 'likely' or wish == 'possible' then
    tier = wish
  elseif wish == 'names' then
    what, tier = 'names', 'possible'
  else
    local file = vim.fn.fnamemodify(vim.fn.expand(wish), ':p')
    if vim.fn.filereadable(file) == 0 then
      server.warn(('%s: no such file. :Quotemark review takes nothing, possible, names, or a file of quotes.'):format(wish))
      return
    end
    what = { file = file }
  end
  local client = server.need_here()
  if not client then
    return
  end
  local buffer = vim.api.nvim_get_current_buf()
  if reviews[buffer] then
    leave(reviews[buffer])
  end
  view.highlights()
  local review = {
    client = client,
    buffer = buffer,
    tier = tier or 'likely',
    what = what,
    proposals = {},
    beginning = 0,
    ending = 0,
    written = {},
    skipped = {},
    help = false,
    waiting = true,
    paused = false,
    mapped = {},
  }
  reviews[buffer] = review
  set_keys(review)
  vim.api.nvim_create_autocmd('TextChanged', {
    group = vim.api.nvim_create_augroup('quotemark.review.' .. buffer, {}),
    buffer = buffer,
    callback = function()
      local is_new = vim.api.nvim_buf_get_changedtick(buffer) ~= review.tick
      if is_new and not review.waiting and not review.paused then
        refresh(review, { key = review.current })
      end
    end,
  })
  refresh(review)
end

--- Whether the article of a buffer is being reviewed.
function M.is_on(buffer)
  return reviews[buffer] ~= nil
end

return M
