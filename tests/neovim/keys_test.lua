-- What keys do while an article is tagged, in a Neovim of its own: where the cursor goes, what is typed over,
-- which menus letters open, what undo takes back.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
local child = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/child.lua')

local HEADER = '---\ndate: 2014-06-01\n---\n\n'

--- Opens a new article of these words in a new corpus, and ends with `body`.
local function with_article(words, body)
  local folder = t.corpus()
  t.write(folder .. '/new.qm', HEADER .. words .. '\n')
  local editor = child.start(folder)
  local passed, problem = xpcall(function()
    editor:open('new.qm')
    body(editor, folder)
  end, debug.traceback)
  editor:stop()
  assert(passed, problem)
end

--- Waits until the words of the article are these.
local function wait_for_words(editor, words)
  editor:wait('the words ' .. words, function()
    return editor:text() == HEADER .. words
  end)
end

--- What the cursor is on.
local function under_cursor(editor)
  return editor:lua([[
    local column = vim.api.nvim_win_get_cursor(0)[2]
    return vim.api.nvim_get_current_line():sub(column + 1, column + 1)
  ]])
end

local function lines_of(editor, path)
  return editor:lua(
    [[
      local buffer = vim.fn.bufnr(...)
      return buffer ~= -1 and table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') or ''
    ]],
    path
  )
end

t.test(',c goes on in the innermost quote around the cursor, whatever tags stand before', function()
  with_article('[The [board]{&harbour-board} will fail]{by @ada-lamb}, she said.', function(editor)
    editor:press('/The<CR>,cag')
    editor:wait_for_menu('against')
    editor:press('<C-Y>')
    editor:wait_for_menu('#ferry')
    editor:press('<C-Y>')
    wait_for_words(editor, '[The [board]{&harbour-board} will fail]{by @ada-lamb against #ferry}, she said.')
  end)
  with_article('[It is]{by @ada-lamb}, she said, [late]{more}.', function(editor)
    editor:press('/late<CR>,cto &new-quay<Esc>')
    wait_for_words(editor, '[It is]{by @ada-lamb to &new-quay}, she said, [late]{more}.')
  end)
  with_article('::: by @ada-lamb\nIt is late.\n:::', function(editor)
    editor:press('/late<CR>,cto &new-quay<Esc>')
    wait_for_words(editor, '::: by @ada-lamb to &new-quay\nIt is late.\n:::')
  end)
  with_article('Nobody said a word.', function(editor)
    editor:press('/said<CR>,c')
    editor:wait('the message', function()
      return editor:lua([[return vim.fn.execute('messages')]]):find('No quote is around the cursor', 1, true)
    end)
    wait_for_words(editor, 'Nobody said a word.')
  end)
end)

t.test('after a tag was written the cursor is after the id, and the mark leads back', function()
  with_article('Ada Lamb said the ferry 🚢 had to go, she said.', function(editor)
    editor:press('/the ferry<CR>,qt,')
    editor:wait_for_text('[the ferry 🚢 had to go]{by @ada-lamb}')
    editor:wait('the cursor to move', function()
      return under_cursor(editor) == 'b'
    end)
    editor:press('a against #ferry<Esc>')
    wait_for_words(editor, 'Ada Lamb said [the ferry 🚢 had to go]{by @ada-lamb against #ferry}, she said.')
    editor:press('``')
    t.equal(under_cursor(editor), 't', 'what the mark leads to')
  end)
  with_article('Ada Lamb said so.', function(editor)
    editor:press('/Lamb<CR>gra')
    editor:wait_for_question('@ada-lamb')
    editor:press('1<CR>')
    editor:wait_for_text('[Ada Lamb]{@ada-lamb} said so.')
    editor:wait('the cursor to move', function()
      return under_cursor(editor) == 'b'
    end)
  end)
end)

t.test('a brace that the menu has written is typed over', function()
  with_article('', function(editor)
    editor:press('Go[He]{@reev')
    editor:wait_for_menu('@tom-reeve')
    editor:press('<C-Y>')
    editor:wait_for_text('[He]{@tom-reeve}')
    editor:press('} left}.<Esc>')
    editor:wait_for_text('[He]{@tom-reeve} left}.')
    -- One that stands after the cursor already is gone over too.
    editor:press('o[She]{}<Left>@ada-lamb')
    editor:wait_for_menu('@ada-lamb')
    editor:press('<C-E>} left.<Esc>')
    editor:wait_for_text('\n[She]{@ada-lamb} left.')
  end)
end)

t.test('letters open the menu in a header and below a declaration', function()
  with_article('@zed-moss: Zed Moss\n    also: Dr Moss', function(editor)
    editor:press('ggosou')
    editor:wait_for_menu('source')
    editor:press('<C-Y>')
    editor:wait_for_text('\nsource: ')
    editor:press('<Esc>Goro')
    editor:wait_for_menu('role')
    editor:press('<C-Y>')
    editor:wait_for_text('\n    role: ')
    editor:press('may')
    editor:wait_for_menu('mayor of')
  end)
end)

