-- The review of what is proposed, by keys as they come from a keyboard, in a Neovim of its own.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
local child = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/child.lua')

local HEADER = '---\ndate: 2014-06-01\n---\n\n'
local FERRY = '“The ferry is late again and nobody says why,” said Ada Lamb. “It will be late tomorrow.”'
local BOARD = 'Bob Ray, chair of the Harbour Board, said that the ferry would end in May, which few had expected.'
local HE = '“We have nothing to hide,” he said.'
local ARTICLE = table.concat({ FERRY, BOARD, HE }, '\n\n')

local FERRY_TAGGED = '[“The ferry is late again and nobody says why,”]{by @ada-lamb} said Ada Lamb. '
  .. '[“It will be late tomorrow.”]{more}'
local HE_TAGGED = '[“We have nothing to hide,”]{by @bob-ray} he said.'

--- Begins the review of an article of these words in a corpus of its own, and ends with `body`.
local function with_review(words, body, header)
  local folder = t.corpus()
  t.write(folder .. '/new.qm', (header or HEADER) .. words .. '\n')
  local editor = child.start(folder)
  local passed, problem = xpcall(function()
    editor:open('new.qm')
    editor:press(',r')
    body(editor, folder)
  end, debug.traceback)
  editor:stop()
  assert(passed, problem)
end

--- What a review draws: what it would write into the text, and the lines below.
local function drawn(editor)
  return editor:lua([[
    local namespace = vim.api.nvim_get_namespaces()['quotemark.review']
    if not namespace then
      return ''
    end
    local words = {}
    local function add(pieces)
      for _, piece in ipairs(pieces) do
        table.insert(words, piece[1])
      end
    end
    for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })) do
      add(mark[4].virt_text or {})
      for _, line in ipairs(mark[4].virt_lines or {}) do
        add(line)
      end
    end
    return table.concat(words)
  ]]) or ''
end

local function wait_for_drawn(editor, words)
  editor:wait('a proposal with ' .. words, function()
    return drawn(editor):find(words, 1, true)
  end)
end

--- Waits until the article consists of these paragraphs.
local function wait_for_article(editor, ...)
  local words = HEADER .. table.concat({ ... }, '\n\n')
  editor:wait('the article\n' .. words, function()
    return editor:text() == words
  end)
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

local function wait_for_text_of_cast(editor, words)
  editor:wait('the cast with ' .. words, function()
    return lines_of(editor, 'cast.qm'):find(words, 1, true)
  end)
end

t.test('each proposal is shown as it would be written, and Enter writes it and goes on', function()
  with_review(ARTICLE, function(editor)
    wait_for_drawn(editor, '1 of 3 · sure')
    wait_for_drawn(editor, ']{by @ada-lamb}')
    wait_for_drawn(editor, ']{more}')
    t.equal(editor:text(), HEADER .. ARTICLE, 'the article before a yes')
    editor:press('<CR>')
    wait_for_article(editor, FERRY_TAGGED, BOARD, HE)
    wait_for_drawn(editor, '2 of 3 · likely')
    wait_for_drawn(editor, 'Bob Ray, new person')
    editor:press('<CR>')
    wait_for_drawn(editor, '3 of 3 · sure')
    editor:press('<CR>')
    editor:wait('the end of the review', function()
      return drawn(editor) == ''
    end)
    local text = editor:text()
    assert(text:find('[the ferry would end in May]{by @bob-ray}', 1, true), text)
    assert(text:find(HE_TAGGED, 1, true), text)
    local cast = lines_of(editor, 'cast.qm')
    assert(cast:find('@bob-ray: Bob Ray', 1, true), cast)
    assert(cast:find('role: chair of &harbour-board, ~2014-06-01', 1, true), cast)
    -- Keys are Neovim's again.
    editor:press('ggx')
    editor:wait('a key of the editor', function()
      return vim.startswith(editor:text(), '--\n')
    end)
  end)
end)

