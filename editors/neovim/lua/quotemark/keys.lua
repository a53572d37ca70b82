-- Tagging with operators: what a motion or a selection covers becomes a
-- mention or a quote, through the server's code actions.

local M = {}

--- The actions of the server for a stretch of the buffer, or nil when nothing answers in time.
---@param kind string the kind of actions that is wanted
---@param range? { start: integer[], ['end']: integer[] } (1,0)-indexed, the end included; the cursor when nil
---@param question string what to ask where several are as likely
---@param none string what to say where nothing can be done
local function act(kind, range, question, none)
  local client = vim.lsp.get_clients({ bufnr = 0, name = 'quotemark' })[1]
  if not client then
    vim.notify('The Quotemark server does not run here; see :checkhealth quotemark', vim.log.levels.WARN)
    return
  end
  local encoding = client.offset_encoding
  local params
  if range then
    params = vim.lsp.util.make_given_range_params(range.start, range['end'], 0, encoding)
  else
    params = vim.lsp.util.make_range_params(0, encoding)
  end
  params.context = { only = { kind }, diagnostics = {}, triggerKind = 1 }
  local buffer = vim.api.nvim_get_current_buf()

  local function apply(action)
    if action.edit or not client:supports_method('codeAction/resolve') then
      M.done(client, action)
      return
    end
    client:request('codeAction/resolve', action, function(problem, resolved)
      if problem then
        vim.notify(problem.message, vim.log.levels.WARN)
      else
        M.done(client, resolved)
      end
    end, buffer)
  end

  client:request('textDocument/codeAction', params, function(problem, actions)
    if problem then
      vim.notify(problem.message, vim.log.levels.WARN)
      return
    end
    actions = actions or {}
    for _, action in ipairs(actions) do
      if action.isPreferred then
        apply(action)
        return
      end
    end
    if #actions == 0 then
      vim.notify(none, vim.log.levels.INFO)
    elseif #actions == 1 then
      apply(actions[1])
    else
      vim.ui.select(actions, {
        prompt = question,
        kind = 'codeaction',
        format_item = function(action)
          return action.title
        end,
      }, function(chosen)
        if chosen then
          apply(chosen)
        end
      end)
    end
  end, buffer)
end

--- Makes the change of an action.
function M.done(client, action)
  if action.edit then
    vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
  end
  if action.command then
    client:exec_cmd(action.command)
  end
end

local KINDS = {
  mention = {
    'refactor.rewrite.mention',
    'Whom do these words mention?',
    'No known name without a tag is here.',
  },
  quote = {
    'refactor.rewrite.quote',
    'Who said these words?',
    'No quotation without a tag is here.',
  },
}

local pending

--- What 'operatorfunc' calls when the motion is done.
function M.operate(shape)
  local first, last = vim.api.nvim_buf_get_mark(0, '['), vim.api.nvim_buf_get_mark(0, ']')
  if shape == 'line' then
    first[2] = 0
    last[2] = math.max(#vim.fn.getline(last[1]) - 1, 0)
  end
  local kind, question = unpack(pending)
  act(kind, { start = first, ['end'] = last }, question, 'These words cannot be tagged as they are.')
end

--- Begins an operator; returns the keys that have it wait for a motion.
---@param what 'mention'|'quote'
function M.operator(what)
  pending = KINDS[what]
  vim.o.operatorfunc = "v:lua.require'quotemark.keys'.operate"
  return 'g@'
end

--- Tags what the cursor is on: the name, or the quotation around it.
---@param what 'mention'|'quote'
function M.here(what)
  local kind, question, none = unpack(KINDS[what])
  act(kind, nil, question, none)
end

--- Tags the known names of the article that mean one person or organisation.
function M.tag_names()
  act('source.tagNames', nil, '', 'No known name is without a tag.')
end

--- Goes on in the tag at the cursor or behind it in the line: begins to insert before its `}`,
--- behind a space, so that the next clause can be chosen.
function M.go_on()
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_get_current_line()
  -- The tag around the cursor, else the first that ends behind it.
  local close = line:find('}', column + 1, true)
  if not close then
    vim.notify('No tag ends in this line behind the cursor.', vim.log.levels.INFO)
    return
  end
  vim.api.nvim_win_set_cursor(0, { row, close - 1 })
  vim.api.nvim_feedkeys(line:sub(close - 1, close - 1) == ' ' and 'i' or 'i ', 'n', false)
end

-- Mode, keys behind <LocalLeader>, what they do, and what that is called.
local KEYS = {
  { { 'n', 'x' }, 'm', 'mention', 'Tag words as a mention' },
  { { 'n', 'x' }, 'q', 'quote', 'Mark words as a quote' },
  { 'n', 'mm', 'mention', 'Tag the name under the cursor' },
  { 'n', 'qq', 'quote', 'Mark the quotation around the cursor' },
  { 'n', 'c', M.go_on, 'Go on in the tag' },
  { 'n', 'M', M.tag_names, 'Tag all known names of the article' },
}

--- Sets the keys for a buffer.
function M.set(buffer)
  for _, key in ipairs(KEYS) do
    local modes, keys, does, what = unpack(key)
    local run = does
    if does == 'mention' or does == 'quote' then
      local begin = type(modes) == 'table' and M.operator or M.here
      run = function()
        return begin(does)
      end
    end
    vim.keymap.set(modes, '<LocalLeader>' .. keys, run, {
      buffer = buffer,
      expr = type(modes) == 'table',
      desc = what,
    })
  end
end

--- Takes them back.
function M.unset(buffer)
  for _, key in ipairs(KEYS) do
    pcall(vim.keymap.del, key[1], '<LocalLeader>' .. key[2], { buffer = buffer })
  end
end

return M
