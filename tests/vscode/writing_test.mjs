// What one does to a corpus.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

export const tests = {
  async 'a slip shows as it is typed, and its quick fix mends it'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.line(14, 1);
    await w.type('[A voice]{@anna-lee');
    await w.page.locator('.squiggly-error, .squiggly-warning').first().waitFor({ timeout: 20_000 });
    await w.press('ArrowLeft');
    await w.picture('10-diagnostic');
    await w.press('Control+.');
    const fix = w.page.locator('.action-widget .monaco-list-row', { hasText: /declare/i }).first();
    await fix.waitFor();
    await w.picture('11-quick-fix');
    await w.press('Enter');
    await until('the slip is mended', async () => (await w.page.locator('.squiggly-error').count()) === 0);
    await w.command('File: Save All');
    await until('the declaration is in the cast', () => w.read('cast.qm').includes('@anna-lee: '));
  },

  async 'completion knows who there is, and is silent in prose'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.line(12, 1);
    await w.type('Doctors and doc');
    await w.page.waitForTimeout(700);
    assert.equal(await w.page.locator('.suggest-widget.visible').count(), 0);
    await w.type(' [they]{by @');
    const suggestion = w.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: /buckman/i }).first();
    await suggestion.waitFor();
    await w.picture('12-completion');
    await w.type('buck');
    await w.page.waitForTimeout(300);
    await w.press('Enter');
    await until('the id is completed', () => w.rectangle('{by @laurence-buckman'));
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
    await until('speakers are listed', async () => (await w.choices()).some((choice) => choice.includes('Laurence Buckman')));
    await w.choose('Laurence Buckman');
    await until('the tag stands there', () => w.rectangle('[It is too late]{by @laurence-buckman}, he said.'));
    await w.press('Control+S');
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
    await w.command('File: Save All');
    await until('the cast is changed', () => w.read('cast.qm').includes('@larry-buckman:'));
    assert.ok(!w.read('2011-11-24-bma-seeks-talks.qm').includes('@laurence-buckman'));
  },

  async 'an article is made of a plain text'(w) {
    writeFileSync(join(w.folder, '2013-01-05-plain.txt'), 'A title\n\nSome {words} and [brackets].\n');
    const row = w.page.locator('.explorer-folders-view .monaco-list-row', { hasText: '2013-01-05-plain.txt' });
    await w.command('File: Focus on Files Explorer');
    await row.waitFor();
    await row.click({ button: 'right' });
    const entry = w.page.locator('.monaco-menu .action-label', { hasText: 'Import Article' });
    await entry.waitFor();
    // A click that comes at once would be taken for the end of the one that opened the menu.
    await w.page.waitForTimeout(600);
    await entry.click();
    await until('the article is shown', async () => (await w.active()) === '2013-01-05-plain.qm');
    assert.ok(existsSync(join(w.folder, '2013-01-05-plain.qm')));
  },

  async 'the server starts again'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.command('Quotemark: Restart Server');
    await w.ready();
    await w.hover('Dr Chaand Nagpaul', 'negotiator');
  },
};
