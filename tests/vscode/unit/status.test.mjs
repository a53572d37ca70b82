// The status bar tells what the server counts, and counts nothing itself.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';

const { registerStatus, shown } = await built('src/status.ts', 'vscode');

/** The summary of a corpus in which several speak together: more speak than a sum of quotes could tell. */
const SUMMARY = { articles: 10, people: 30, organisations: 12, topics: 9, speakers: 20, quotes: 43, mentions: 80, complete: true };

function begun(summary) {
  const asked = [];
  const told = {};
  const server = {
    state: 'running',
    binary: { version: '1' },
    summary: async () => {
      asked.push('summary');
      if (summary instanceof Error) {
        throw summary;
      }
      return summary;
    },
    onDidChangeState: (listener) => (told.state = listener),
    onDidChangeCorpus: (listener) => (told.corpus = listener),
  };
  registerStatus({ subscriptions: [] }, server);
  return { item: shown.statusBarItems.at(-1), asked, settled: () => told.corpus() };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('the counts are those of the summary, which is asked for once after a change', async () => {
  const { item, asked, settled } = begun(SUMMARY);
  settled();
  await soon();
  assert.equal(item.text, '$(quote) 43 quotes, 20 speakers');
  assert.equal(item.accessibilityInformation.label, 'Quotemark: 43 quotes, 20 speakers');
  assert.equal(shown.contexts['quotemark.hasCorpus'], true);
  assert.deepEqual(asked, ['summary']);
});

test('what is proposed for the article is said beside the counts', async () => {
  const { item, settled } = begun({ ...SUMMARY, proposed: 14 });
  settled();
  await soon();
  assert.equal(item.text, '$(quote) 43 quotes, 20 speakers · 14 proposed');
  assert.equal(item.accessibilityInformation.label, 'Quotemark: 43 quotes, 20 speakers, 14 proposed');
  assert.match(item.tooltip, /14 quotes are proposed/);
  const none = begun({ ...SUMMARY, proposed: null });
  none.settled();
  await soon();
  assert.equal(none.item.text, '$(quote) 43 quotes, 20 speakers');
});

test('one is told as one, and nothing as nothing', async () => {
  const one = begun({ ...SUMMARY, quotes: 1, speakers: 1 });
  one.settled();
  const none = begun({ ...SUMMARY, people: 0, organisations: 0, quotes: 0, speakers: 0 });
  none.settled();
  await soon();
  assert.equal(one.item.text, '$(quote) 1 quote, 1 speaker');
  assert.equal(none.item.text, '$(quote) Quotemark');
  assert.equal(shown.contexts['quotemark.hasCorpus'], false);
  const without = begun(new Error('no server'));
  without.settled();
  await soon();
  assert.equal(without.item.text, '$(quote) Quotemark');
});
