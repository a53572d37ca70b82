-- Menus, questions and windows that come while keys are pressed, in a Neovim of its own.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
local child = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/child.lua')

--- Opens an article of a new corpus, and ends with `body`.
local function with_editor(article, body)
  local folder = t.corpus()
  local editor = child.start(folder)
  local passed, problem = xpcall(function()
    editor:open(article)
    body(editor, folder)
  end, debug.traceback)
  editor:stop()
  assert(passed, problem)
end

--- Begins a new last line.
local function begin_line(editor, words)
  editor:press('Go<CR>')
  editor:wait_for_text('\n\n')
  editor:press(words or '')
end

--- Has the answers to requests for completion come that many milliseconds later.
local function delay_answers(editor, milliseconds)
  editor:lua(
    [[
      local delay = ...
      local client = vim.lsp.get_clients({ name = 'quotemark' })[1]
      local request = client.rpc.request
      local function later(callback)
        return callback and function(...)
          local values = { ... }
          vim.defer_fn(function()
            callback(unpack(values, 1, 2))
          end, delay)
        end
      end
      client.rpc.request = function(method, params, callback, replied)
        if method == 'textDocument/completion' then
          callback, replied = later(callback), later(replied)
        end
        return request(method, params, callback, replied)
      end
    ]],
    milliseconds
  )
end

--- Types letter by letter, with a pause between, as fingers do.
local function type_in_rhythm(editor, words, pause)
  for _, letter in ipairs(vim.fn.split(words, [[\zs]])) do
    editor:press(letter)
    vim.wait(pause)
  end
end

t.test('asking for a menu where nothing is offered, and putting it away, changes no word', function()
  with_editor('2014.qm', function(editor)
    begin_line(editor, 'Some words of prose<Esc>0w')
    for _, start in ipairs({ 'i', 'A' }) do
      editor:press(start .. '<C-X><C-O>')
      vim.wait(300)
      editor:press('<C-E>')
      vim.wait(100)
      t.equal(editor:lua('return vim.api.nvim_get_current_line()'), 'Some words of prose')
      editor:press('<Esc>')
    end
    editor:press('A [so]{by @lam<C-X><C-O>')
    editor:wait_for_menu('@ada-lamb')
    editor:press('<C-E>')
    t.equal(editor:lua('return vim.api.nvim_get_current_line()'):sub(1, 32), 'Some words of prose [so]{by @lam')
  end)
end)

t.test('in a tag the menu offers the likeliest first, and CTRL-Y takes it with what follows', function()
  with_editor('2014.qm', function(editor)
    begin_line(editor, 'Dr Lamb said [so]{by ')
    editor:wait_for_menu('@ada-lamb')
    editor:press('<C-Y>')
    editor:wait_for_text('[so]{by @ada-lamb')
    editor:press(' on ')
    editor:wait_for_menu('#ferry')
    editor:press('<C-Y>')
    editor:wait_for_text('[so]{by @ada-lamb on #ferry')
  end)
end)

t.test('an id is found by any part of a name, and who is missing is declared along', function()
  with_editor('2014.qm', function(editor, folder)
    begin_line(editor, '[He]{@reev')
    editor:wait_for_menu('@tom-reeve')
    editor:press('<C-Y>')
    editor:wait_for_text('[He]{@tom-reeve}')
    editor:press(' met [Zoe]{@zoe-hale')
    editor:wait_for_menu('declare @zoe-hale')
    editor:press('<C-Y>')
    editor:wait('the declaration', function()
      return editor:lua(
        [[
          local cast = vim.fn.bufnr((...) .. '/cast.qm')
          local lines = cast ~= -1 and vim.api.nvim_buf_get_lines(cast, 0, -1, false) or {}
          return table.concat(lines, '\n'):find('@zoe-hale:', 1, true)
        ]],
        folder
      )
    end)
    editor:wait_for_text('[He]{@tom-reeve} met [Zoe]{@zoe-hale}')
  end)
end)

