// The Speakers view asks for no more than is shown, and takes no more work than that.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';
import { workOf } from './counting.mjs';
import * as editor from './editor.mjs';

const { SpeakersTree } = await built('src/speakers/tree.ts');

/** By how much the work may grow when the corpus doubles. */
const GROWTH = 1.1;
/** The same where the speakers of one quote or the roles of one speaker double, which come with it. */
const GROWTH_OF_ROW = 2.3;
/** The lines of a page, and the one that stands for the rest. */
const SHOWN = 201;
const TOPIC = { id: '#t', name: 'T', side: 'for' };

const place = (uri, line) => ({ uri, range: { start: { line, character: 0 }, end: { line, character: 5 } } });

/**
 * A server with so many speakers, of whom the first has so many quotes in so many articles, each with so many
 * speakers. What it does itself is no work of the view. It keeps what it was asked.
 */
function corpus({ speakers = 1, quotes = 0, articles = 1, joint = 1, roles = 0 }) {
  const speaker = (number) => ({
    id: `@s${number}`,
    name: `S ${number}`,
    kind: 'person',
    quotes: number < joint ? quotes : 0,
    onBehalf: 0,
    withParts: number < joint ? quotes : 0,
    mentions: 1,
    articles: 1,
    roles: Array.from({ length: roles }, () => 'chair of A'),
  });
  const said = Array.from({ length: joint }, (_, number) => ({ id: `@s${number}`, name: `S ${number}`, roles: [] }));
  const quote = (number) => ({
    location: place(`file:///c/${Math.floor((number * articles) / quotes)}.qm`, number),
    title: null,
    published: '2011',
    date: '2011',
    speakers: said,
    organisations: [],
    addressees: [],
    topics: [TOPIC],
    kind: 'direct',
    words: `words ${number}`,
  });
  const numbers = (from, to) => Array.from({ length: Math.max(0, to - from) }, (_, number) => from + number);
  const server = {
    asked: [],
    version: '1',
    log: { warn: (text) => assert.fail(text) },
    place: ({ uri, range: { start, end } }) =>
      new editor.Location(editor.Uri.parse(uri), new editor.Range(start.line, start.character, end.line, end.character)),
    speakersPage: async (wanted, version) => {
      server.asked.push(['speakers', wanted, version]);
      if (version === server.version) {
        return { version, unchanged: true };
      }
      const number = (id) => Number(id.slice(2));
      const total = wanted.quoted || wanted.on ? Math.min(joint, speakers) : speakers;
      const also = (wanted.also ?? []).map(number).filter((found) => found >= wanted.limit && found < total);
      return {
        version: server.version,
        total,
        speakers: numbers(0, Math.min(wanted.limit, total)).map(speaker),
        also: also.map(speaker),
      };
    },
    quotesPage: async (wanted, version) => {
      server.asked.push(['quotes', wanted, version]);
      if (version === server.version) {
        return { version, unchanged: true };
      }
      assert.equal(wanted.order, 'articles');
      const at = wanted.at?.position.line;
      return {
        version: server.version,
        total: quotes,
        quotes: numbers(0, Math.min(wanted.limit, quotes)).map(quote),
        at: at >= wanted.limit && at < quotes ? quote(at) : undefined,
      };
    },
  };
  return server;
}

/** The lines of all speakers, those included who say nothing. */
async function speakersOf(tree) {
  const lines = await tree.getChildren();
  const last = lines.at(-1);
  return last?.kind === 'silent' ? [...lines.slice(0, -1), ...(await tree.getChildren(last))] : lines;
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
  'the quotes of one speaker': [(n) => corpus({ quotes: n }), GROWTH],
  'the articles of one speaker': [(n) => corpus({ quotes: n, articles: n }), GROWTH],
  'speakers': [(n) => corpus({ speakers: n }), GROWTH],
  'the speakers of one quote': [(n) => corpus({ speakers: n, joint: n, quotes: 1 }), GROWTH_OF_ROW],
  'the roles of one speaker': [(n) => corpus({ roles: n }), GROWTH_OF_ROW],
};

