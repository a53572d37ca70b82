if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring={%\ %s\ %} comments=

" An id such as `new-quay` is one word.
setlocal iskeyword+=-

" The article's own lines and its end of file stay as they came.
setlocal wrap linebreak formatoptions-=t formatoptions-=a nofixendofline

command! -buffer -bar QuotemarkQuotes call quotemark#quotes()

let b:undo_ftplugin = 'setlocal commentstring< comments< iskeyword< wrap< linebreak< formatoptions< fixendofline<'
  \ . ' | delcommand -buffer QuotemarkQuotes'
