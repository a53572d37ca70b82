-- usage: nvim -l tests/neovim/keystrokes.lua SESSION FOLDER ARTICLE
--
-- Tags an article as a person does: presses the keys of a session (session.lua says
-- what one is; SESSION is a Lua file that returns it) in a Neovim of its own, in a folder
-- that holds the article and what else belongs to its corpus. Prints the keys for each
-- tag that was written. Ends with 1 when a step does not lead to what it says.

local session_path, folder, article = unpack(arg)
assert(article, 'usage: nvim -l keystrokes.lua SESSION FOLDER ARTICLE')
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local session = dofile(here .. '/session.lua')

local arrived, keys, tags = pcall(session.play, dofile(session_path), folder, article)
if not arrived then
  io.stderr:write('The session broke off: ', keys, '\n')
  os.exit(1)
end
io.stdout:write(('%d keys for %d tags: %.1f keys a tag\n'):format(keys, tags, keys / tags))
