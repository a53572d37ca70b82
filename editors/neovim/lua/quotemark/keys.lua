-- What the keys do: what a motion or a selection covers becomes a mention or a
-- quote, through the code actions of the server; and going from quote to quote.

local server = require('quotemark.server')

local M = {}

---@class quotemark.Tagging
---@field kind string the kind of code actions
---@field question string what is asked where several are as likely
---@field none string what is said where the cursor is on nothing of that kind

---@type table<string, quotemark.Tagging>
local TAGGINGS = {
  mention = {
    kind = 'refactor.rewrite.mention',
    question = 'Who or what is this?',
    none = 'No name without a tag is here.',
  },
  quote = {
    kind = 'refactor.rewrite.quote',
    question = 'Who said these words?',
    none = 'No quotation without a tag is here.',
  },
}

--- Makes the change of an action, which the server may still have to work out.
local function apply(client, buffer, action)
  local function change(done)
    if done.edit then
      vim.lsp.util.apply_workspace_edit(done.edit, client.offset_encoding)
    end
    if done.command then
      client:exec_cmd(done.command, { bufnr = buffer })
    end
  end
  if action.edit or action.command then
    change(action)
    return
  end
  client:request('codeAction/resolve', action, function(problem, resolved)
    if problem then
      server.warn(problem.message)
    else
      change(resolved)
    end
  end, buffer)
end

--- Lets the user choose one of several actions.
local function choose(actions, question, chosen)
  local options = {
    prompt = question,
    kind = 'codeaction',
    format_item = function(action)
      return action.title
    end,
  }
  vim.ui.select(actions, options, function(action)
    if action then
      chosen(action)
    end
  end)
end

--- Does what is most probably meant, or asks.
---@param wanted { kind: string, question: string, none: string, asks?: boolean, otherwise?: fun(): boolean }
--- `asks`: even if somebody is likeliest; `otherwise`: tried where there is nothing to do
---@param range? { start: integer[], ['end']: integer[] } (1,0)-indexed, the end included; left out, the cursor
local function act(wanted, range)
  local buffer = vim.api.nvim_get_current_buf()
  local client = server.need_here()
  if not client then
    return
  end
  local encoding = client.offset_encoding
  local params = range and vim.lsp.util.make_given_range_params(range.start, range['end'], buffer, encoding)
    or vim.lsp.util.make_range_params(0, encoding)
  params.context = { only = { wanted.kind }, diagnostics = {}, triggerKind = 1 }
  client:request('textDocument/codeAction', params, function(problem, actions)
    if problem then
      server.warn(problem.message)
      return
    end
    actions = actions or {}
    if #actions == 0 then
      if not (wanted.otherwise and wanted.otherwise()) then
        server.say(wanted.none)
      end
      return
    end
    local likeliest = vim.iter(actions):find(function(action)
      return action.isPreferred
    end)
    if likeliest and not wanted.asks then
      apply(client, buffer, likeliest)
      return
    end
    choose(actions, wanted.question, function(action)
      apply(client, buffer, action)
    end)
  end, buffer)
end

-- ---- What the keys do ----------------------------------------------------------

local pending

