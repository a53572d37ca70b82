-- From the server's units to bytes, for many places of one text: to find one, only a short piece of its line is
-- looked at, however long the line is.

local M = {}

--- As many bytes of a line are converted at once.
local STEP = 256

---@class quotemark.Line
---@field text string
---@field encoding string
---@field marks [integer, integer][] units and bytes, in order, about every STEP bytes
local Line = {}
Line.__index = Line

--- A line of a text.
---@param text string
---@param encoding 'utf-8'|'utf-16'|'utf-32' how the server counts
---@return quotemark.Line
function M.line(text, encoding)
  return setmetatable({ text = text, encoding = encoding, marks = { { 0, 0 } } }, Line)
end

--- The bytes before so many units; of more than there are, all.
---@param unit integer
---@return integer
function Line:byte(unit)
  if self.encoding == 'utf-8' then
    return math.min(unit, #self.text)
  end
  local marks = self.marks
  while marks[#marks][1] < unit and marks[#marks][2] < #self.text do
    local units, bytes = unpack(marks[#marks])
    local piece = self.text:sub(bytes + 1, bytes + STEP)
    if bytes + STEP < #self.text then
      -- Up to the beginning of a character.
      piece = piece:sub(1, #piece + vim.str_utf_start(self.text:sub(bytes + 1, bytes + STEP + 4), STEP + 1))
    end
    marks[#marks + 1] = { units + vim.str_utfindex(piece, self.encoding), bytes + #piece }
  end
  -- The last mark that is not after the place, by halves.
  local low, high = 1, #marks
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if marks[middle][1] > unit then
      high = middle - 1
    else
      low = middle
    end
  end
  local units, bytes = unpack(marks[low])
  local piece = self.text:sub(bytes + 1, bytes + STEP + 4)
  return bytes + vim.str_byteindex(piece, self.encoding, unit - units, false)
end

---@class quotemark.Lines
---@field lines quotemark.Line[]
---@field starts integer[] the units before each line
local Lines = {}
Lines.__index = Lines

--- A text of several lines, whose breaks count too.
---@param text string
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return quotemark.Lines
function M.lines(text, encoding)
  local lines, starts, before = {}, {}, 0
  for _, line in ipairs(vim.split(text, '\n', { plain = true })) do
    table.insert(lines, M.line(line, encoding))
    table.insert(starts, before)
    before = before + vim.str_utfindex(line, encoding) + 1
  end
  return setmetatable({ lines = lines, starts = starts }, Lines)
end

--- The line, from 0, and the byte in it before which so many units of the text stand. A break's CR is not of its line.
---@param unit integer
---@return integer line, integer byte
function Lines:at(unit)
  local low, high = 1, #self.lines
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if self.starts[middle] > unit then
      high = middle - 1
    else
      low = middle
    end
  end
  local line = self.lines[low]
  local byte = line:byte(unit - self.starts[low])
  local ending = line.text:sub(-1) == '\r' and #line.text - 1 or #line.text
  return low - 1, math.min(byte, ending)
end

--- Where locations begin and end, as lists of places want it, in the order of the locations. Each file is read once.
---@param locations table[] as the protocol has them
---@param encoding 'utf-8'|'utf-16'|'utf-32'
---@return table[] items with `filename`, `lnum`, `col`, `end_lnum` and `end_col`
function M.items(locations, encoding)
  local files = {}
  local function file_of(uri)
    local file = files[uri]
    if not file then
      local name = vim.uri_to_fname(uri)
      local buffer = vim.fn.bufnr('^' .. vim.fn.escape(name, '\\*?[]{}^$.~ ,') .. '$')
      local is_loaded = buffer ~= -1 and vim.api.nvim_buf_is_loaded(buffer)
      file = { name = name, lines = {}, buffer = is_loaded and buffer or nil }
      if not is_loaded then
        -- What has come in place of the file since may be a pipe, on which Neovim would wait.
        local found = vim.uv.fs_stat(name)
        local is_read, texts = pcall(vim.fn.readfile, found and found.type == 'file' and name or '')
        file.texts = is_read and texts or {}
      end
      files[uri] = file
    end
    return file
  end
  local function place(file, position)
    local line = file.lines[position.line]
    if not line then
      local number = position.line
      local text = file.buffer and vim.api.nvim_buf_get_lines(file.buffer, number, number + 1, false)[1]
        or (file.texts and file.texts[number + 1])
      line = M.line(text or '', encoding)
      file.lines[number] = line
    end
    return position.line + 1, line:byte(position.character) + 1
  end
  return vim.tbl_map(function(location)
    local file = file_of(location.uri)
    local item = { filename = file.name }
    item.lnum, item.col = place(file, location.range.start)
    item.end_lnum, item.end_col = place(file, location.range['end'])
    return item
  end, locations)
end

return M