for (const [name, [made, growth]] of Object.entries(cases)) {
  for (const filter of [undefined, { topic: TOPIC, side: 'for' }]) {
    test(`${filter === undefined ? 'all' : 'filtered'}: work grows no more than ${name}`, async () => {
      const works = [];
      for (const number of [2000, 4000]) {
        const server = made(number);
        const tree = new SpeakersTree(server);
        works.push(
          await workOf(async () => {
            tree.setFilter(filter);
            await tree.refresh();
            const lines = await open(tree);
            assert.ok(lines.length <= 3 * SHOWN, `${lines.length} lines`);
            server.version = '2';
            await tree.refresh();
          }),
        );
        for (const [, wanted] of server.asked) {
          assert.ok(wanted.limit <= SHOWN, JSON.stringify(wanted));
        }
      }
      assert.ok(works[1] <= growth * works[0], `${works}`);
    });
  }
}

test('a change asks for each page that is shown once, and for nothing else', async () => {
  const server = corpus({ speakers: 1000, quotes: 1000, articles: 10 });
  const tree = new SpeakersTree(server);
  const changed = [];
  tree.onDidChangeTreeData((node) => changed.push(node));
  await open(tree);
  const first = server.asked.map(([list]) => list);
  assert.deepEqual(first, ['speakers', 'quotes']);

  server.asked.length = 0;
  await tree.refresh();
  // The versions are the same, so that the server sends no rows.
  assert.deepEqual(server.asked.map(([list, , version]) => [list, version]), [['speakers', '1'], ['quotes', '1']]);
  assert.deepEqual(changed, []);

  // Another version of which all that is shown is the same.
  server.version = '2';
  await tree.refresh();
  assert.deepEqual(changed, []);

  const { speakersPage } = server;
  server.speakersPage = async (...asked) => ({ ...(await speakersPage(...asked)), total: 999 });
  server.version = '3';
  await tree.refresh();
  assert.deepEqual(changed, [undefined]);
  server.asked.length = 0;
  assert.equal((await speakersOf(tree)).at(-1).left, 799);
  assert.deepEqual(server.asked, []);

  // Whose lines are closed is asked for no longer, until they are opened again.
  const [speaker] = await tree.getChildren();
  tree.closed(speaker);
  await tree.refresh();
  assert.deepEqual(server.asked.map(([list]) => list), ['speakers']);
  tree.opened(speaker);
  assert.equal(changed.length, 2);
});

test('following the cursor asks for one speaker and does not grow with the speakers', async () => {
  const works = [];
  for (const number of [2000, 4000]) {
    const server = corpus({ speakers: number });
    const tree = new SpeakersTree(server);
    await tree.getChildren();
    server.asked.length = 0;
    works.push(
      await workOf(async () => {
        for (let found = 0; found < 100; found += 1) {
          assert.equal((await tree.find(`@s${190 + found}`)).id, `@s${190 + found}`);
        }
      }),
    );
    assert.ok(server.asked.every(([, wanted]) => wanted.limit === 0 && wanted.also.length === 1));
    assert.equal(server.asked.length, 90);
    // Those that were looked for last are shown beside the page.
    assert.equal((await speakersOf(tree)).length, SHOWN + 20);
    assert.equal(await tree.find('@s9999'), undefined);
  }
  assert.ok(works[1] <= GROWTH * works[0], `${works}`);
});

