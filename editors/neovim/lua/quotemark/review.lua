-- The review: what the server proposes is shown in the text as it would be written, one quote after the other, and
-- taken or refused by one key each. Nothing is written without a yes.

local server = require('quotemark.server')
local undo = require('quotemark.undo')

local M = {}

local namespace = vim.api.nvim_create_namespace('quotemark.review')

---@class quotemark.Proposal
---@field key string names it by its words; stays the same while other tags are written
---@field tier 'sure'|'likely'|'possible'
---@field reason string
---@field fragments lsp.Range[]
---@field choices { label: string, detail?: string, tag: string, declares: boolean }[]
---@field chosen? integer from 0; none where it has to be asked
---@field question? string
---@field starts lsp.Position[] where the words could begin; the first is where they do
---@field ends lsp.Range[][] other ends; the first is `fragments`

---@class quotemark.Written what a yes has changed
---@field files { buffer: integer, seq: integer }[] with the number of the change in each
---@field key string
---@field count integer how many quotes

---@class quotemark.Review
---@field client vim.lsp.Client
---@field buffer integer
---@field tier 'likely'|'possible'
---@field what 'quotes'|'names'|{ file: string } what is reviewed
---@field version integer
---@field proposals quotemark.Proposal[]
---@field current? string the key of the one that is shown
---@field beginning integer which of its beginnings, from 0
---@field ending integer which of its ends, from 0
---@field written quotemark.Written[]
---@field skipped table<string, true>
---@field help boolean whether all keys are listed
---@field tick integer the change of the buffer of which the proposals are
---@field waiting boolean whether an answer is under way, so that keys are passed over
---@field paused boolean whether something is typed into a tag
---@field wrong_said? boolean whether it was said what is wrong in that file
---@field date_asked? boolean whether the date of the article was asked for
---@field mapped table[] what the keys did before

---@type table<integer, quotemark.Review>
local reviews = {}

---@type table<string, fun(review: quotemark.Review)>
local KEYS

-- ---- What is shown ---------------------------------------------------------------

local function highlights()
  local function link(group, to)
    vim.api.nvim_set_hl(0, group, { link = to, default = true })
  end
  link('QuotemarkProposal', 'DiffAdd')
  link('QuotemarkProposalTag', 'Special')
  link('QuotemarkProposalText', 'Comment')
  link('QuotemarkProposalKey', 'Identifier')
  vim.api.nvim_set_hl(0, 'QuotemarkProposed', { underdotted = true, default = true })
end

---@return quotemark.Proposal?, integer? place in the list, from 1
local function current(review)
  for place, proposal in ipairs(review.proposals) do
    if proposal.key == review.current then
      return proposal, place
    end
  end
end

--- The fragments with the beginning and the end that are chosen.
local function fragments(review, proposal)
  local shown = vim.deepcopy(proposal.ends and proposal.ends[review.ending + 1] or proposal.fragments)
  local start = proposal.starts and proposal.starts[review.beginning + 1]
  local first = shown[1]
  local is_before = start
    and (start.line < first['end'].line or start.line == first['end'].line and start.character < first['end'].character)
  if is_before then
    first.start = start
  end
  return shown
end

--- What every question about the proposals says, with what is its own.
local function asked(review, own)
  return vim.tbl_extend('error', { uri = vim.uri_from_bufnr(review.buffer), what = review.what }, own)
end

local function place_of(review, position)
  return position.line, server.column(review.buffer, position, review.client.offset_encoding)
end

local function mark(review, range, options)
  local line, column = place_of(review, range.start)
  local last, ending = place_of(review, range['end'])
  options.end_row, options.end_col, options.strict = last, ending, false
  vim.api.nvim_buf_set_extmark(review.buffer, namespace, line, column, options)
end

local function insert(review, position, words, is_before)
  local line, column = place_of(review, position)
  vim.api.nvim_buf_set_extmark(review.buffer, namespace, line, column, {
    virt_text = { { words, 'QuotemarkProposalTag' } },
    virt_text_pos = 'inline',
    right_gravity = is_before,
    strict = false,
  })
end

--- Pieces of text, each with its colour, broken into lines of the window's width.
local function wrapped(pieces)
  local width = math.max(vim.api.nvim_win_get_width(0) - 12, 30)
  local lines, line, used = {}, {}, 0
  for _, piece in ipairs(pieces) do
    local cells = vim.fn.strdisplaywidth(piece[1])
    if used > 0 and used + cells > width then
      table.insert(lines, line)
      line, used = {}, 0
    end
    table.insert(line, piece)
    used = used + cells
  end
  table.insert(lines, line)
  return lines
end

local function keys_line(review)
  local shown = {
    { '<CR>', 'yes' },
    { '1-9', 'who else' },
    { '<Space>', 'later' },
    { 'x', 'not now' },
    { 't', 'yes, and a topic' },
    { 's', 'another beginning' },
    { 'e', 'another end' },
    { 'u', 'undo' },
    { '?', review.help and 'fewer keys' or 'more keys' },
  }
  if review.help then
    vim.list_extend(shown, {
      { 'X', 'no quote, said in the file' },
      { '<BS>', 'back' },
      { 'A', 'yes to all that are sure' },
      { 'p', review.tier == 'possible' and 'no possible ones' or 'possible ones as well' },
      { 'n', review.what == 'names' and 'quotes again' or 'people who are merely named' },
      { 'b', 'bring back what was refused' },
      { 'q', 'leave' },
    })
  end
  local pieces = {}
  for _, key in ipairs(shown) do
    table.insert(pieces, { ('%s %s   '):format(key[1], key[2]), 'QuotemarkProposalText' })
  end
  return pieces
