// What one does to a corpus.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

export const tests = {
  async 'a slip shows as it is typed, and its quick fix fixes it'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.line(14, 1);
    await w.type('[A voice]{@anna-lee');
    await w.page.locator('.squiggly-error, .squiggly-warning').first().waitFor();
    await w.press('ArrowLeft');
    await w.picture('10-diagnostic');
    await w.quickFix(
      /declare/i,
      async () => (await w.page.locator('.squiggly-error').count()) === 0,
      () => w.picture('11-quick-fix'),
    );
    await w.page.locator('.tab.dirty[data-resource-name="cast.qm"]').waitFor();
    await w.save();
    assert.match(w.read('cast.qm'), /^@anna-lee: Anna Lee$/m);
  },

  async 'completion knows who there is, goes on after a clause, and is silent in prose'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.line(12, 1);
    const seen = await w.watch('.suggest-widget.visible .monaco-list-row');
    await w.type('Doctors and doc [they');
    assert.equal(await seen(), false, 'a menu came up while one wrote prose');
    await w.press('ArrowRight');
    await w.type('{by @');
    await suggestion(w, /buckman/i).waitFor();
    await w.picture('12-completion');
    await w.type('buck');
    await accept(w, /buckman/i);
    await until('the id is completed', () => w.rectangle('{by @laurence-buckman'));
    await w.type(' ');
    await suggestion(w, /^against/).waitFor();
    await w.type('aga');
    await accept(w, /^against/);
    // No key is pressed here: the menu of what can stand after `against` comes by itself.
    await suggestion(w, /^#/).waitFor();
    await w.picture('14-completion-goes-on');
    await w.type('outs');
    await accept(w, /outsourcing/i);
    await until('the clause is completed', () => w.rectangle('{by @laurence-buckman against #outsourcing'));
    await w.press('Escape');
    await w.command('File: Revert File');
  },

  async 'a selection becomes a quote of whoever is chosen'(w) {
    writeFileSync(join(w.folder, 'fresh.qm'), '---\ntitle: Fresh\ndate: 2012\n---\n\nIt is too late, he said.\n');
    await w.open('fresh.qm');
    await w.line(6, 1);
    for (let i = 0; i < 'It is too late'.length; i += 1) {
      await w.press('Shift+ArrowRight');
    }
    await w.command('Quotemark: Tag Selection as Quote');
    await w.answer('Who said it?', 'Laurence Buckman');
    // A hint with the role may come after it.
    await until('the tag stands there', () => w.rectangle('[It is too late]{by @laurence-buckman}'));
    await w.save();
    assert.ok(w.read('fresh.qm').endsWith('\n\n[It is too late]{by @laurence-buckman}, he said.\n'));
  },

  async 'a rename goes through the whole corpus'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.click('@laurence-buckman');
    await w.press('F2');
    const input = w.page.locator('.rename-box input');
    await until('a name can be given', () => input.evaluate((node) => node === document.activeElement && node.value !== '').catch(() => false));
    await input.fill('larry-buckman');
    await input.press('Enter');
    await until('the article is changed', async () => {
      // Changes of many files may be shown first, to be confirmed.
      const apply = w.page.locator('.refactor-preview a.monaco-button, .bulk-edit-panel a.monaco-button', { hasText: 'Apply' }).first();
      if (await apply.isVisible().catch(() => false)) {
        await w.picture('13-rename');
        await apply.click();
      }
      return w.rectangle('@larry-buckman');
    });
    await w.save();
    await until('the cast is changed', () => w.read('cast.qm').includes('@larry-buckman:'));
    assert.ok(!w.read('2011-11-24-bma-seeks-talks.qm').includes('@laurence-buckman'));
  },

  async 'an article is made of a plain text'(w) {
    writeFileSync(join(w.folder, '2013-01-05-plain.txt'), 'A title\n\nSome {words} and [brackets].\n');
    const row = w.page.locator('.explorer-folders-view .monaco-list-row', { hasText: '2013-01-05-plain.txt' });
    await w.command('File: Focus on Files Explorer');
    await row.click();
    await w.page.waitForSelector('.tab.active[data-resource-name="2013-01-05-plain.txt"]');
    await w.command('File: Focus on Files Explorer');
    await w.menu('Import Article');
    await w.shows('2013-01-05-plain.qm');
    assert.equal(w.read('2013-01-05-plain.txt'), 'A title\n\nSome {words} and [brackets].\n');
    assert.match(w.read('2013-01-05-plain.qm'), /^---\n(.*\n)*date: 2013-01-05\n(.*\n)*---\n/);
  },

  async 'a person is declared by a command'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.command('Quotemark: Declare Person, Organisation or Topic');
    await w.answer('What is to be declared?', 'Person');
    const input = w.page.locator('.quick-input-box input');
    await w.page.locator('.quick-input-message', { hasText: 'The name as it is to be shown' }).waitFor();
    await input.fill('Jürgen Émile Òst');
    await w.press('Enter');
    await w.page.locator('.quick-input-message', { hasText: 'The id' }).waitFor();
    assert.equal(await input.inputValue(), '@jürgen-émile-òst');
    await w.press('Enter');
    await w.page.locator('.tab.dirty[data-resource-name="cast.qm"]').waitFor();
    await w.save();
    assert.match(w.read('cast.qm'), /^@jürgen-émile-òst: Jürgen Émile Òst$/m);
  },

  async 'brackets and quotation marks close by themselves, an id is one word, and a comment is toggled'(w) {
    writeFileSync(join(w.folder, 'typed.qm'), '---\ntitle: Typed\n---\n\n\n');
    await w.open('typed.qm');
    await w.line(5);
    await w.type('"so');
    await until('a straight mark is closed', () => w.rectangle('"so"'));
    await w.press('End', 'Shift+Home', 'Delete');
    await w.type('[“so');
    await until('the pairs are closed', () => w.rectangle('[“so”]'));
    await w.press('ArrowRight', 'ArrowRight');
    await w.type('{by @laurence-buckman');
    await w.press('Escape');
    const { x, y } = await until('the tag is closed', () => w.rectangle('laurence-buckman}'));
    await w.page.mouse.dblclick(x + 20, y + 8);
    await w.page.locator('.statusbar-item', { hasText: '(17 selected)' }).waitFor();
    await w.command('Toggle Block Comment');
    await until('the word is a comment', () => w.rectangle('{% @laurence-buckman %}'));
    await w.command('File: Revert File');
  },

  async 'a snippet is put around the selection'(w) {
    await w.open('typed.qm');
    await w.line(5);
    await w.type('so it is');
    await w.press('Shift+Home');
    await w.command('Snippets: Insert Snippet');
    await until('snippets are listed', async () => (await w.choices()).some((choice) => choice.includes('Words that somebody said')));
    await w.narrow('quote-on');
    await w.press('Enter');
    await until('the snippet is there', () => w.rectangle('[so it is]{by @id'));
    await w.press('Escape');
    await w.command('File: Revert File');
  },

  async 'the server starts again'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.command('Quotemark: Restart Server');
    await w.ready();
    await w.hover('Dr Chaand Nagpaul', 'negotiator');
  },
};

function suggestion(w, words) {
  return w.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: words }).first();
}

/** Takes a suggestion, once it is the one that would be taken. */
async function accept(w, words) {
  await w.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: words }).waitFor();
  await w.press('Enter');
}
