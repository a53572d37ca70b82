" Run by tests/vim/run: the plugin and ALE with the real server, in a copy of the example corpus.

let s:failed = 0

" Waits until the expression is true, as what comes from the server comes later.
function! s:wait(what, condition) abort
  let left = 400
  while left > 0
    if eval(a:condition)
      return
    endif
    sleep 50m
    let left -= 1
  endwhile
  throw 'waited in vain for ' . a:what
endfunction

function! s:open(name) abort
  execute 'edit!' fnameescape($QUOTEMARK_TESTS_CORPUS . '/' . a:name)
endfunction

function! s:test(name) abort
  try
    let v:errors = []
    call call('s:' . a:name, [])
    let problem = join(v:errors, "\n")
  catch
    let problem = v:exception . ' at ' . v:throwpoint
  endtry
  let s:failed += !empty(problem)
  call writefile([(empty(problem) ? 'ok      ' : 'FAILED  ') . a:name] + split(problem, "\n"), $QUOTEMARK_TESTS_OUTPUT, 'a')
  silent! only!
endfunction

function! s:file_type_and_options() abort
  call s:open('2011-11-24-bma-seeks-talks.qm')
  call assert_equal('quotemark', &filetype)
  call assert_equal('{% %s %}', &commentstring)
  call assert_notmatch('t', &formatoptions)
  call assert_false(&fixendofline)
endfunction

function! s:colours() abort
  call s:open('2011-11-24-bma-seeks-talks.qm')
  for [words, group] in [['&gp-weekly', 'quotemarkOrganisation'], ['{&bma}', 'quotemarkBracket'],
    \ ['&bma on', 'quotemarkOrganisation'], ['on #comm', 'quotemarkKeyword'], ['@laurence', 'quotemarkPerson'],
    \ ['#outsourcing', 'quotemarkTopic'], ['{% Whom', 'quotemarkComment'], ['about the support', '']]
    call cursor(1, 1)
    call assert_true(search('\V' . words, 'cW'), words)
    call assert_equal(group, synIDattr(synID(line('.'), col('.'), 1), 'name'), words)
  endfor
endfunction

function! s:hover_shows_the_role_of_the_date() abort
  call s:open('2013-07-new-chair-for-gps-committee.qm')
  call search('Nagpaul')
  let g:ale_hover_to_preview = 1
  ALEHover
  call s:wait('the hover', 'winnr("$") > 1')
  wincmd p
  wincmd j
  call assert_match('chair of', join(getline(1, '$'), "\n"))
endfunction

function! s:definition() abort
  call s:open('2011-11-24-bma-seeks-talks.qm')
  call search('@laurence-buckman')
  ALEGoToDefinition
  call s:wait('the declaration', 'expand("%:t") ==# "cast.qm"')
  call assert_match('^@laurence-buckman: ', getline('.'))
endfunction

function! s:references() abort
  call s:open('2011-11-24-bma-seeks-talks.qm')
  call search('#outsourcing')
  ALEFindReferences -quickfix
  call s:wait('the references', 'len(getqflist()) > 2')
  let files = map(getqflist(), 'fnamemodify(bufname(v:val.bufnr), ":t")')
  call assert_true(index(files, '2011-11-24-bma-seeks-talks.qm') >= 0, string(files))
  call assert_true(index(files, '2012-06-29-core-work-should-stay.qm') >= 0, string(files))
endfunction