end

--- How many quotes were written in this review.
local function accepted(review)
  local count = 0
  for _, written in ipairs(review.written) do
    count = count + written.count
  end
  return count
end

local function below(review, proposal, place)
  local lines = {}
  local done = accepted(review)
  local head = ('%d of %d · %s · '):format(done + place, done + #review.proposals, proposal.tier)
  table.insert(lines, {
    { head, 'QuotemarkProposalText' },
    { proposal.question or proposal.reason, proposal.question and 'WarningMsg' or 'QuotemarkProposalText' },
  })
  local pieces = {}
  for number, choice in ipairs(proposal.choices) do
    if number > 9 then
      break
    end
    local is_chosen = proposal.chosen == number - 1
    table.insert(pieces, { ('%d '):format(number), 'QuotemarkProposalKey' })
    local detail = choice.detail and choice.detail ~= '' and ', ' .. choice.detail or ''
    table.insert(pieces, { choice.label .. detail .. '   ', is_chosen and 'Normal' or 'QuotemarkProposalText' })
  end
  vim.list_extend(lines, wrapped(pieces))
  vim.list_extend(lines, wrapped(keys_line(review)))
  for _, line in ipairs(lines) do
    table.insert(line, 1, { '    ', 'Normal' })
  end
  return lines
end

local function show(review)
  vim.api.nvim_buf_clear_namespace(review.buffer, namespace, 0, -1)
  local proposal, place = current(review)
  for _, other in ipairs(review.proposals) do
    if other.key ~= review.current then
      for _, range in ipairs(other.fragments) do
        mark(review, range, { hl_group = 'QuotemarkProposed' })
      end
    end
  end
  if not proposal then
    return
  end
  local choice = proposal.choices[(proposal.chosen or -1) + 1]
  local shown = fragments(review, proposal)
  for number, range in ipairs(shown) do
    mark(review, range, { hl_group = 'QuotemarkProposal' })
    insert(review, range.start, '[', true)
    local tag = number > 1 and 'more' or choice and choice.tag or 'by …'
    insert(review, range['end'], (']{%s}'):format(tag), false)
  end
  local line = place_of(review, shown[#shown]['end'])
  vim.api.nvim_buf_set_extmark(review.buffer, namespace, line, 0, { virt_lines = below(review, proposal, place) })
  local window = vim.fn.bufwinid(review.buffer)
  -- Whoever types meanwhile goes on where they are.
  if window ~= -1 and vim.api.nvim_get_mode().mode == 'n' then
    local first, column = place_of(review, shown[1].start)
    vim.api.nvim_win_set_cursor(window, { first + 1, column })
  end
end

-- ---- Beginning and ending --------------------------------------------------------------

local function counted(count, what)
  return ('%d %s%s'):format(count, what, count == 1 and '' or 's')
end

local function leave(review, words)
  reviews[review.buffer] = nil
  if vim.api.nvim_buf_is_valid(review.buffer) then
    vim.api.nvim_buf_clear_namespace(review.buffer, namespace, 0, -1)
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
  local parts = { counted(accepted(review), 'quote') .. ' written' }
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
      show(review)
      return
    end
    local is_fresh = #review.written == 0 and vim.tbl_isempty(review.skipped)
    local possible = review.tier ~= 'possible' and found.counts and found.counts.possible or 0
    local more = possible > 0 and (' %s: `:Quotemark review possible`.'):format(counted(possible, 'quote') .. ' may be meant') or ''
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
  local proposal = current(review)
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
  show(review)
end

local function back(review)
  local _, place = current(review)
  local before = place and review.proposals[place - 1]
  if not before then
    server.say('This is the first proposal.')
    return
  end
  review.skipped[before.key] = nil
  review.current, review.beginning, review.ending = before.key, 0, 0
  show(review)
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
  local proposal = current(review)
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
  local proposal = current(review)
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
  local proposal = current(review)
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
  vim.api.nvim_buf_clear_namespace(review.buffer, namespace, 0, -1)
  vim.api.nvim_win_set_cursor(0, { cursor.line + 1, (select(2, place_of(review, cursor))) })
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

local function move_end(review)
  local proposal = current(review)
  local ends = proposal and proposal.ends or {}
  if #ends < 2 then
    server.say('No other end is proposed.')
    return
  end
  review.ending = (review.ending + 1) % #ends
  show(review)
end

local function move_start(review)
  local proposal = current(review)
  local starts = proposal and proposal.starts or {}
  if #starts < 2 then
    server.say('No other beginning is proposed.')
    return
  end
  review.beginning = (review.beginning + 1) % #starts
  show(review)
end

local function refuse(review)
  local proposal = current(review)
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
  local proposal = current(review)
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
  local proposal = current(review)
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
  local proposal = current(review)
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
  s = move_start,
  e = move_end,
  u = take_back,
  A = accept_sure,
  p = switch_tier,
  n = switch_names,
  b = bring_back,
  ['?'] = function(review)
    review.help = not review.help
    show(review)
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
  highlights()
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
