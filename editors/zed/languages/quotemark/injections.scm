; The small grammar `comment` marks TODO, FIXME and the like.
((comment) @injection.content
  (#set! injection.language "comment"))
