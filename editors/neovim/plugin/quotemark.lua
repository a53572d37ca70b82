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
