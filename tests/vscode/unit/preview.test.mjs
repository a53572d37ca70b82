// The preview takes work in proportion to the article.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';
import { workOf } from './counting.mjs';
import { openPage } from './page.mjs';

const GROWTH = 2.1;
const page = openPage();
await built('preview/page.ts');
const [legend, article] = page.body.children;

const quoteOf = (speakers, { roles = ['chair'], ...more } = {}) => ({
  location: null,
  title: null,
  published: null,
  date: null,
  speakers: speakers.map((number) => ({ id: `@s${number}`, name: `S ${number}`, roles })),
  organisations: [],
  addressees: [],
  topics: [],
  kind: 'direct',
  words: 'x',
  ...more,
});
const numbers = (n) => Array.from({ length: n }, (_, number) => number);
const block = (text, spans, line = 0) => ({ level: 0, text, pieces: [{ start: 0, position: { line, character: 0 } }], spans });
const quoted = (start, end, quote) => ({ start, end, kind: 'quote', quote });
const previewOf = (quotes, blocks) => ({ title: 'T', date: null, quotes, blocks });

const articles = {
  'quotes beside each other': (n) =>
    previewOf(numbers(n).map(() => quoteOf([0])), [block('ab '.repeat(n), numbers(n).map((number) => quoted(3 * number, 3 * number + 2, number)))]),
  'quotes in each other': (n) =>
    previewOf(numbers(n).map(() => quoteOf([0])), [block('ab'.repeat(n), numbers(n).map((number) => quoted(number, 2 * n - number, number)))]),
  'quotes of the same words': (n) =>
    previewOf(numbers(n).map(() => quoteOf([0])), [block('ab', numbers(n).map((number) => quoted(0, 2, number)))]),
  'quotes of no words': (n) =>
    previewOf(numbers(n).map(() => quoteOf([0])), [block('ab', numbers(n).map((number) => quoted(1, 1, number)))]),
  'quotes that overlap': (n) =>
    previewOf(numbers(n).map(() => quoteOf([0])), [block('ab'.repeat(n), numbers(n).map((number) => quoted(number, number + 2, number)))]),
  'quotes, each of another speaker': (n) =>
    previewOf(numbers(n).map((number) => quoteOf([number])), [block('ab '.repeat(n), numbers(n).map((number) => quoted(3 * number, 3 * number + 2, number)))]),
  'fragments of a quote of many speakers': (n) =>
    previewOf([quoteOf(numbers(n))], [block('ab '.repeat(n), numbers(n).map((number) => quoted(3 * number, 3 * number + 2, 0)))]),
  'fragments of a quote in many roles': (n) =>
    previewOf([quoteOf([0], { roles: numbers(n).map(String) })], [block('ab '.repeat(n), numbers(n).map((number) => quoted(3 * number, 3 * number + 2, 0)))]),
  'paragraphs': (n) => previewOf([], numbers(n).map((number) => block('words', [], number))),
};

for (const [name, made] of Object.entries(articles)) {
  test(`work grows no more than ${name}`, async () => {
    const works = [];
    for (const number of [1000, 2000]) {
      const preview = made(number);
      works.push(
        await workOf(() => {
          page.tell({ kind: 'article', uri: 'file:///a.qm', preview });
          page.tell({ kind: 'scroll', line: number });
          page.scroll();
          legend.querySelectorAll('.speaker').slice(0, 1).forEach((button) => button.listeners.click());
        }),
      );
      assert.equal(article.textContent.replace(/^T/, ''), preview.blocks.map(({ text }) => text).join(''));
    }
    assert.ok(works[1] <= GROWTH * works[0], `${works}`);
  });
}

test('scrolling looks at few of the paragraphs', async () => {
  page.tell({ kind: 'article', uri: 'file:///b.qm', preview: articles.paragraphs(4096) });
  article.querySelectorAll('.block').forEach((node, number) => {
    node.top = 10 * (number - 1000);
  });
  assert.ok((await workOf(() => page.scroll())) < 100);
  assert.deepEqual(page.told.at(-1), { kind: 'scrolled', line: 1000 });
});

test('spans are in each other, and those of one speaker stay when they are chosen', () => {
  const spans = [quoted(0, 9, 0), quoted(2, 4, 1), { start: 2, end: 4, kind: 'note', note: 'so' }, quoted(5, 5, 0), quoted(8, 12, 1), quoted(10, 12, 1)];
  const preview = previewOf([quoteOf([0]), quoteOf([1, 0])], [block('0123456789ab', spans)]);
  page.tell({ kind: 'article', uri: 'file:///c.qm', preview });
  assert.equal(article.textContent, 'T0123456789ab');
  const written = (node) =>
    typeof node === 'string' ? node : `<${[...node.classes].join(' ')}>${node.children.map(written).join('')}</>`;
  const [paragraph] = article.querySelectorAll('.block');
  const marked = paragraph.children.map(written).join('').replaceAll('quote direct', 'q');
  assert.equal(marked, '<q>01<q joint><note>23</></>4<q></>5678</>9<q joint>ab</>');

  const buttons = legend.querySelectorAll('.speaker');
  assert.deepEqual(buttons.map((button) => button.textContent), ['S 0chair2 quotes', 'S 1chair1 quote']);
  buttons[1].listeners.click();
  const faded = article.querySelectorAll('.quote').map((node) => node.classes.has('faded'));
  assert.deepEqual(faded, [true, false, true, false]);
  buttons[1].listeners.click();
  assert.ok(article.querySelectorAll('.quote').every((node) => !node.classes.has('faded')));
});

test('a long list of names is cut where it is only told', () => {
  const preview = previewOf([quoteOf(numbers(1000))], [block('ab', [quoted(0, 2, 0)])]);
  page.tell({ kind: 'article', uri: 'file:///d.qm', preview });
  const [node] = article.querySelectorAll('.quote');
  assert.match(node.hint, /S 11, 988 more, chair\ndirect$/);
  assert.equal(legend.children.length, 201);
  assert.equal(legend.children.at(-1).textContent, 'and 800 more');
});

test('a quote of several has the tints of all, and what it is about stands after its last words', () => {
  const about = { topics: [{ id: '#t', name: 'Cuts', side: 'against' }, { id: '#u', name: 'Choice', side: 'on' }] };
  const preview = previewOf([quoteOf([0, 1], about), quoteOf([1])], [block('ab cd ef', [quoted(0, 2, 0), quoted(3, 5, 1), quoted(6, 8, 0)])]);
  page.tell({ kind: 'article', uri: 'file:///e.qm', preview });
  const quotes = article.querySelectorAll('.quote');
  assert.deepEqual(quotes.map((node) => node.classes.has('joint')), [true, false, true]);
  assert.match(quotes[0].style.values['--tints'], /^linear-gradient\(hsl\(215 .* 0% 50%, hsl\(77 .* 50% 100%\)$/);
  const [label, ...others] = article.querySelectorAll('.topics');
  assert.deepEqual([label.dataset.topics, others.length], ['against Cuts, on Choice', 0]);
  const { children } = quotes[2].around;
  assert.equal(children[children.indexOf(quotes[2]) + 1], label);
  assert.equal(article.textContent, 'Tab cd ef');
});
