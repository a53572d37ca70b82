if vim.g.loaded_quotemark then
  return
end
vim.g.loaded_quotemark = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('Quotemark needs Neovim 0.11 or later.', vim.log.levels.ERROR)
  return
end

-- Again, for those who source this file alone.
vim.filetype.add({ extension = { qm = 'quotemark' } })

if vim.g.quotemark_lsp ~= false then
  vim.lsp.enable('quotemark')
end

vim.api.nvim_create_user_command('Quotemark', function(given)
  require('quotemark.command').run(given.fargs)
end, {
  nargs = '*',
  desc = 'Quotes, speakers and the server of a Quotemark corpus',
  complete = function(typed, line, cursor)
    return require('quotemark.command').complete(typed, line:sub(1, cursor))
  end,
})

-- Neovim's own colours leave constants and types as they leave plain words, and
-- brackets too. Here ids are what the eye looks for, and brackets what it should pass over.
-- What the server knows of words, such as whom a name means, is coloured alike.
local COLOURS = {
  ['@constant.quotemark'] = 'Identifier',
  ['@type.quotemark'] = 'Function',
  ['@punctuation.bracket.quotemark'] = 'NonText',
  ['@lsp.type.person.quotemark'] = 'Identifier',
  ['@lsp.type.organisation.quotemark'] = 'Function',
  ['@lsp.type.topic.quotemark'] = '@label',
  ['@lsp.type.quoteDirect.quotemark'] = 'String',
  ['@lsp.type.quoteMixed.quotemark'] = 'String',
  ['@lsp.mod.unresolved.quotemark'] = 'DiagnosticError',
}

local function link_colours()
  for group, target in pairs(COLOURS) do
    vim.api.nvim_set_hl(0, group, { link = target, default = true })
  end
end

link_colours()
local group = vim.api.nvim_create_augroup('quotemark', {})
vim.api.nvim_create_autocmd('ColorScheme', { group = group, callback = link_colours })

if vim.g.quotemark_lsp ~= false then
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'quotemark',
    callback = vim.schedule_wrap(function()
      require('quotemark.server').tell_if_missing()
    end),
  })
end

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'quotemark' then
      require('quotemark.client').attached(client, event.buf)
    end
  end,
})
