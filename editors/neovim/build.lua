-- Compiles the parser. Plugin managers run this file after an install or an
-- update; by hand it is `nvim -l build.lua`.

local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
local quotemark = dofile(here .. '/lua/quotemark/init.lua')

print('Wrote ' .. quotemark.build_parser())
