-- What a review shows: the current proposal as it would be written, and below it the reason, who else may have said it
-- and the keys.

local server = require('quotemark.server')

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

--- Gives the colours of a review their defaults.
function M.highlights()
  local function link(group, to)
    vim.api.nvim_set_hl(0, group, { link = to, default = true })
  end
  link('QuotemarkProposal', 'DiffAdd')
  link('QuotemarkProposalTag', 'Special')
  link('QuotemarkProposalText', 'Comment')
  link('QuotemarkProposalKey', 'Identifier')
  vim.api.nvim_set_hl(0, 'QuotemarkProposed', { underdotted = true, default = true })
end

--- The proposal that is shown.
---@return quotemark.Proposal?, integer? place in the list, from 1
function M.current(review)
  for place, proposal in ipairs(review.proposals) do
    if proposal.key == review.current then
      return proposal, place
    end
  end
end

--- The fragments with the beginning and the end that are chosen.
function M.fragments(review, proposal)
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

--- Where a position of the server stands: the line and the byte in it, both from 0.
function M.place_of(review, position)
  return position.line, server.column(review.buffer, position, review.client.offset_encoding)
end

local function mark(review, range, options)
  local line, column = M.place_of(review, range.start)
  local last, ending = M.place_of(review, range['end'])
  options.end_row, options.end_col, options.strict = last, ending, false
  vim.api.nvim_buf_set_extmark(review.buffer, namespace, line, column, options)
end

local function insert(review, position, words, is_before)
  local line, column = M.place_of(review, position)
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
function M.accepted(review)
  local count = 0
  for _, written in ipairs(review.written) do
    count = count + written.count
  end
  return count
end

local function below(review, proposal, place)
  local lines = {}
  local done = M.accepted(review)
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

--- Shows the current proposal, and where the others stand; the cursor goes there unless somebody types.
function M.show(review)
  M.clear(review.buffer)
  local proposal, place = M.current(review)
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
  local shown = M.fragments(review, proposal)
  for number, range in ipairs(shown) do
    mark(review, range, { hl_group = 'QuotemarkProposal' })
    insert(review, range.start, '[', true)
    local tag = number > 1 and 'more' or choice and choice.tag or 'by …'
    insert(review, range['end'], (']{%s}'):format(tag), false)
  end
  local line = M.place_of(review, shown[#shown]['end'])
  vim.api.nvim_buf_set_extmark(review.buffer, namespace, line, 0, { virt_lines = below(review, proposal, place) })
  local window = vim.fn.bufwinid(review.buffer)
  -- Whoever types meanwhile goes on where they are.
  if window ~= -1 and vim.api.nvim_get_mode().mode == 'n' then
    local first, column = M.place_of(review, shown[1].start)
    vim.api.nvim_win_set_cursor(window, { first + 1, column })
  end
end

--- Takes away what is shown in a buffer.
function M.clear(buffer)
  vim.api.nvim_buf_clear_namespace(buffer, namespace, 0, -1)
end

return M
