-- The model of Neovim by which tests/words applies edits is held to Neovim itself.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')

--- The bytes of a string in hexadecimal.
local function bytes(hex)
  return (hex:gsub('..', function(two)
    return string.char(tonumber(two, 16))
  end))
end

t.test('opening, edits and saving do what the model of Neovim says', function()
  vim.cmd('filetype plugin on')
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  local cases = vim.json.decode(t.read(vim.env.QUOTEMARK_CASES))
  local edited, wrong = 0, {}
  for _, case in ipairs(cases) do
    local path = ('%s/%d.qm'):format(folder, case.seed)
    t.write(path, bytes(case.before))
    local buffer = vim.uri_to_bufnr(vim.uri_from_fname(path))
    vim.fn.bufload(buffer)
    local told = vim.lsp._buf_get_full_text(buffer)
    local edit = { documentChanges = { { textDocument = { uri = vim.uri_from_fname(path), version = 0 }, edits = case.edits } } }
    local applied, problem = pcall(vim.lsp.util.apply_workspace_edit, edit, case.encoding)
    vim.api.nvim_buf_call(buffer, function()
      vim.cmd('silent write')
    end)
    local after = t.read(path)
    if not applied or told ~= bytes(case.told) or after ~= bytes(case.after) then
      wrong[#wrong + 1] = ('seed %d: %s\nbefore %q\nedits %s\ntold %q\nfor    %q\nsaved  %q\nfor    %q'):format(
        case.seed,
        applied and '' or problem,
        bytes(case.before),
        vim.json.encode(case.edits),
        told,
        bytes(case.told),
        after,
        bytes(case.after)
      )
    end
    edited = edited + 1
    vim.api.nvim_buf_delete(buffer, { force = true })
  end
  vim.fn.delete(folder, 'rf')
  assert(#wrong == 0, ('%d of %d cases differ:\n%s'):format(#wrong, edited, table.concat(wrong, '\n\n', 1, math.min(#wrong, 5))))
  assert(edited >= 300, ('only %d cases were tried'):format(edited))
  t.note(('%d cases'):format(edited))
end)

t.finish()
