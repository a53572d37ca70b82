-- By itself, as plugin managers read it before they load the rest for the first file of this type.
vim.filetype.add({ extension = { qm = 'quotemark' } })