function! s:every_quote() abort
  call s:open('2011-11-24-bma-seeks-talks.qm')
  call search('Dr Laurence Buckman')
  QuotemarkQuotes
  let quotes = getqflist()
  call assert_true(len(quotes) > 4, string(quotes))
  call assert_equal('quickfix', &buftype)
  let dates = map(copy(quotes), 'split(v:val.text)[0]')
  call assert_equal(sort(copy(dates)), dates)
  cclose
  for number in range(1, len(quotes))
    execute 'cc' number
    let start = matchstr(quotes[number - 1].text, '^.\{-}: \zs\S*')
    call assert_match('^\[\=\V' . escape(start, '\'), strpart(getline('.'), col('.') - 1))
  endfor
endfunction

" Of such a file the command line says that it cannot be read, beside its answer.
function! s:quotes_beside_a_file_in_latin_1() abort
  let latin = $QUOTEMARK_TESTS_CORPUS . '/latin.qm'
  call writefile(0z63616665CC20E90A, latin)
  try
    call s:open('2011-11-24-bma-seeks-talks.qm')
    call search('Dr Laurence Buckman')
    call setqflist([])
    let told = execute('QuotemarkQuotes')
    call assert_match('latin\.qm', told)
    call assert_true(len(getqflist()) > 4, string(getqflist()))
    cclose
    " Where nothing can be said, the list stays as it was.
    call s:open('2011-11-24-bma-seeks-talks.qm')
    let kept = len(getqflist())
    let executable = g:ale_quotemark_executable
    for [wrong, reason] in [['/nowhere/quotemark', 'cannot run'], [executable, 'error']]
      let g:ale_quotemark_executable = wrong
      if reason ==# 'error'
        execute 'file' fnameescape($QUOTEMARK_TESTS_CORPUS . '/not-there.qm')
      endif
      call assert_match(reason, execute('QuotemarkQuotes'))
      call assert_equal(kept, len(getqflist()))
    endfor
    let g:ale_quotemark_executable = executable
  finally
    bwipeout!
    call delete(latin)
  endtry
endfunction

function! s:a_mistake_shows_and_goes() abort
  call s:open('2011-11-24-bma-seeks-talks.qm')
  call append('$', '[He]{@laurence-buckma}')
  call ale#Queue(0)
  call s:wait('the diagnostic', '!empty(filter(getloclist(0), {_, item -> item.text =~# "laurence-buckma"}))')
  $delete
  call ale#Queue(0)
  call s:wait('its end', 'empty(getloclist(0))')
endfunction

" Files of a corpus of their own by what is particular about them; only here.qm is opened.
let s:files = {
  \ 'marked.qm': "\ufeff[é Hale]{@ann} came. [‘Yes’]{by @ann}\n[Ann]{@ann}\n",
  \ 'marked-crlf.qm': "\ufeff---\r\ndate: 2011\r\n---\r\n\r\n‘😀’ [Ann]{@ann}\r\n",
  \ 'mixed.qm': "[Ann]{@ann}\r\n[Ann]{@ann}\n[Ann]{@ann}\r\n",
  \ 'lone-cr.qm': "One\n[Ann]{@ann}\r[é]{@ann}\r\r[Ann]{@ann}\n[Ann]{@ann}\r\n",
  \ 'cr-in-crlf.qm': "One\r\n[Ann]{@ann}\r[é]{@ann}\r\n[Ann]{@ann}\r\n",
  \ 'unusual.qm': "a\u2028b\u2029c\u0085d [Ann]{@ann}\n\ufeff[Ann]{@ann}\n",
  \ 'cast.qm': "\ufeff@ann: Ann Hale\r\n    also: Hale\r\n",
  \ 'here.qm': "‘Ünd’ [Ann]{@ann} left.\n",
  \ }

function! s:rename_hits_the_same_id_whatever_files_begin_and_end_with() abort
  let folder = tempname()
  call mkdir(folder)
  for [name, text] in items(s:files)
    call writefile(split(text, "\n", 1), folder . '/' . name, 'b')
  endfor
  execute 'edit!' fnameescape(folder . '/here.qm')
  call search('@ann')
  let g:ale_hover_to_preview = 1
  ALEHover
  call s:wait('the server', 'winnr("$") > 1')
  only
  call search('ann}')
  " ALE asks for the name in the command line.
  call ale#rename#Execute()
  call s:wait('the rename', 'getline(1) =~# "@annabel"')
  silent wall
  for [name, text] in items(s:files)
    let expected = substitute(text, '@ann\>', '@annabel', 'g')
    call assert_equal(expected, join(readfile(folder . '/' . name, 'b'), "\n"), name)
  endfor
endfunction

" What is asked for in the command line.
runtime autoload/ale/util.vim
function! ale#util#Input(...) abort
  return 'annabel'
endfunction

for s:name in ['file_type_and_options', 'colours', 'a_mistake_shows_and_goes', 'hover_shows_the_role_of_the_date',
  \ 'definition', 'references', 'every_quote', 'quotes_beside_a_file_in_latin_1',
  \ 'rename_hits_the_same_id_whatever_files_begin_and_end_with']
  call s:test(s:name)
endfor
execute s:failed ? 'cquit' : 'qall!'
