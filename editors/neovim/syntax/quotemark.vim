" Colours for a Neovim without the tree-sitter parser. The grammar knows better:
" this file goes line by line and takes every reference in a tag at its word.

if exists('b:current_syntax')
  finish
endif

syntax sync fromstart

syntax region quotemarkComment start='{%' end='%}' contains=@Spell
syntax match quotemarkEscape '\\[!-/:-@[-`{-~]'

syntax region quotemarkHeader matchgroup=quotemarkMarker start='\%^---\s*$' end='^---\s*$' contains=quotemarkHeaderLine keepend
syntax match quotemarkHeaderLine '^[^:]*:.*$' contained contains=quotemarkKey,@quotemarkValue
syntax match quotemarkHeading '^#\{1,6}\s.*$' contains=quotemarkTag,quotemarkComment,@Spell

syntax match quotemarkDeclaration '^[@&#][[:alnum:]_\-\x80-\U10ffff]\+:.*$' contains=@quotemarkReference,quotemarkName
syntax match quotemarkName ':\zs.*$' contained
syntax match quotemarkProperty '^\s\+\%(also\|role\|part of\|active\|link\|note\)\s*:.*$' contains=quotemarkKey,@quotemarkValue
syntax match quotemarkKey '^\s*[^:]\+\ze:' contained

syntax region quotemarkTag matchgroup=quotemarkBracket start='\]{' end='}\|^\s*$' contains=quotemarkKeyword,quotemarkNote,@quotemarkValue
syntax match quotemarkFence '^:::\+.*$' contains=quotemarkMarker,quotemarkKeyword,@quotemarkValue
syntax match quotemarkMarker '^:::\+' contained
syntax match quotemarkKeyword '\<\%(by\|of\|to\|on\|for\|against\|at\|as\|more\)\>' contained
syntax match quotemarkNote '\%(\]{\s*\)\@16<=note:\_[^}]*' contained

syntax cluster quotemarkReference contains=quotemarkPerson,quotemarkOrganisation,quotemarkTopic
syntax cluster quotemarkValue contains=@quotemarkReference,quotemarkDate,quotemarkString,quotemarkLink
syntax match quotemarkPerson '@[[:alnum:]_\-\x80-\U10ffff]\+' contained
syntax match quotemarkOrganisation '&[[:alnum:]_\-\x80-\U10ffff]\+' contained
syntax match quotemarkTopic '#[[:alnum:]_\-\x80-\U10ffff]\+' contained
syntax match quotemarkDate '\~\?\<\d\{4}\%(-\d\d\)\{,2}\>' contained
syntax region quotemarkString start='"' skip='\\\\.' end='"' oneline contained
syntax region quotemarkString start='“' end='”' oneline contained
syntax match quotemarkLink '\<https\?://\S\+' contained

highlight default link quotemarkComment Comment
highlight default link quotemarkEscape SpecialChar
highlight default link quotemarkMarker Delimiter
highlight default link quotemarkBracket Delimiter
highlight default link quotemarkHeading Title
highlight default link quotemarkName Title
highlight default link quotemarkKey Identifier
highlight default link quotemarkKeyword Keyword
highlight default link quotemarkNote Comment
highlight default link quotemarkPerson Constant
highlight default link quotemarkOrganisation Type
highlight default link quotemarkTopic Label
highlight default link quotemarkDate Number
highlight default link quotemarkString String
highlight default link quotemarkLink Underlined

let b:current_syntax = 'quotemark'
