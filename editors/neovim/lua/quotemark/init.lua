local M = {}

local here = vim.fs.normalize(debug.getinfo(1, 'S').source:sub(2))
local plugin = vim.fn.fnamemodify(here, ':p:h:h:h')

--- The command that starts the server: a whole command as a list in
--- `vim.g.quotemark_cmd`, or the path of the binary there or in $QUOTEMARK,
--- or the `quotemark` that is on PATH.
---@return string[]
function M.cmd()
  local chosen = vim.g.quotemark_cmd
  if type(chosen) == 'table' then
    return chosen
  end
  local from_environment = vim.env.QUOTEMARK ~= '' and vim.env.QUOTEMARK or nil
  return { vim.fs.normalize(chosen or from_environment or 'quotemark'), 'server' }
end

---@class quotemark.BuildOptions
---@field source? string the folder that holds parser.c; left out, the one of the plugin's archive or repository
---@field output? string the file to write; left out, parser/quotemark.so of this plugin

--- Compiles the tree-sitter parser with $CC, or `cc`, and returns the path of
--- what it wrote. Raises an error that says what went wrong.
---@param options? quotemark.BuildOptions
---@return string
function M.build_parser(options)
  options = options or {}
  local packed = plugin .. '/grammar/src'
  local source = options.source or vim.uv.fs_stat(packed) and packed or vim.fs.normalize(plugin .. '/../../grammar/src')
  local output = options.output or plugin .. '/parser/quotemark.so'
  -- Renamed at the end: overwriting a library would bring down every Neovim that has it loaded.
  local unfinished = ('%s.%d'):format(output, vim.uv.os_getpid())

  if not vim.uv.fs_stat(source .. '/parser.c') then
    error(('There is no parser.c in %s.'):format(source), 0)
  end
  local command = vim.split(vim.env.CC or 'cc', '%s+', { trimempty = true })
  if vim.fn.executable(command[1] or '') == 0 then
    error('No C compiler was found. Install one, or name it in $CC.', 0)
  end
  vim.list_extend(command, { '-std=c11', '-O2', '-fPIC', '-shared', '-I', source })
  vim.list_extend(command, { '-o', unfinished, source .. '/parser.c' })

  vim.fn.mkdir(vim.fs.dirname(output), 'p')
  local ran = vim.system(command, { text = true }):wait()
  if ran.code ~= 0 then
    os.remove(unfinished)
    error(('The parser could not be compiled.\n%s'):format(ran.stderr), 0)
  end
  assert(vim.uv.fs_rename(unfinished, output))
  return output
end

return M