t.test('what is said of somebody is indented by itself, and an article is not', function()
  with_article('Prose.', function(editor)
    editor:press('Go<CR>@zed-moss: Zed Moss<CR>also: Dr Moss<CR>also: Moss<CR><CR>Prose.<CR>also: prose<Esc>')
    wait_for_words(editor, 'Prose.\n\n@zed-moss: Zed Moss\n    also: Dr Moss\n    also: Moss\n\nProse.\nalso: prose')
  end)
end)

t.test('CTRL-Y without a menu writes no letter of the line above in a tag, and does in prose', function()
  with_article('@zed-moss: Zed Moss\n    also: Dr Moss', function(editor)
    editor:press('Goqxz<C-Y>')
    editor:wait_for_text('\n    qxz')
    editor:press('<C-Y><C-Y><Esc>')
    wait_for_words(editor, '@zed-moss: Zed Moss\n    also: Dr Moss\n    qxz')
  end)
  with_article('Prose.', function(editor)
    editor:press('Go<C-Y><C-Y><Esc>')
    wait_for_words(editor, 'Prose.\nPr')
  end)
end)

t.test('a name that nobody knows can be declared by ,mm', function()
  with_article('Then Zoe Hale sang.', function(editor, folder)
    editor:press('/Zoe<CR>,mm')
    editor:wait('a question', function()
      return editor:asked()
    end)
    local number = editor:lua([[return _G.number_of('Add “Zoe Hale” as a new person')]])
    editor:press(number .. '<CR>')
    editor:wait_for_text('[Zoe Hale]{@zoe-hale} sang.')
    t.holds(lines_of(editor, folder .. '/cast.qm'), '@zoe-hale: Zoe Hale')
  end)
end)

t.test('a name ends where somebody owns something', function()
  with_article('She is deputy chair of the BMA’s GP Committee.', function(editor)
    for _, name in ipairs({ 'BMA', 'GP Committee' }) do
      editor:press('gg/' .. name .. '<CR>,mm')
      editor:wait_for_question('Add “' .. name .. '” as a new organisation')
      editor:press('1<CR>')
      editor:wait_for_text('[' .. name .. ']{&')
    end
    wait_for_words(editor, 'She is deputy chair of the [BMA]{&bma}’s [GP Committee]{&gp-committee}.')
  end)
end)

t.test('each declaration is undone by itself, and with the tag if one likes', function()
  with_article('Zoe Hale and Max Orr sang.', function(editor, folder)
    local cast = folder .. '/cast.qm'
    for _, name in ipairs({ 'Zoe Hale', 'Max Orr' }) do
      editor:press('/' .. name .. '<CR>,m2e')
      editor:wait('a question', function()
        return editor:asked()
      end)
      editor:press(editor:lua([[return _G.number_of(...)]], 'Add “' .. name .. '” as a new person') .. '<CR>')
      editor:wait_for_text('[' .. name .. ']{@')
    end
    t.holds(lines_of(editor, cast), '@zoe-hale: Zoe Hale', '@max-orr: Max Orr')
    editor:press('u')
    editor:wait_for_question('Remove @max-orr from cast.qm as well')
    editor:press('1<CR>')
    editor:wait('the declaration to go', function()
      return not lines_of(editor, cast):find('@max-orr', 1, true)
    end)
    wait_for_words(editor, '[Zoe Hale]{@zoe-hale} and Max Orr sang.')
    t.holds(lines_of(editor, cast), '@zoe-hale: Zoe Hale')
  end)
end)

t.test('one u in the cast takes back one declaration', function()
  with_article('[a]{@zoe-hale} [b]{@max-orr}', function(editor, folder)
    local cast = folder .. '/cast.qm'
    for _, id in ipairs({ '@zoe-hale Zoe', '@max-orr Max' }) do
      editor:press(':Quotemark declare ' .. id .. '<CR>')
      editor:wait('the declaration', function()
        return lines_of(editor, cast):find((id:gsub(' ', ': ')), 1, true)
      end)
    end
    editor:press(':edit cast.qm<CR>u')
    editor:wait('one to go', function()
      return not lines_of(editor, cast):find('@max-orr', 1, true)
    end)
    t.holds(lines_of(editor, cast), '@zoe-hale: Zoe')
  end)
end)

t.test('the menu says what its entries are, and the sign column is always there', function()
  with_article('', function(editor)
    t.equal(editor:lua('return vim.wo.signcolumn'), 'yes', 'the sign column')
    editor:press('Go[He]{@reev')
    editor:wait_for_menu('@tom-reeve')
    local kind = editor:lua([[return vim.fn.complete_info({ 'items' }).items[1].kind]])
    t.equal(kind, 'person', 'the kind')
  end)
end)

t.finish()
