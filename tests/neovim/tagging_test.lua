-- Tagging by the plugin's keys, as a person presses them.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
vim.g.maplocalleader = ','
t.open_screen(120, 50)

local ARTICLE = [[
---
date: 2014-06-01
---

Mayor Ada Lamb said the ferry had to go. ‘It is too late for it,’ she said 🚢.

She went home.
]]

local corpus = t.corpus()

--- Opens an article of these words, with the cursor on `place`.
local function open(place, words)
  local path = corpus .. '/' .. vim.fn.fnamemodify(vim.fn.tempname(), ':t') .. '.qm'
  t.write(path, words or ARTICLE)
  vim.cmd.edit(path)
  t.client_that_has_read()
  t.go_to(place)
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

--- Presses keys and waits until the article holds `words`.
local function leads_to(keys, words)
  t.press(keys)
  t.wait(('%s to lead to %s'):format(keys, words), function()
    return text():find(words, 1, true)
  end)
end

t.test('a motion becomes a mention of whoever bears the words or is named nearest', function()
  open('Ada Lamb')
  leads_to(',m2w', '[Ada Lamb]{@ada-lamb} said')
  t.go_to('She')
  leads_to(',miw', '[She]{@ada-lamb} went')
end)

t.test('the name under the cursor is tagged, and undo takes the tag back', function()
  open('Lamb said')
  leads_to(',mm', '[Ada Lamb]{@ada-lamb} said')
  leads_to('u', 'Mayor Ada Lamb said')
end)

t.test('a motion, a selection and the quotation around the cursor become quotes', function()
  open('the ferry')
  leads_to(',qt.', 'said [the ferry had to go]{by @ada-lamb}. ‘It')
  t.go_to('too late')
  leads_to(',qq', '[‘It is too late for it,’]{by @ada-lamb} she said 🚢.')
  open('the ferry')
  leads_to('vt.,q', 'said [the ferry had to go]{by @ada-lamb}. ‘It')
end)

t.test('all names of an article are tagged at once', function()
  open('Mayor', ARTICLE .. 'The Harbour Board met Tom Reeve, and Dr Lamb left.\n')
  leads_to(',M', 'The [Harbour Board]{&harbour-board} met [Tom Reeve]{@tom-reeve}, and [Dr Lamb]{@ada-lamb} left.')
end)

t.test('where nobody is meant for sure, one is asked', function()
  open('Zoe', 'Then Zoe Hale sang.\n')
  local asked
  local select = vim.ui.select
  vim.ui.select = function(items, options, chosen)
    asked = vim.tbl_map(options.format_item, items)
    chosen(items[1])
  end
  t.press(',m2w')
  t.wait('a question', function()
    return asked
  end)
  vim.ui.select = select
  t.holds(asked, 'Add “Zoe Hale” as a new person, `@zoe-hale`, and tag it')
  t.wait('the tag', function()
    return text():find('[Zoe Hale]{@', 1, true)
  end)
end)

t.test('one can be asked whose words they are, though somebody is likeliest', function()
  open('too late', ARTICLE .. '[Tom Reeve]{@tom-reeve} heard it.\n')
  local select = vim.ui.select
  vim.ui.select = function(items, options, chosen)
    t.equal(options.prompt, 'Who said these words?', 'the question')
    chosen(items[#items])
  end
  leads_to(',QQ', '[‘It is too late for it,’]{by ?} she')
  vim.ui.select = select
end)

t.test('where nothing can be marked, that is said', function()
  open('No', 'No quotation stands here.\n')
  t.press(',qq')
  t.wait('the message', function()
    return vim.fn.execute('messages'):find('No quotation without a tag is here.', 1, true)
  end)
  t.equal(text(), 'No quotation stands here.', 'the article')
end)

t.test('grn renames in every file, and refuses an id that is taken', function()
  open('She', '[She]{@ada-lamb} went.\n')
  t.go_to('ada-lamb')
  vim.lsp.buf.rename('tom-reeve')
  t.wait('the refusal', function()
    return vim.fn.execute('messages'):find('quotemark merge', 1, true)
  end)
  t.holds(text(), '{@ada-lamb}')
  vim.lsp.buf.rename('ada-hill')
  t.wait('the new id', function()
    return text():find('{@ada-hill}', 1, true)
  end)
  local cast = vim.fn.bufnr(corpus .. '/cast.qm')
  t.holds(vim.api.nvim_buf_get_lines(cast, 0, 1, false), '@ada-hill: Ada Lamb')
  vim.cmd('silent! %bwipeout!')
end)

t.test('a lens lists the quotes that it counts', function()
  vim.cmd.edit(corpus .. '/cast.qm')
  t.client_that_has_read()
  -- The test before left a cast that it never wrote; the one on the disk is read again.
  local lens = t.wait('the lens of a declaration with its quotes', function()
    vim.lsp.codelens.refresh({ bufnr = 0 })
    vim.wait(100)
    for _, lens in ipairs(vim.lsp.codelens.get(0)) do
      local is_first = lens.range.start.line == 0 and lens.command
      if is_first and lens.command.title:find('3 quotes · %d+ mention') then
        return lens
      end
    end
  end)
  local quotes, mentions = lens.command.title:match('(%d+) quotes · (%d+) mention')
  t.equal(quotes, '3', 'the quotes that are counted')
  t.go_to('@ada-lamb')
  local list = t.list(':lua vim.lsp.codelens.run()<CR>')
  t.equal(#list.items, quotes + mentions, 'the places')
end)

t.test('tags are brought into form without a word changed', function()
  open('said', 'She said [so]{by  @ada-lamb   against #ferry of &new-quay}  and  left.\n')
  vim.lsp.buf.format()
  t.holds(text(), 'She said [so]{by @ada-lamb of &new-quay against #ferry}  and  left.')
end)

t.finish()
