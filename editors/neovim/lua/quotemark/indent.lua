-- How far a new line is indented: what is said of somebody stands below the declaration, four columns in.

local M = {}

local WIDTH = 4

--- How many lines above are looked at.
local LINES = 100

--- What 'indentexpr' gives for the line in |v:lnum|: a line below a declaration belongs to it, all others stay as they are.
function M.indent()
  local first = math.max(vim.v.lnum - 1 - LINES, 0)
  local above = vim.api.nvim_buf_get_lines(0, first, vim.v.lnum - 1, false)
  -- After a blank line something else begins.
  if above[#above] and above[#above]:find('^%s*$') then
    return 0
  end
  for number = #above, 1, -1 do
    local line = above[number]
    if line:find('^[@&#][^%s:]+:') then
      local is_first = number == #above
      return is_first and WIDTH or vim.fn.indent(vim.v.lnum - 1)
    elseif not line:find('^%s+%S') then
      return -1
    end
  end
  return -1
end

return M
