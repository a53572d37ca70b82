" Description: The language server of Quotemark, for articles that say who said what

call ale#Set('quotemark_executable', 'quotemark')

" The folder of quotemark.toml, else that of cast.qm, else the repository, else the file's own.
function! ale_linters#quotemark#quotemark#GetProjectRoot(buffer) abort
  for name in ['quotemark.toml', 'cast.qm']
    let file = ale#path#FindNearestFile(a:buffer, name)
    if !empty(file)
      return fnamemodify(file, ':h')
    endif
  endfor
  let git = ale#path#FindNearestDirectory(a:buffer, '.git')
  return empty(git) ? expand('#' . a:buffer . ':p:h') : fnamemodify(git, ':h:h')
endfunction

" ALE counts columns in bytes and does not say so. A CR that no LF follows is a character of its line
" in Vim, and a CR that ALE is to put in becomes another.
call ale#linter#Define('quotemark', {
\   'name': 'quotemark',
\   'lsp': 'stdio',
\   'language': 'quotemark',
\   'executable': {buffer -> ale#Var(buffer, 'quotemark_executable')},
\   'command': '%e server',
\   'initialization_options': {'columns': 'utf-8', 'lineEnds': {'loneCr': 'text', 'insert': 'lf'}},
\   'project_root': function('ale_linters#quotemark#quotemark#GetProjectRoot'),
\})
