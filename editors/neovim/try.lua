-- The init file of editors/try: the plugin, and a window that says what to press.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
vim.opt.runtimepath:prepend(here)
vim.cmd.helptags(here .. '/doc')

-- The keys of the plugin begin with a comma here.
vim.g.maplocalleader = ','

-- What is wrong is told beside the line, while one types.
vim.diagnostic.config({ virtual_text = true, update_in_insert = true })
vim.o.signcolumn = 'yes'
vim.o.winborder = 'rounded'
-- Roles between the words.
vim.lsp.inlay_hint.enable()

-- The corpus is a copy, so nobody need be asked whether to save it.
vim.o.autowriteall = true

vim.api.nvim_create_autocmd('FileType', { pattern = 'qf', command = 'setlocal nowrap' })

local HINTS = {
  ' K     who is this, on the date of the article     CTRL-]    the declaration',
  ' gri   every quote of theirs                       CTRL-T    back again',
  ' grr   everything that names them                  gO        what is in this file',
  ' :n    another article, from May 2014              CTRL-W d  what is wrong here',
  ' :Quotemark speakers   all who speak, and their quotes;   :Quotemark preview   the article without tags',
  ' :last an article that nobody has tagged: ,r reviews what is proposed, a key for each quote',
  ' :qa   leave     Misspell an @id and see. This is a copy: spoil it as you like.',
}

local function show_hints()
  local buffer = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, HINTS)
  vim.bo[buffer].modifiable = false
  local window = vim.api.nvim_open_win(buffer, false, { split = 'below', win = -1, height = #HINTS, style = 'minimal' })
  vim.wo[window].winfixheight = true
  vim.wo[window].winfixbuf = true
  vim.wo[window].statusline = ' What to press'
  vim.wo[window].winhighlight = 'Normal:NormalFloat'

  -- `:q` in the article leaves, as if this window were not there.
  vim.api.nvim_create_autocmd('WinClosed', {
    callback = vim.schedule_wrap(function()
      if vim.api.nvim_win_is_valid(window) and #vim.api.nvim_tabpage_list_wins(0) == 1 then
        vim.cmd('silent! quitall')
      end
    end),
  })
end

vim.api.nvim_create_autocmd('VimEnter', {
  callback = function()
    vim.fn.search([[Chaand]], 'cW')
    if #vim.api.nvim_list_uis() > 0 then
      show_hints()
    end
  end,
})
