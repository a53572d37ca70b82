" Fills the quickfix list with every quote of the person or organisation, or on
" the topic, under the cursor, oldest first. The command line is asked, which
" reads files as they are on the disk.
function! quotemark#quotes() abort
  let place = printf('%s:%d:%d', expand('%:p'), line('.'), charcol('.'))
  let command = [g:ale_quotemark_executable, 'quotes', '--format', 'json', place]
  let answer = system(join(map(command, 'shellescape(v:val)')) . ' 2>&1')
  if v:shell_error
    echohl ErrorMsg
    echomsg trim(answer)
    echohl None
    return
  endif
  let quotes = json_decode(answer)
  call setqflist([], ' ', {'title': 'Quotes', 'items': map(quotes, 's:item(v:val)')})
  if empty(quotes)
    echomsg 'There is no quote'
  else
    copen
  endif
endfunction

function! s:item(quote) abort
  let line = get(readfile(a:quote.file, '', a:quote.line), a:quote.line - 1, '')
  let speakers = join(map(copy(a:quote.speakers), 'v:val.name'), ', ')
  return {
    \ 'filename': fnamemodify(a:quote.file, ':p'),
    \ 'lnum': a:quote.line,
    \ 'col': byteidx(line, a:quote.column - 1) + 1,
    \ 'text': printf('%s  %s: %s', a:quote.date is v:null ? '?' : a:quote.date, speakers, a:quote.words),
    \ }
endfunction

let g:ale_quotemark_executable = get(g:, 'ale_quotemark_executable', 'quotemark')
