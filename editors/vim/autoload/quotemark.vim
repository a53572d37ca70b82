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
  let files = {}
  call setqflist([], ' ', {'title': 'Quotes', 'items': map(quotes, 's:item(v:val, files)')})
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

" Where a quote stands. Each file is read once, and of each line only what lies
" after the quote before, as quotes come in the order of their places.
function! s:item(quote, files) abort
  if !has_key(a:files, a:quote.file)
    " What has come in place of the file since may be a pipe, on which Vim waits.
    let is_file = getftype(resolve(a:quote.file)) ==# 'file'
    let a:files[a:quote.file] = {'lines': is_file ? readfile(a:quote.file) : [], 'known': {}}
  endif
  let file = a:files[a:quote.file]
  let line = get(file.lines, a:quote.line - 1, '')
  let [characters, bytes] = get(file.known, a:quote.line, [0, 0])
  let more = a:quote.column - 1 - characters
  if more < 0
    let [more, bytes] = [a:quote.column - 1, 0]
  endif
  " A character has four bytes at most.
  let column = bytes + s:bytes(strpart(line, bytes, 4 * more + 4), more)
  let file.known[a:quote.line] = [a:quote.column - 1, column]
  let speakers = join(map(copy(a:quote.speakers), 'v:val.name'), ', ')
  return {
    \ 'filename': fnamemodify(a:quote.file, ':p'),
    \ 'lnum': a:quote.line,
    \ 'col': column + 1,
    \ 'text': printf('%s  %s: %s', a:quote.date is v:null ? '?' : a:quote.date, speakers, a:quote.words),
    \ }
endfunction

" The bytes of so many characters at the beginning of a text.
function! s:bytes(text, characters) abort
  let bytes = byteidxcomp(a:text, a:characters)
  return bytes < 0 ? len(a:text) : bytes
endfunction

let g:ale_quotemark_executable = get(g:, 'ale_quotemark_executable', 'quotemark')
