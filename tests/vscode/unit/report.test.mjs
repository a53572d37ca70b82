// The report is made once changes have settled and while somebody sees it, and leads to places of the server's alone.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { built } from './built.mjs';

const { commands, EventEmitter, registerReport, shown, Uri } = await built('src/report/panel.ts', 'vscode');

/** Opens the panel over a server whose pages take so many milliseconds. */
async function opened(takes) {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const changes = new EventEmitter();
  const asked = [];
  let version = 1;
  const server = {
    onDidChangeCorpus: changes.event,
    onDidChangeState: () => ({ dispose() {} }),
    report: async (wanted, known) => {
      asked.push({ wanted, known });
      mock.timers.tick(takes);
      return known === String(version)
        ? { version: known, unchanged: true }
        : { version: String(version), complete: true, style: '', body: `page ${version}`, files: ['file:///c/a.qm', null], places: [[0, 4, 2], [1, 0, 0]] };
    },
  };
  const context = { extensionUri: Uri.parse('file:///extension'), subscriptions: [] };
  registerReport(context, server);
  await commands.executeCommand('quotemark.showReport');
  const panel = shown.panels.at(-1);
  await panel.hears({ kind: 'ready' });
  await passes(1);
  return {
    panel,
    asked,
    changes: () => {
      version += 1;
      changes.fire();
    },
    close: () => {
      panel.dispose();
      mock.timers.reset();
    },
  };
}

/** Lets time pass, and what waits for it happen. */
async function passes(milliseconds) {
  for (let left = milliseconds; left > 0; left -= 100) {
    mock.timers.tick(Math.min(left, 100));
    for (let turn = 0; turn < 10; turn += 1) {
      await Promise.resolve();
    }
  }
}

test('many changes make one page, once they have settled', async () => {
  const { panel, asked, changes, close } = await opened(1);
  assert.equal(asked.length, 1);
  assert.equal(panel.sent.at(-1).body, 'page 1');
  for (let key = 0; key < 50; key += 1) {
    changes();
    await passes(100);
  }
  assert.equal(asked.length, 1, 'nothing is made while somebody types');
  await passes(2_000);
  assert.equal(asked.length, 2);
  assert.equal(asked[1].known, '1', 'the server is told what is shown');
  assert.equal(panel.sent.at(-1).body, 'page 51');
  await passes(60_000);
  assert.equal(asked.length, 2, 'nothing is made where nothing changes');
  close();
});

test('a page that nobody sees is not made, and made when somebody does', async () => {
  const { panel, asked, changes, close } = await opened(1);
  panel.becomes(false);
  changes();
  await passes(10_000);
  assert.equal(asked.length, 1);
  panel.becomes(true);
  await panel.hears({ kind: 'ready' });
  assert.equal(panel.sent.at(-1).body, 'page 1', 'what was shown is there at once');
  await passes(1_000);
  assert.equal(asked.length, 2);
  assert.equal(panel.sent.at(-1).body, 'page 2');
  close();
});

test('a page that takes long is made less often', async () => {
  const { asked, changes, close } = await opened(2_000);
  for (let round = 0; round < 40; round += 1) {
    changes();
    await passes(1_000);
  }
  // Of 40 seconds no more than a tenth.
  assert.ok(asked.length >= 2 && asked.length <= 4, `${asked.length} pages`);
  close();
});

test('a click leads to the place that the server has named, and to no other', async () => {
  const { panel, changes, close } = await opened(1);
  const before = shown.documents.length;
  for (const message of [
    { kind: 'open', version: '1', place: 1 },
    { kind: 'open', version: '1', place: 2 },
    { kind: 'open', version: '1', place: -1 },
    { kind: 'open', version: '0', place: 0 },
    { kind: 'open', version: '1', place: 'file:///etc/passwd' },
  ]) {
    await panel.hears(message);
  }
  assert.equal(shown.documents.length, before);
  await panel.hears({ kind: 'open', version: '1', place: 0 });
  const [document] = shown.documents.slice(before);
  assert.equal(document.document, 'file:///c/a.qm');
  assert.deepEqual({ ...document.selection.start }, { line: 4, character: 2 });
  // What was clicked on in an older page has another number now.
  changes();
  await passes(2_000);
  await panel.hears({ kind: 'open', version: '1', place: 0 });
  assert.equal(shown.documents.length, before + 1);
  close();
});