t.test('a review shows what is merely possible where nothing else is left', function()
  local words = 'The board met. “We have nothing to hide,” said Bob Ray.\n\n'
    .. 'Mr Ray claimed small harbours are in danger of “dancing to another tune” in the future.'
  with_review(words, function(editor)
    wait_for_drawn(editor, '1 of 1 · sure')
    editor:press('<CR>')
    editor:wait_for_text('{by @bob-ray}')
    editor:wait('the end of the review', function()
      return drawn(editor) == ''
    end)
    editor:press(',r')
    wait_for_drawn(editor, '1 of 1 · possible')
    editor:press('<CR>')
    editor:wait_for_text('in the future]{by @bob-ray}')
  end)
end)

t.test('u takes the last yes back as a whole, in the article and in the cast', function()
  with_review(ARTICLE, function(editor)
    wait_for_drawn(editor, '1 of 3')
    editor:press('<Space>')
    wait_for_drawn(editor, 'by @bob-ray')
    editor:press('<CR>')
    wait_for_drawn(editor, ']{by @bob-ray}')
    editor:wait('the declaration', function()
      return lines_of(editor, 'cast.qm'):find('@bob-ray', 1, true)
    end)
    wait_for_drawn(editor, 'he said')
    editor:press('u')
    wait_for_article(editor, FERRY, BOARD, HE)
    editor:wait('the declaration to go', function()
      return not lines_of(editor, 'cast.qm'):find('@bob-ray', 1, true)
    end)
    t.equal(editor:asked(), nil, 'the question')
  end)
end)

t.test('Space leaves one for later, the backspace goes back to it, and a number takes another speaker', function()
  with_review(ARTICLE, function(editor)
    wait_for_drawn(editor, '1 of 3')
    editor:press('<Space>')
    wait_for_drawn(editor, '2 of 3')
    editor:press('<BS>')
    wait_for_drawn(editor, '1 of 3')
    wait_for_drawn(editor, '1 Ada Lamb')
    editor:press('1')
    wait_for_article(editor, FERRY_TAGGED, BOARD, HE)
  end)
end)

t.test('e moves the end of the words', function()
  with_review(BOARD, function(editor)
    wait_for_drawn(editor, 'new person')
    editor:press('e')
    editor:press('<CR>')
    editor:wait_for_text('[the ferry would end in May, which few had expected]{by @bob-ray}')
  end)
end)

t.test('s moves the beginning of the words', function()
  with_review('Bob Ray said that, for now, the ferry would end in May, which few had expected.', function(editor)
    wait_for_drawn(editor, 'new person')
    editor:press('se<CR>')
    editor:wait_for_text('said that, for now, [the ferry would end in May, which few had expected]{by @bob-ray}')
  end)
end)

t.test('t goes on in the tag with the menu of clauses, and Escape with the review', function()
  with_review(ARTICLE, function(editor)
    wait_for_drawn(editor, '1 of 3')
    editor:press('tag')
    editor:wait_for_menu('against')
    editor:press('<C-Y>')
    editor:wait_for_menu('#ferry')
    editor:press('<C-Y><Esc>')
    editor:wait_for_text('{by @ada-lamb against #ferry}')
    wait_for_drawn(editor, '2 of 3')
    local written = FERRY_TAGGED:gsub('ada%-lamb', '%0 against #ferry')
    wait_for_article(editor, written, BOARD, HE)
  end)
end)

t.test('what is refused is proposed no more, until it is brought back', function()
  with_review(ARTICLE, function(editor)
    wait_for_drawn(editor, '1 of 3')
    editor:press('x')
    wait_for_drawn(editor, '1 of 2 · likely')
    editor:press('q,r')
    wait_for_drawn(editor, '1 of 2 · likely')
    editor:press('b')
    editor:wait('three proposals', function()
      return drawn(editor):find('of 3', 1, true)
    end)
    wait_for_article(editor, FERRY, BOARD, HE)
  end)
end)

