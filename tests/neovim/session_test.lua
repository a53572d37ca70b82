-- An article of the example corpus, whose tags have been taken away, is tagged again by the keys of a session.

local t = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/support.lua')
local session = dofile(vim.env.QUOTEMARK_TESTS_FOLDER .. '/session.lua')

local ARTICLE = '2012-06-28-doctors-call-for-a-halt'
-- What the session takes now. More keys a tag would be a step back for those who tag.
local KEYS = 175

t.test('an article is tagged as it is in the corpus, with no more keys than before', function()
  local folder = vim.fn.resolve(vim.fn.tempname())
  local copied = vim.system({ 'cp', '-R', t.repository .. '/examples/commissioning', folder }):wait()
  t.equal(copied.code, 0, 'copying the corpus')
  local path = ('%s/%s.qm'):format(folder, ARTICLE)
  local tagged = t.read(path)
  local header = tagged:match('^%-%-%-\n.-\n%-%-%-\n\n')
  local stripped = vim.system({ vim.env.QUOTEMARK, 'strip', path }):wait()
  t.equal(stripped.code, 0, 'taking the tags away')
  t.write(path, header .. stripped.stdout)

  local steps = dofile(('%s/sessions/%s.lua'):format(vim.env.QUOTEMARK_TESTS_FOLDER, ARTICLE))
  local keys, tags = session.play(steps, folder, ARTICLE .. '.qm')
  local written = t.read(path)
  assert(written == tagged, 'the article is not as it was:\n' .. written)
  t.note(('%d keys for %d tags: %.1f keys a tag'):format(keys, tags, keys / tags))
  assert(keys <= KEYS, ('%d keys are more than %d'):format(keys, KEYS))
end)

t.finish()
