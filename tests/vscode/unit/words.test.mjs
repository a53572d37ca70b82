// What is sent once for many quotes is put together again, and told in words.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';

const { quotesPageOf, previewOf } = await built('src/server/tables.ts');
const { spoken, circumstances, counts, said, saidInShort } = await built('src/server/words.ts');
const { told } = await built('preview/told.ts');
const { voicesOf } = await built('preview/voices.ts');

const range = (line) => ({ start: { line, character: 0 }, end: { line, character: 3 } });
const row = (speakers, more = {}) => ({
  article: 0,
  range: range(3),
  date: '2012',
  speakers,
  organisations: [],
  addressees: [],
  topics: [],
  kind: 'direct',
  words: 'so',
  ...more,
});
const table = {
  articles: [
    { uri: 'file:///a.qm', title: 'A', published: '2012' },
    { uri: null, title: null, published: null },
  ],
  entities: [
    { id: '@ann', name: 'Ann' },
    { id: '@cy', name: 'Cy' },
    { id: '?', name: 'unknown speaker' },
    { id: '&t', name: 'Town' },
    { id: '#u', name: 'Use' },
    { id: null, name: 'a clerk' },
  ],
  roles: ['mayor of Town', 'editor', 'twins'],
  quotes: [
    row([{ entity: 0, kind: 'person', roles: [0] }]),
    row([
      { entity: 0, kind: 'person', roles: [0] },
      { entity: 1, kind: 'person', roles: [1, 2] },
      { entity: 2, kind: 'unknown', roles: [] },
      { entity: 5, kind: 'unnamed', roles: [] },
    ], {
      organisations: [3],
      addressees: [1],
      topics: [{ side: 'against', entity: 4 }],
    }),
    row([{ entity: 1, kind: 'person', roles: [2] }, { entity: 0, kind: 'person', roles: [2] }], { article: 1 }),
  ],
};

test('a page of quotes', () => {
  const { quotes, at, total } = quotesPageOf({ ...table, version: '1', total: 9, at: null });
  assert.equal(total, 9);
  assert.equal(at, undefined);
  const [, joint, elsewhere] = quotes;
  assert.deepEqual(joint.location, { uri: 'file:///a.qm', range: range(3) });
  assert.deepEqual([joint.title, joint.published], ['A', '2012']);
  assert.deepEqual(joint.speakers[1], { id: '@cy', name: 'Cy', kind: 'person', roles: ['editor', 'twins'] });
  assert.deepEqual(joint.speakers[3], { id: null, name: 'a clerk', kind: 'unnamed', roles: [] });
  assert.deepEqual(joint.topics, [{ id: '#u', name: 'Use', side: 'against' }]);
  assert.equal(elsewhere.location, null);

  const beyond = quotesPageOf({ ...table, version: '1', total: 9, at: 7 });
  assert.equal(beyond.quotes.length, 2);
  assert.deepEqual(beyond.at, elsewhere);
});

test('a preview', () => {
  const spans = [
    { start: 0, end: 2, kind: 'quote', quote: 1 },
    { start: 0, end: 1, kind: 'mention', entity: 0, roles: [0, 1] },
    { start: 1, end: 2, kind: 'note', note: 'n' },
  ];
  const preview = previewOf({ ...table, title: 'A', date: null, blocks: [{ level: 0, text: 'so', pieces: [], spans }] });
  assert.equal(preview.quotes.length, 3);
  const [quote, mention, note] = preview.blocks[0].spans;
  assert.deepEqual([quote, note], [spans[0], spans[2]]);
  assert.deepEqual([mention.entity.id, mention.roles], ['@ann', ['mayor of Town', 'editor']]);
});

test('how many quotes are whose', () => {
  const row = (quotes, onBehalf, withParts, kind = 'organisation') => ({ kind, quotes, onBehalf, withParts, mentions: 2 });
  assert.deepEqual(
    [row(2, 0, 2), row(1, 20, 21), row(0, 1, 4), row(2, 0, 3), row(0, 0, 0), row(1, 0, 1, 'person')].map(said),
    [
      '2 quotes',
      '21 quotes (1 its own, 20 on its behalf)',
      '1 quote (0 its own, 1 on its behalf, 4 with its parts)',
      '2 quotes (3 with its parts)',
      '',
      '1 quote',
    ],
  );
  assert.deepEqual([row(2, 0, 2), row(1, 20, 21), row(0, 1, 4), row(0, 0, 3), row(0, 0, 0), row(3, null, null)].map(saidInShort), [
    '2',
    '1+20',
    '1 on behalf',
    '3 with parts',
    '',
    '3',
  ]);
  // Where it was too much to count, only what is its own is known.
  assert.deepEqual([row(3, null, null), row(0, null, null)].map(counts), ['3 own quotes, 2 mentions', '2 mentions']);
  assert.equal(counts({ ...row(0, 0, 0), mentions: 0 }), 'no quotes');
});

test('each speaker is told with the roles that are theirs', () => {
  const { quotes } = quotesPageOf({ ...table, version: '1', total: 3, at: null });
  assert.deepEqual(quotes.map(spoken), [
    'Ann, mayor of Town',
    'Ann (mayor of Town), Cy (editor and twins), unknown speaker and a clerk',
    'Cy and Ann, twins',
  ]);
  assert.deepEqual(quotes.map((quote) => told(quote).split('\n')[0]), [
    'Ann, mayor of Town',
    'Ann (mayor of Town), Cy (editor, twins), unknown speaker, a clerk',
    'Cy, Ann, twins',
  ]);
  assert.deepEqual(circumstances(quotes[1]).slice(1), ['on behalf of Town', 'to Cy', 'against Use', 'direct, 2012']);
  const voices = [...voicesOf(quotes.slice(0, 2))].map(([id, { roles }]) => [id, roles]);
  assert.deepEqual(voices, [['@ann', ['mayor of Town']], ['@cy', ['editor', 'twins']], ['?', []], ['“a clerk”', []]]);
});