test('what is not shown comes page by page, or when it is looked for', async () => {
  const tree = new SpeakersTree(corpus({ speakers: 1000, quotes: 1000 }));
  const changed = [];
  tree.onDidChangeTreeData((node) => changed.push(node));
  let roots = await speakersOf(tree);
  assert.equal(roots.length, SHOWN);
  const more = roots.at(-1);
  assert.equal(tree.getTreeItem(more).label, 'Show more (800 left)');
  tree.showMore(more);
  assert.deepEqual(changed, [undefined]);
  roots = await speakersOf(tree);
  assert.equal(roots.length, 2 * SHOWN - 1);

  const last = await tree.find('@s999');
  roots = await speakersOf(tree);
  assert.equal(roots.at(-2).key, last.key);
  assert.equal(roots.at(-1).left, 599);

  // Whoever was looked for stays when something changes.
  await tree.refresh();
  roots = await speakersOf(tree);
  assert.equal(roots.at(-2).key, last.key);

  const quote = await tree.findQuote(roots[0], 'file:///c/0.qm', new editor.Position(700, 1));
  assert.equal(quote.quote.words, 'words 700');
  const below = await tree.getChildren(roots[0]);
  assert.equal(tree.getTreeItem(below.at(-1)).label, 'Show more (799 left)');
  const quotes = await tree.getChildren(below[0]);
  assert.equal(quotes.length, SHOWN);
  assert.equal(quotes.at(-1).key, quote.key);
  tree.showMore(below.at(-1));
  const [article] = await tree.getChildren(roots[0]);
  assert.equal((await tree.getChildren(article)).length, 2 * SHOWN - 1);
});

test('without a server nothing is listed, and with one again everything', async () => {
  const server = corpus({ speakers: 2 });
  const tree = new SpeakersTree(server);
  assert.equal((await speakersOf(tree)).length, 2);
  tree.clear();
  assert.deepEqual(await tree.getChildren(), []);
  await tree.refresh();
  assert.equal((await speakersOf(tree)).length, 2);
});

test('no two lines are the same to the editor, whatever is written twice', async () => {
  const server = corpus({ roles: 3, quotes: 3 });
  const { quotesPage } = server;
  server.quotesPage = async (wanted, version) => {
    const page = await quotesPage(wanted, version);
    return { ...page, quotes: page.quotes.map((quote) => ({ ...quote, words: 'the same' })) };
  };
  const ids = (await open(new SpeakersTree(server))).map((line) => line.key);
  assert.equal(ids.length, 8);
  assert.equal(new Set(ids).size, ids.length);
});

test('those who say nothing stand apart, after the others', async () => {
  const server = corpus({ speakers: 1000, quotes: 5, joint: 3 });
  const tree = new SpeakersTree(server);
  const roots = await tree.getChildren();
  assert.deepEqual(roots.map(({ key }) => key), ['@s0', '@s1', '@s2', '\nsilent']);
  const silent = tree.getTreeItem(roots[3]);
  assert.deepEqual([silent.label, silent.description, silent.collapsibleState], ['Only mentioned', '997', 1]);
  const found = await tree.find('@s150');
  assert.equal(tree.getParent(found).key, roots[3].key);
  assert.equal(tree.getParent(await tree.find('@s1')), undefined);
  tree.showMore((await tree.getChildren(roots[3])).at(-1));
  const [, , , again] = await tree.getChildren();
  assert.equal(tree.getTreeItem(again).description, '997');
  assert.equal((await tree.getChildren(again)).length, 398);

  // With those alone who are quoted there is nothing apart.
  tree.setOnlyQuoted(true);
  assert.equal((await tree.getChildren()).length, 3);
});

test('a quote says who spoke where that is not the line above alone', async () => {
  const described = async (joint) => {
    const tree = new SpeakersTree(corpus({ speakers: 3, quotes: 1, joint }));
    const lines = await open(tree);
    return tree.getTreeItem(lines.at(-1)).description;
  };
  assert.equal(await described(1), 'for T');
  assert.equal(await described(2), 'S 0 and S 1 · for T');
});

test('a long name leaves room for its count', async () => {
  const server = corpus({ quotes: 4 });
  const { speakersPage } = server;
  const name = 'General Practitioners Committee';
  server.speakersPage = async (...asked) => {
    const page = await speakersPage(...asked);
    return { ...page, speakers: page.speakers.map((speaker) => ({ ...speaker, name })) };
  };
  const tree = new SpeakersTree(server);
  const item = tree.getTreeItem((await tree.getChildren())[0]);
  assert.deepEqual([item.label, item.description], ['General Practitioners…', '4']);
  assert.ok(item.tooltip.startsWith(name), item.tooltip);
});
