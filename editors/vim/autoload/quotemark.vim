" Fills the quickfix list with every quote of the person or organisation, or on
" the topic, under the cursor, oldest first. The command line is asked, which
" reads files as they are on the disk.
function! quotemark#quotes() abort
  let place = printf('%s:%d:%d', expand('%:p'), line('.'), charcol('.'))
  let answer = s:ask(['quotes', '--format', 'json', place])
  for note in answer.notes
    echohl WarningMsg
    echomsg note
    echohl None
  endfor
  if answer.status != 0
    return
  endif
  let quotes = json_decode(answer.output)
  call setqflist([], ' ', {'title': 'Quotes', 'items': map(quotes, 's:item(v:val)')})
  if empty(quotes)
    echomsg 'There is no quote'
  else
    copen
  endif
endfunction

" What the command line answers: its status, its output, and the lines of what
" it notes beside that. Notes stand on standard error, of a file that cannot be
" read for instance, and are no part of the output. So no shell is asked, whose
" redirection would put the two together.
function! s:ask(arguments) abort
  if !executable(g:ale_quotemark_executable)
    return {'status': -1, 'output': '', 'notes': ['Quotemark: cannot run ' . g:ale_quotemark_executable]}
  endif
  let [output, notes] = [tempname(), tempname()]
  let job = job_start([g:ale_quotemark_executable] + a:arguments, {
    \ 'in_io': 'null', 'out_io': 'file', 'out_name': output, 'err_io': 'file', 'err_name': notes})
  try
    while job_status(job) ==# 'run'
      sleep 10m
    endwhile
    let Lines = {name -> filereadable(name) ? readfile(name) : []}
    return {'status': job_info(job).exitval, 'output': join(Lines(output), "\n"), 'notes': Lines(notes)}
  finally
    call job_stop(job)
    call delete(output)
    call delete(notes)
  endtry
endfunction

function! s:item(quote) abort
  " What has come in place of the file since may be a pipe, on which Vim waits.
  let is_file = getftype(resolve(a:quote.file)) ==# 'file'
  let lines = is_file ? readfile(a:quote.file, '', a:quote.line) : []
  let line = get(lines, a:quote.line - 1, '')
  let speakers = join(map(copy(a:quote.speakers), 'v:val.name'), ', ')
  return {
    \ 'filename': fnamemodify(a:quote.file, ':p'),
    \ 'lnum': a:quote.line,
    \ 'col': byteidx(line, a:quote.column - 1) + 1,
    \ 'text': printf('%s  %s: %s', a:quote.date is v:null ? '?' : a:quote.date, speakers, a:quote.words),
    \ }
endfunction

let g:ale_quotemark_executable = get(g:, 'ale_quotemark_executable', 'quotemark')
