-- Tagging with operators: what a motion or a selection covers becomes a
-- mention or a quote, through the server's code actions.

local M = {}

--- The actions of the server for a stretch of the buffer, or nil when nothing answers in time.
---@param kind string the kind of actions that is wanted
---@param range? { start: integer[], ['end']: integer[] } (1,0)-indexed, the end included; the cursor when nil
---@param wanted string what to say that there is none of
local function act(kind, range, wanted)
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
      vim.notify(wanted, vim.log.levels.INFO)
    elseif #actions == 1 then
      apply(actions[1])
    else
      vim.ui.select(actions, {
        prompt = wanted,
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
  mention = { kind = 'refactor.rewrite.mention', wanted = 'Whom do these words mention?' },
  quote = { kind = 'refactor.rewrite.quote', wanted = 'Who said these words?' },
}

local pending

--- What 'operatorfunc' calls when the motion is done.
function M.operate(shape)
  local first, last = vim.api.nvim_buf_get_mark(0, '['), vim.api.nvim_buf_get_mark(0, ']')
  if shape == 'line' then
    first[2] = 0
    last[2] = math.max(#vim.fn.getline(last[1]) - 1, 0)
  end
  act(pending.kind, { start = first, ['end'] = last }, pending.wanted)
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
  act(KINDS[what].kind, nil, KINDS[what].wanted)
end

--- Tags the known names of the article that mean one person or organisation.
function M.tag_names()
  act('source.tagNames', nil, 'No known name stands here without a tag.')
end

--- Sets the keys for a buffer.
function M.set(buffer)
  local function map(mode, keys, run, what, options)
    options = vim.tbl_extend('force', { buffer = buffer, desc = what }, options or {})
    vim.keymap.set(mode, '<LocalLeader>' .. keys, run, options)
  end
  for keys, what in pairs({ t = 'mention', q = 'quote' }) do
    local words = what == 'mention' and 'Tag as a mention' or 'Tag as a quote'
    map({ 'n', 'x' }, keys, function()
      return M.operator(what)
    end, words, { expr = true })
    map('n', keys .. keys, function()
      M.here(what)
    end, words .. ': what the cursor is on')
  end
  map('n', 'T', M.tag_names, 'Tag all known names of the article')
end

return M