--- What 'operatorfunc' calls when the motion is done.
function M.operate(shape)
  local first, last = vim.api.nvim_buf_get_mark(0, '['), vim.api.nvim_buf_get_mark(0, ']')
  if shape == 'line' then
    first[2] = 0
    last[2] = math.max(#vim.fn.getline(last[1]) - 1, 0)
  end
  act(pending, { start = first, ['end'] = last })
end

--- Begins an operator; returns the keys that have it wait for a motion.
---@param what 'mention'|'quote'
---@param asks? boolean ask whom it means, even where somebody is likeliest
function M.operator(what, asks)
  pending = vim.tbl_extend('force', TAGGINGS[what], {
    none = 'These words cannot be tagged as they are.',
    asks = asks,
  })
  vim.o.operatorfunc = "v:lua.require'quotemark.keys'.operate"
  return 'g@'
end

-- A word with a capital, and such words one after the other: what a name that nobody knows looks like.
local CAPITALISED = [=[[[:upper:]]\k*\%([’'.&]\k\+\)*]=]
local NAME = vim.regex(([[%s\%%(\.\? %s\)*]]):format(CAPITALISED, CAPITALISED))

--- The part of some names that the cursor is on: an owner ends one, as in `the BMA’s GP Committee`. Bytes of the line,
--- the first of the part and the first behind it, the `’s` left out.
local function part_at(line, start, finish, column)
  while true do
    local owner, last = line:sub(start + 1, finish):find("[’']+s%f[^%w]%s*")
    if not owner then
      return start, finish
    end
    -- The apostrophe may be several bytes.
    owner = start + owner - 1
    if column < start + last then
      return start, owner
    end
    start = start + last
  end
end

--- Where the name under the cursor begins and ends, known or not: bytes of its line, the end included.
local function name_here()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  local from = 0
  while from <= column do
    local start, finish = NAME:match_str(line:sub(from + 1))
    if not start then
      return nil
    end
    start, finish = from + start, from + finish
    if start <= column and column < finish then
      start, finish = part_at(line, start, finish, column)
      -- The first word of a sentence has its capital for that, unless the cursor is on it.
      local first = line:sub(start + 1, finish):match('^%S+ ')
      local begins = not line:sub(1, start):find('[%w,;] *$')
      if begins and first and start + #first <= column then
        start = start + #first
      end
      return { start = { row, start }, ['end'] = { row, finish - 1 } }
    end
    from = finish
  end
end

--- Asks what a name is that nobody knows: it can be declared.
local function ask_for_unknown(wanted)
  local range = name_here()
  if range then
    act(vim.tbl_extend('force', wanted, { asks = true, otherwise = false }), range)
  end
  return range ~= nil
end

--- Tags what the cursor is on: the name, or the quotation around it. A name that is not known can be declared.
---@param what 'mention'|'quote'
---@param asks? boolean as for an operator
function M.here(what, asks)
  local wanted = vim.tbl_extend('force', TAGGINGS[what], { asks = asks })
  wanted.otherwise = what == 'mention' and function()
    return ask_for_unknown(wanted)
  end or nil
  act(wanted)
end

--- Tags the known names of the article that can only mean one person or organisation.
function M.tag_names()
  vim.lsp.buf.code_action({ context = { only = { 'source.tagNames' }, diagnostics = {} }, apply = true })
end

--- Goes on in the tag of the innermost quote around the cursor, or of the next one in the line:
--- begins to insert before its `}`, after a space, so that the next clause can be chosen.
function M.go_on()
  local client = server.need_here()
  if not client then
    return
  end
  local here = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local place = { uri = here.textDocument.uri, position = here.position }
  -- What is typed meanwhile goes into the tag, so it has to wait for the answer.
  local finish = server.command_at_once(client, 'quotemark.tagEnd', { place })
  if not finish then
    server.say('No quote is around the cursor, nor after it in this line.')
    return
  end
  local column = server.column(0, finish, client.offset_encoding)
  local line = vim.api.nvim_buf_get_lines(0, finish.line, finish.line + 1, false)[1] or ''
  local insert = line:sub(column, column) == ' ' and 'i' or 'i '
  if column >= #line then
    -- A fence's line and an open tag have nothing after the place.
    insert = insert:gsub('^i', 'a')
    column = math.max(#line - 1, 0)
  end
  vim.api.nvim_win_set_cursor(0, { finish.line + 1, column })
  -- Before what may have been typed already.
  vim.api.nvim_feedkeys(insert, 'ni', false)
end

-- ---- The keys -------------------------------------------------------------------

local function operator(what, asks)
  return function()
    return M.operator(what, asks)
  end
end

local function here(what, asks)
  return function()
    M.here(what, asks)
  end
end

local function step(by)
  return function()
    require('quotemark.steps').step(by)
  end
end

local function review()
  require('quotemark.review').start()
end

-- Operators wait for a motion or take the selection; the others act at once.
local OPERATORS = {
  m = { operator('mention'), 'Tag words as a mention' },
  q = { operator('quote'), 'Mark words as a quote' },
  Q = { operator('quote', true), 'Mark words as a quote, and ask whose' },
}
local OTHERS = {
  mm = { here('mention'), 'Tag the name under the cursor' },
  qq = { here('quote'), 'Mark the quotation around the cursor' },
  QQ = { here('quote', true), 'Mark the quotation around the cursor, and ask whose' },
  M = { M.tag_names, 'Tag all known names of the article' },
  c = { M.go_on, 'Go on in the tag' },
  r = { review, 'Review what is proposed' },
  n = { step(1), 'Go to the next quote of the same speaker' },
  p = { step(-1), 'Go to the quote of the same speaker before' },
}

--- Sets the keys for a buffer.
function M.set(buffer)
  for keys, does in pairs(OPERATORS) do
    local options = { buffer = buffer, expr = true, desc = does[2] }
    vim.keymap.set({ 'n', 'x' }, '<LocalLeader>' .. keys, does[1], options)
  end
  for keys, does in pairs(OTHERS) do
    vim.keymap.set('n', '<LocalLeader>' .. keys, does[1], { buffer = buffer, desc = does[2] })
  end
end

--- Takes them back.
function M.unset(buffer)
  for keys in pairs(OPERATORS) do
    pcall(vim.keymap.del, { 'n', 'x' }, '<LocalLeader>' .. keys, { buffer = buffer })
  end
  for keys in pairs(OTHERS) do
    pcall(vim.keymap.del, 'n', '<LocalLeader>' .. keys, { buffer = buffer })
  end
end

return M