t.test('X says in the file that words are no quote', function()
  with_review(HE, function(editor)
    wait_for_drawn(editor, '1 of 1')
    editor:press('X')
    editor:wait_for_text('{% quotemark: no quote %}')
    editor:wait('the end of the review', function()
      return drawn(editor) == ''
    end)
  end)
end)

t.test('A writes all that are sure, and u takes all of them back', function()
  with_review(ARTICLE, function(editor)
    wait_for_drawn(editor, '1 of 3')
    editor:press('A')
    editor:wait_for_text('{by @ada-lamb}')
    wait_for_drawn(editor, 'likely')
    editor:press('u')
    wait_for_article(editor, FERRY, BOARD, HE)
  end)
end)

t.test('the date of an article that has none is asked for, since no role is known without one', function()
  with_review(BOARD, function(editor)
    editor:wait('the question', function()
      return editor:lua('return vim.api.nvim_get_mode().mode') == 'c'
    end)
    editor:press('soon<CR>')
    -- That is no date, and can be put right.
    editor:wait('what was typed', function()
      return editor:lua('return vim.fn.getcmdline()') == 'soon'
    end)
    editor:press('<C-U>1 June 2014<CR>')
    editor:wait_for_text('date: 2014-06-01\n---')
    wait_for_drawn(editor, 'chair of &harbour-board, ~2014-06-01')
    editor:press('<CR>')
    wait_for_text_of_cast(editor, 'role: chair of &harbour-board, ~2014-06-01')
  end, '---\ndate:\n---\n\n')
end)

t.test('whoever has no date for an article goes on without roles', function()
  with_review(BOARD, function(editor)
    editor:wait('the question', function()
      return editor:lua('return vim.api.nvim_get_mode().mode') == 'c'
    end)
    editor:press('<Esc>')
    wait_for_drawn(editor, '1 of 1 · likely')
    editor:press('<CR>')
    wait_for_text_of_cast(editor, '@bob-ray: Bob Ray')
    local cast = lines_of(editor, 'cast.qm')
    assert(not cast:find('@bob-ray: Bob Ray\n    role', 1, true), cast)
  end, '')
end)


t.test('a file of quotes that others have found is reviewed by the same keys', function()
  with_review(ARTICLE, function(editor, folder)
    wait_for_drawn(editor, '1 of 3')
    editor:press('q')
    local answer = vim.fn.system({ vim.env.QUOTEMARK, 'propose', '--format', 'json', folder .. '/new.qm' })
    local line = {
      article = 'new.qm',
      hash = assert(answer:match('"hash":%s*"([^"]+)"'), answer),
      spans = { { 0, 46 } },
      speaker = 'Eve Hall',
    }
    local unknown = vim.tbl_extend('force', line, { spans = { { 47, 51 } }, speaker = '@nobody' })
    local file = folder .. '/found.jsonl'
    vim.fn.writefile({ vim.json.encode(line), vim.json.encode(unknown) }, file)
    editor:press(':Quotemark review ' .. file .. '<CR>')
    wait_for_drawn(editor, 'the file says Eve Hall')
    assert(editor:lua('return vim.fn.execute("messages")'):find('line 2: nobody is declared as `@nobody`', 1, true))
    editor:press('<CR>')
    editor:wait_for_text('[“The ferry is late again and nobody says why,”]{by @eve-hall}')
    wait_for_text_of_cast(editor, '@eve-hall: Eve Hall')
  end)
end)

t.test('n goes through those who are merely named, and back to the quotes', function()
  with_review(FERRY .. '\n\nDr Eve Hall, mayor of Leeds, left.', function(editor)
    wait_for_drawn(editor, '1 of 1')
    editor:press('n')
    wait_for_drawn(editor, ']{@eve-hall}')
    editor:press('<CR>')
    editor:wait_for_text('Dr [Eve Hall]{@eve-hall}, mayor of Leeds, left.')
    wait_for_text_of_cast(editor, 'role: mayor of Leeds, ~2014-06-01')
    editor:press(',r')
    wait_for_drawn(editor, ']{by @ada-lamb}')
  end)
end)

t.finish()
