// A folder that holds plain texts and nothing of Quotemark's: what somebody who begins there finds.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWorkbench, until } from './workbench.mjs';

const TEXTS = ['2013-02-01-one', '2013-02-02-two', 'older/2012-03-03-three'];

/** Opens a folder of plain texts. */
export function open(browser, options) {
  const folder = mkdtempSync(join(tmpdir(), 'quotemark-texts-'));
  mkdirSync(join(folder, 'older'));
  for (const name of TEXTS) {
    writeFileSync(join(folder, `${name}.txt`), `Text ${name}\n\nAnn Lee, chair of the Harbour Union, said: “So it is, and so it stays.”\n`);
  }
  writeFileSync(join(folder, 'notes.md'), 'Notes.\n');
  return openWorkbench(browser, { ...options, folder });
}

const row = (w, words) => w.page.locator('.explorer-folders-view .monaco-list-row', { hasText: words }).first();

/** The entries of the menu that a right click opens. */
async function menu(w, place) {
  await place.click({ button: 'right' });
  await w.page.locator('.monaco-menu .action-label').first().waitFor();
  const labels = await w.page.locator('.monaco-menu .action-label').allInnerTexts();
  await w.press('Escape');
  return labels.filter(Boolean);
}

const listed = (w) => w.page.locator('.quick-input-list .monaco-list-row');

export const tests = {
  async 'texts and folders can be imported from the menu of the explorer, and nothing else can'(w) {
    // The editor itself shows what extensions offer a little after its window.
    await until('a text can be imported', async () => (await menu(w, row(w, '2013-02-01-one.txt'))).includes('Import Articles…'));
    assert.ok((await menu(w, row(w, 'older'))).includes('Import Articles…'));
    assert.ok(!(await menu(w, row(w, 'notes.md'))).includes('Import Articles…'));
    const { x, y, height, width } = await w.page.locator('.explorer-folders-view').boundingBox();
    await w.page.mouse.click(x + width / 2, y + height - 40, { button: 'right' });
    await w.page.locator('.monaco-menu .action-label', { hasText: 'Import Articles…' }).waitFor();
    await w.press('Escape');
  },

  async 'the palette has what one begins with'(w) {
    await w.press('F1');
    await w.page.locator('.quick-input-box input').fill('>Quotemark');
    for (const words of ['Get Started', 'Import Articles…', 'Open Example Corpus', 'Declare Person, Organisation or Topic…']) {
      await listed(w).filter({ hasText: `Quotemark: ${words}` }).waitFor();
    }
    await w.press('Escape');
  },

  async 'the side bar says how to begin, and the walkthrough opens from it'(w) {
    await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
    await w.page.locator('.pane-body .monaco-button', { hasText: 'Import Articles' }).waitFor();
    await w.picture('60-nothing-yet');
    await w.page.locator('.pane-body a', { hasText: 'get started step by step' }).click();
    await w.page.locator('.gettingStartedContainer', { hasText: 'Bring your own articles' }).waitFor();
    await w.press('Control+F4');
  },

  async 'who is declared before there is an article begins the corpus'(w) {
    await w.command('Quotemark: Declare Person, Organisation or Topic');
    await w.answer('What is to be declared?', 'Person');
    const input = w.page.locator('.quick-input-box input');
    const asks = (words) => w.page.locator('.quick-input-message', { hasText: words });
    // A page that takes the focus, such as the walkthrough, costs a key and not what was typed.
    const enter = (what, holds) =>
      until(what, async () => {
        await input.press('Enter', { timeout: 1000 }).catch(() => undefined);
        return holds().waitFor({ timeout: 3000 }).then(() => true, () => false);
      });
    await asks('The name as it is to be shown').waitFor();
    await input.fill('Ann Lee');
    await enter('the id is asked for', () => asks('The id'));
    await w.page.locator('.activitybar').click({ position: { x: 10, y: 500 } });
    assert.equal(await input.inputValue(), '@ann-lee');
    await enter('the cast is shown', () => w.page.locator('.tab.active[data-resource-name="cast.qm"]'));
    await w.shows('cast.qm');
    await until('she is declared', () => w.rectangle('@ann-lee: Ann Lee'));
    await w.save();
    assert.ok(existsSync(join(w.folder, 'quotemark.toml')));
  },

  async 'of a folder those texts are listed that are not imported yet, and all are ticked'(w) {
    await w.command('File: Focus on Files Explorer');
    await row(w, 'older').click();
    await w.menu('Import Articles');
    await listed(w).first().waitFor();
    assert.equal(await listed(w).count(), 1);
    await w.picture('61-texts-of-a-folder');
    await w.press('Enter');
    await w.shows('2012-03-03-three.qm');
    assert.ok(!existsSync(join(w.folder, 'older', 'cast.qm')), 'a corpus began inside of one');
    await w.command('Quotemark: Import Articles');
    await listed(w).first().waitFor();
    assert.deepEqual(await listed(w).count(), 2);
    await w.press('Enter');
    await w.page.locator('.notification-list-item-message', { hasText: '2 of 2 articles were imported' }).waitFor();
    await w.shows('2013-02-01-one.qm');
    for (const name of TEXTS) {
      assert.match(w.read(`${name}.qm`), /^---\n/);
    }
  },

  async 'for words that are selected nothing is offered that is for others in the paragraph'(w) {
    await w.open('2013-02-02-two.qm');
    await w.page.locator('.statusbar-item', { hasText: 'proposed' }).waitFor();
    const first = w.page.locator('.action-widget .monaco-list-row.action').first();
    // What moves the lines, such as a count that arrives, closes the menu, at any moment up to the key that chooses.
    await until('the name is offered first, and it is tagged', async () => {
      await w.press('Escape');
      await w.drag('chair of the ', 'Harbour Union');
      await w.press('Control+.');
      const words = await first.innerText({ timeout: 5000 }).catch(() => '');
      if (!/Add .Harbour Union. as a new organisation/.test(words.replace(/\s/g, ' '))) {
        return false;
      }
      await w.press('Enter');
      return until('it is tagged', () => w.rectangle('[Harbour Union]{&'), 4000).catch(() => false);
    });
  },
};
