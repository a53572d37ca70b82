// The TextMate grammar reads every text in proportion to its length, however hostile it is.
import assert from 'node:assert/strict';
import test from 'node:test';
import { loadGrammar, work } from './tokenizer.mjs';

const grammar = await loadGrammar();

/** By how much the work may grow when the text doubles. */
const GROWTH = 2.15;
/** How much work a character may make: about what the worst of them make twice over. */
const PER_CHARACTER = 4000;
/** The length of the shorter texts. Lines of more than 1,000 characters are searched in another way than shorter ones. */
const LENGTH = 1200;

/** What has a meaning somewhere, and what stands for all that has none. */
const pieces = [
  '[', ']', ']{', '}', '{', '{%', '%}', '\\', '"', '“', '”', 'a', ' ', '\u0301', '1', '2011-', '..', '-', ':', '://', ',', ';',
  '#', '@a', 'by', 'note:', '::: ', ']{by @a}', ']{@a}', '.', "'", '?',
];

/** The places in which a line is read in different ways. */
const places = {
  'a paragraph': (text) => text,
  'a tag that is open': (text) => `[x]{by ${text}`,
  'a tag': (text) => `[x]{by ${text}}`,
  'a note': (text) => `[x]{note: ${text}}`,
  'a value': (text) => `@a: A\n    role: ${text}`,
  'a key': (text) => `@a: A\n    ${text}`,
  'a name': (text) => `@a: ${text}`,
  'a header': (text) => `---\n${text}\n---`,
  'a heading': (text) => `# ${text}`,
  'a fence': (text) => `::: by ${text}`,
  'a fence of words': (text) => `::: by @a\n${text}\n:::`,
};

/** What is repeated in many lines. */
const lines = [
  '::: by @a\n', ':::: by @a\n', '::: by @a\n::: x\n', '::: by @a\n:::\n', ':::\n', ':::x\n', '---\n', '# \n', '{% \n', '[x\n', ']{by\n',
  '@a:\n', '@a: A\n    b: c\n', '    b\n', '[“a\n', '{% a\n\n', '\\\n', 'a\n\n', '\n', ' \n',
];

// What is compiled when it is met for the first time is not to be counted.
for (const place of Object.values(places)) {
  work(grammar, place('[x [y]{@a}]{by "a" “b” 2011} {% c %} http://a.b \\['));
  work(grammar, place('::: a\n::: b\n::: c\n::: d\n::: e\n# f\nby\n:::\n:::\n:::\n'));
}

test('the work grows no more than the text, whatever is repeated on a line', () => {
  const placed = Object.entries(places);
  const wrong = [];
  let number = 0;
  for (const one of pieces) {
    for (const other of pieces) {
      // Every pair in some of the places; all pieces come to all places.
      for (let turn = 0; turn < 2; turn += 1) {
        const [where, place] = placed[number % placed.length];
        number += 1;
        check(wrong, where, one + other, (times) => place((one + other).repeat(times)));
      }
    }
  }
  assert.deepEqual(wrong, []);
});

test('the work grows no more than the text, whatever is put together by chance', () => {
  const next = dice(1);
  const placed = Object.entries(places);
  const wrong = [];
  for (let number = 0; number < 600; number += 1) {
    const words = Array.from({ length: 3 + next(4) }, () => pieces[next(pieces.length)]).join('');
    const [where, place] = placed[next(placed.length)];
    check(wrong, where, words, (times) => place(words.repeat(times)));
  }
  assert.deepEqual(wrong, []);
});

test('the work grows no more than the text when the parts of what is nested double', () => {
  const wrong = [];
  const nested = {
    'spans in each other': (times) => '['.repeat(times) + 'x' + ']{@a}'.repeat(times),
    'quotes in each other': (times) => '[“a '.repeat(times) + 'b”]{by @a} '.repeat(times),
    'brackets in each other': (times) => '['.repeat(times) + 'x' + ']'.repeat(times),
    'brackets and comments in each other': (times) => '[{% ['.repeat(times) + '%}]'.repeat(times),
    'comments that hold brackets, then their ends': (times) => '{% [ {% %}'.repeat(times) + ']{@a}'.repeat(times),
    'escaped brackets, then their ends': (times) => '\\['.repeat(times) + ']{by @a}'.repeat(times),
    'escapes of escapes': (times) => '\\\\\\['.repeat(times) + ']'.repeat(times),
    'a tag after brackets': (times) => '[a '.repeat(times) + ']{by @a}',
    'a long word as a key': (times) => `@a: A\n    ${'a'.repeat(times)}!:`,
    'many words as a key': (times) => `@a: A\n    ${'a '.repeat(times)}(b: c)`,
    'a long word in a header': (times) => `---\n${'a'.repeat(times)}!:\n---`,
  };
  for (const [name, text] of Object.entries(nested)) {
    check(wrong, name, '', text);
  }
  assert.deepEqual(wrong, []);
});

test('the work grows no more than the text in lines', () => {
  const wrong = [];
  for (const line of lines) {
    for (const before of ['', '---\n', '::: by @a\n', '@a: A\n', '{% ']) {
      check(wrong, 'lines', before + line, (times) => before + line.repeat(times));
    }
  }
  assert.deepEqual(wrong, []);
});

test('an expression that never comes to an end is found and stopped', async () => {
  const endless = await loadGrammar('{"scopeName": "text.quotemark", "patterns": [{"match": "^(?:a+c?)+!"}]}');
  assert.throws(() => {
    for (let times = 10; times <= 40; times += 10) {
      const [once, twice] = [work(endless, `${'a'.repeat(times)}b!`), work(endless, `${'a'.repeat(2 * times)}b!`)];
      assert.ok(twice <= GROWTH * once);
    }
  });
});

function check(wrong, where, words, text) {
  const times = Math.ceil(LENGTH / (text(100).length - text(99).length));
  const [short, long] = [text(times), text(2 * times)];
  let said = '';
  try {
    const [once, twice] = [work(grammar, short), work(grammar, long)];
    if (twice > GROWTH * once) {
      said = `${once} for ${short.length} characters, ${twice} for ${long.length}`;
    } else if (twice > PER_CHARACTER * long.length) {
      said = `${Math.round(twice / long.length)} for each of ${long.length} characters`;
    }
  } catch (error) {
    said = String(error);
  }
  if (said !== '') {
    wrong.push(`${where}: ${JSON.stringify(words)}: ${said}`);
  }
}

/** Numbers below a bound, the same ones in every run. */
function dice(seed) {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.floor(state / 65536) % bound;
  };
}
