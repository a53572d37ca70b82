if vim.g.loaded_quotemark then
  return
end
vim.g.loaded_quotemark = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('Quotemark needs Neovim 0.11 or later.', vim.log.levels.ERROR)
  return
end

vim.filetype.add({ extension = { qm = 'quotemark' } })

if vim.g.quotemark_lsp ~= false then
  vim.lsp.enable('quotemark')
end

-- Neovim's own colours leave constants and types as they leave plain words, and
-- brackets too. Here ids are what the eye looks for, and brackets what it should pass over.
local function link_colours()
  for group, target in pairs({
    ['@constant.quotemark'] = 'Identifier',
    ['@type.quotemark'] = 'Function',
    ['@punctuation.bracket.quotemark'] = 'NonText',
  }) do
    vim.api.nvim_set_hl(0, group, { link = target, default = true })
  end
end

link_colours()
local group = vim.api.nvim_create_augroup('quotemark', {})
vim.api.nvim_create_autocmd('ColorScheme', { group = group, callback = link_colours })

vim.api.nvim_create_autocmd('LspAttach', {
  group = group,
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if client and client.name == 'quotemark' then
      require('quotemark.client').attached(client, event.buf)
    end
  end,
})
