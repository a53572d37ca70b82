autocmd BufRead,BufNewFile *.qm setfiletype quotemark
