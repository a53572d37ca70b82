if vim.b.did_ftplugin then
  return
end
vim.b.did_ftplugin = 1

local set = vim.opt_local

set.commentstring = '{% %s %}'
set.comments = ''

-- An id such as `new-quay` is one word, for `*`, `ciw` and CTRL-N.
set.iskeyword:append('-')

set.wrap = true
set.linebreak = true

-- The text stays where it is when the first report comes.
set.signcolumn = 'yes'

-- The article's own lines and its end of file stay as they came.
set.formatoptions:remove({ 't', 'a' })
set.fixendofline = false

-- What is said of somebody stands below the declaration; no other line is moved.
set.indentexpr = "v:lua.require'quotemark.indent'.indent()"
set.indentkeys = 'o,O'

local undo = 'setlocal indentexpr< indentkeys< completeopt< commentstring< comments< iskeyword< wrap< linebreak< formatoptions< signcolumn< fixendofline<'

if vim.treesitter.language.add('quotemark') then
  vim.treesitter.start()
  set.foldmethod = 'expr'
  set.foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  -- Open at first, unless the user has said how deep.
  if vim.o.foldlevelstart == -1 then
    set.foldlevel = 99
  end
  undo = undo .. ' foldmethod< foldexpr< foldlevel< | lua vim.treesitter.stop()'
end

if not vim.g.no_plugin_maps and not vim.g.no_quotemark_maps then
  require('quotemark.keys').set(0)
  undo = undo .. " | lua require('quotemark.keys').unset(0)"
end

vim.b.undo_ftplugin = undo