t.test('in the words of an article there is no menu', function()
  with_editor('2014.qm', function(editor)
    begin_line(editor, 'Nobody says anything, &c, on the quay, ')
    -- A menu that opens elsewhere is the sign that the answers to these keys have been seen.
    type_in_rhythm(editor, 'in the end', 60)
    t.equal(editor:menu(), nil, 'the menu')
    editor:press(' [x]{')
    editor:wait_for_menu('@ada-lamb')
  end)
end)

t.test('the menu fits what was typed, however fast, and however late the answer', function()
  local cases = {
    { '[He]{reev', '@tom-reeve' },
    { '[He]{@reev', '@tom-reeve' },
    { 'Dr Lamb [so]{by @', '@ada-lamb' },
    { 'Dr Lamb [so]{by @ada-lamb o', 'of' },
    { 'Dr Lamb [so]{by @ada-lamb of har', '&harbour-board' },
    { 'Dr Lamb [so]{by @ada-lamb on fer', '#ferry' },
  }
  for _, delay in ipairs({ 0, 120 }) do
    with_editor('2014.qm', function(editor)
      delay_answers(editor, delay)
      local before = editor:text()
      for _, pause in ipairs({ 0, 20, 70 }) do
        for _, case in ipairs(cases) do
          begin_line(editor)
          type_in_rhythm(editor, case[1], pause)
          editor:wait_for_menu(case[2])
          editor:press('<Esc>u')
          editor:wait('the line to be gone', function()
            return editor:text() == before
          end)
        end
      end
    end)
  end
end)

t.test('a letter that is taken back opens the menu again', function()
  with_editor('2014.qm', function(editor)
    begin_line(editor, '[He]{@reev')
    editor:wait_for_menu('@tom-reeve')
    editor:press('x')
    editor:wait('a menu that fits', function()
      local menu = editor:menu()
      return not menu or menu[1] ~= '@tom-reeve'
    end)
    editor:press('<BS>')
    editor:wait_for_menu('@tom-reeve')
    editor:press('<BS><BS>')
    editor:wait_for_menu('@tom-reeve')
  end)
end)

t.test('a menu that was put away stays away until the next tag or clause', function()
  with_editor('2014.qm', function(editor)
    begin_line(editor, '[He]{@to')
    editor:wait_for_menu('@tom-reeve')
    editor:press('<C-E>')
    editor:wait('the menu to go', function()
      return not editor:menu()
    end)
    type_in_rhythm(editor, 'm-r', 60)
    t.equal(editor:menu(), nil, 'the menu')
    editor:press('} and [him]{')
    editor:wait_for_menu('@')
  end)
end)

t.test('after what the menu has written it does not open by itself with the same', function()
  with_editor('2014.qm', function(editor)
    begin_line(editor, '[He]{@reev')
    editor:wait_for_menu('@tom-reeve')
    editor:press('<C-Y>')
    editor:wait_for_text('[He]{@tom-reeve')
    vim.wait(200)
    t.equal(editor:menu(), nil, 'the menu')
  end)
end)

t.test('another plugin that completes is left alone, though it is loaded late', function()
  with_editor('2014.qm', function(editor)
    editor:lua([[package.loaded['blink.cmp'] = {}]])
    begin_line(editor)
    type_in_rhythm(editor, '[He]{@reev', 60)
    t.equal(editor:menu(), nil, 'the menu')
    local seen = editor:lua([[
      local client = vim.lsp.get_clients({ name = 'quotemark' })[1]
      local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
      return #client:request_sync('textDocument/completion', params, 3000).result.items
    ]])
    assert(seen > 0, 'the other plugin would get no items')
  end)
end)

