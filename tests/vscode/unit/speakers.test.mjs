// The Speakers view makes no more lines than are shown, and takes no more work than there are answers.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';
import { workOf } from './counting.mjs';
import * as editor from './editor.mjs';

const { SpeakersTree } = await built('src/speakers/tree.ts');

/** By how much the work may grow when the corpus doubles; what is sorted grows by somewhat more. */
const GROWTH = 2.3;
/** The lines of a page, and the one that stands for the rest. */
const SHOWN = 201;
const TOPIC = { id: '#t', name: 'T', side: 'for' };

const place = (uri, line) => ({ uri, range: { start: { line, character: 0 }, end: { line, character: 5 } } });

/** A corpus of so many speakers, of whom the first has so many quotes in so many articles, each with so many speakers. */
function corpus({ speakers = 1, quotes = 0, articles = 1, joint = 1, roles = 0 }) {
  const named = Array.from({ length: speakers }, (_, number) => ({ id: `@s${number}`, name: `S ${number}` }));
  const rows = Array.from({ length: quotes }, (_, number) => ({
    location: place(`file:///c/${number % articles}.qm`, number),
    title: null,
    published: '2011',
    date: '2011',
    speakers: named.slice(0, joint),
    roles: [],
    organisations: [],
    addressees: [],
    topics: [TOPIC],
    kind: 'direct',
    words: `words ${number}`,
  }));
  return {
    log: { warn: (text) => assert.fail(text) },
    place: ({ uri, range: { start, end } }) =>
      new editor.Location(editor.Uri.parse(uri), new editor.Range(start.line, start.character, end.line, end.character)),
    speakers: async () =>
      named.map((speaker, number) => ({
        ...speaker,
        location: place('file:///c/cast.qm', number),
        kind: 'person',
        quotes: number < joint ? quotes : 0,
        mentions: 1,
        articles: 1,
        roles: Array.from({ length: roles }, () => 'chair of A'),
      })),
    quotes: async (wanted) => rows.filter((row) => typeof wanted !== 'string' || row.speakers.some(({ id }) => id === wanted)),
  };
}

/** Shows all that is shown of somebody, to the last quote of the first article. */
async function open(tree) {
  const lines = [];
  const roots = await tree.getChildren();
  lines.push(...roots);
  const below = roots.length > 0 ? await tree.getChildren(roots[0]) : [];
  lines.push(...below);
  const article = below.find(({ kind }) => kind === 'article');
  if (article !== undefined) {
    lines.push(...(await tree.getChildren(article)));
  }
  lines.forEach((line) => tree.getTreeItem(line));
  return lines;
}

const cases = {
  'the quotes of one speaker': (n) => corpus({ quotes: n }),
  'the articles of one speaker': (n) => corpus({ quotes: n, articles: n }),
  'speakers': (n) => corpus({ speakers: n }),
  'the speakers of one quote': (n) => corpus({ speakers: n, joint: n, quotes: 1 }),
  'the roles of one speaker': (n) => corpus({ roles: n }),
};

for (const [name, made] of Object.entries(cases)) {
  for (const filter of [undefined, { topic: TOPIC, side: 'for' }]) {
    test(`${filter === undefined ? 'all' : 'filtered'}: work grows no more than ${name}`, async () => {
      const works = [];
      for (const number of [2000, 4000]) {
        const tree = new SpeakersTree(made(number));
        works.push(
          await workOf(async () => {
            await tree.setFilter(filter);
            await tree.refresh();
            const lines = await open(tree);
            assert.ok(lines.length <= 3 * SHOWN, `${lines.length} lines`);
          }),
        );
      }
      assert.ok(works[1] <= GROWTH * works[0], `${works}`);
    });
  }
}

test('following the cursor does not grow with the speakers', async () => {
  const works = [];
  for (const number of [2000, 4000]) {
    const tree = new SpeakersTree(corpus({ speakers: number }));
    const declared = (line) => new editor.Location(editor.Uri.parse('file:///c/cast.qm'), new editor.Range(line, 0, line, 5));
    assert.equal((await tree.findDeclared(declared(10))).id, '@s10');
    works.push(
      await workOf(async () => {
        for (let line = 0; line < 100; line += 1) {
          assert.equal((await tree.findDeclared(declared(line))).id, `@s${line}`);
        }
      }),
    );
  }
  assert.ok(works[1] <= 1.1 * works[0], `${works}`);
});

test('what is not shown comes page by page, or when it is looked for', async () => {
  const tree = new SpeakersTree(corpus({ speakers: 1000, quotes: 1000 }));
  const changed = [];
  tree.onDidChangeTreeData((node) => changed.push(node));
  let roots = await tree.getChildren();
  assert.equal(roots.length, SHOWN);
  const more = roots.at(-1);
  assert.equal(tree.getTreeItem(more).label, 'Show more (800 left)');
  tree.showMore(more);
  assert.deepEqual(changed, [undefined]);
  roots = await tree.getChildren();
  assert.equal(roots.length, 2 * SHOWN - 1);

  const last = await tree.find('@s999');
  roots = await tree.getChildren();
  assert.equal(roots.length, 1000);
  assert.equal(roots.at(-1).key, last.key);

  const quote = await tree.findQuote(roots[0], 'file:///c/0.qm', new editor.Position(700, 1));
  assert.equal(quote.quote.words, 'words 700');
  const [article] = await tree.getChildren(roots[0]);
  const quotes = await tree.getChildren(article);
  assert.equal(quotes.length, 801);
  assert.ok(quotes.some(({ key }) => key === quote.key));
});

test('no two lines are the same to the editor, whatever is written twice', async () => {
  const tree = new SpeakersTree(corpus({ roles: 3, quotes: 3 }));
  const ids = (await open(tree)).map((line) => tree.getTreeItem(line).id);
  assert.equal(new Set(ids).size, ids.length);
});
