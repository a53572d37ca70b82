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
    question = 'Whom do these words mention?',
    none = 'No known name without a tag is here.',
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
---@param wanted { kind: string, question: string, none: string, asks?: boolean } `asks`: even if somebody is likeliest
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
      server.say(wanted.none)
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

--- Tags what the cursor is on: the name, or the quotation around it.
---@param what 'mention'|'quote'
---@param asks? boolean as for an operator
function M.here(what, asks)
  act(vim.tbl_extend('force', TAGGINGS[what], { asks = asks }))
end

--- Tags the known names of the article that can only mean one person or organisation.
function M.tag_names()
  vim.lsp.buf.code_action({ context = { only = { 'source.tagNames' }, diagnostics = {} }, apply = true })
end

--- Goes on in the tag at the cursor or after it in the line: begins to insert before its `}`,
--- after a space, so that the next clause can be chosen.
function M.go_on()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  local close = line:find('}', column + 1, true)
  if not close then
    server.say('No tag ends in this line after the cursor.')
    return
  end
  vim.api.nvim_win_set_cursor(0, { row, close - 1 })
  -- Before what may have been typed already.
  vim.api.nvim_feedkeys(line:sub(close - 1, close - 1) == ' ' and 'i' or 'i ', 'ni', false)
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