t.test('hints of roles stand between the words, where they are switched on', function()
  with_editor('2011.qm', function(editor)
    editor:lua('vim.lsp.inlay_hint.enable()')
    editor:wait('the hint on the screen', function()
      return editor:lua([[
        vim.cmd.redraw()
        local cells = {}
        for column = 1, vim.o.columns do
          table.insert(cells, vim.fn.screenstring(8, column))
        end
        return table.concat(cells):find('#ferry}, secretary of Harbour Board said', 1, true)
      ]])
    end)
  end)
end)

t.test('gra offers what fixes a misspelt id, and fixes it', function()
  with_editor('2011.qm', function(editor)
    begin_line(editor, '[He]{@tom-reev} left.<Esc>')
    editor:wait('what is wrong', function()
      return editor:lua([[return vim.diagnostic.get(0)[1] and vim.diagnostic.get(0)[1].code]]) == 'unknown/person'
    end)
    editor:press('$F@gra')
    editor:wait_for_question('@tom-reeve')
    editor:press('1<CR>')
    editor:wait_for_text('[He]{@tom-reeve} left.')
    editor:wait('nothing to be wrong', function()
      return editor:lua('return #vim.diagnostic.get(0)') == 0
    end)
  end)
end)

t.test('grn asks for another id, and puts it into every file', function()
  with_editor('2014.qm', function(editor, folder)
    editor:press('/She<CR>grn')
    editor:wait('the question', function()
      return editor:lua('return vim.fn.getcmdline()') == '@ada-lamb'
    end)
    editor:press('<C-U>@ada-hill<CR>')
    editor:wait_for_text('[She]{@ada-hill}')
    editor:press(':wa<CR>')
    editor:wait('the other files', function()
      return t.read(folder .. '/2011.qm'):find('[Ada Lamb]{@ada-hill}', 1, true)
        and t.read(folder .. '/cast.qm'):find('@ada-hill: Ada Lamb', 1, true)
    end)
  end)
end)

t.test('a preview shows the article without tags, and follows what is written', function()
  with_editor('2014.qm', function(editor)
    local function preview()
      return editor:lua([[
        for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
          if vim.b[buffer].quotemark_preview_of then
            local marks = vim.api.nvim_buf_get_extmarks(buffer, -1, 0, -1, { details = true })
            marks = vim.tbl_map(function(mark)
              return { mark[2], mark[3], mark[4].end_col, mark[4].hl_group }
            end, marks)
            return {
              lines = vim.api.nvim_buf_get_lines(buffer, 0, -1, false),
              line = vim.api.nvim_win_get_cursor(vim.fn.bufwinid(buffer))[1],
              marks = marks,
              modifiable = vim.bo[buffer].modifiable,
            }
          end
        end
      ]])
    end
    editor:press('G:Quotemark preview<CR>')
    t.equal(editor:wait('the preview', preview), {
      lines = { 'A bridge instead', '2014-06-01', '', 'Dr Lamb said that the ferry had to go. She named no day.' },
      line = 4,
      marks = {
        { 0, 0, 16, 'Title' },
        { 1, 0, 10, 'Comment' },
        { 3, 18, 37, 'String' },
        { 3, 39, 42, 'Identifier' },
        { 3, 49, 55, 'String' },
      },
      modifiable = false,
    }, 'the preview')
    assert(editor:text():find('^%-%-%-\n'), 'the cursor has left the article')
    begin_line(editor, '🚢 [Tom Reeve]{@tom-reeve} left.')
    editor:wait('the new words', function()
      local lines = preview().lines
      return lines[#lines] == '🚢 Tom Reeve left.'
    end)
    local marks = preview().marks
    t.equal(marks[#marks], { 5, 5, 14, 'Identifier' }, 'the colour of the name')
    t.equal(preview().line, 6, 'the line that is shown')
    editor:press('<Esc>:Quotemark preview<CR>')
    editor:press(':bwipeout!<CR>')
    editor:wait('the preview to go with its article', function()
      return not preview()
    end)
  end)
end)

t.finish()
