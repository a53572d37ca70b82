// What keys and menus do while an article is tagged.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const HEADER = '---\ntitle: Keys\ndate: 2012\n---\n\n';

/** Opens a new article of these words, with the cursor on its sixth line; gives its name. */
async function article(w, name, words) {
  writeFileSync(join(w.folder, name), `${HEADER}${words}\n`);
  await w.open(name);
  await w.ready();
  await w.line(6, 1);
}

const suggestion = (w, words) => w.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: words }).first();

/** Takes a suggestion, once it is the one that would be taken. */
async function accept(w, words) {
  await w.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: words }).waitFor();
  await w.press('Enter');
}

/** Saves the article, and gives its words. */
async function saved(w, name) {
  await w.press('Escape');
  await w.save();
  return w.read(name).slice(HEADER.length);
}

export const tests = {
  async 'Ctrl+Enter goes on in the tag of the quote around the cursor, and is a new line elsewhere'(w) {
    await article(w, 'go-on.qm', '[The [CCGs]{&ccgs} will fail]{by @laurence-buckman}, he said.\n\nProse.');
    // The menu of clauses opens by itself. Pressed before the editor knows where the cursor is, the key makes a line.
    await until('the menu of clauses opens', async () => {
      await w.line(6, 8);
      await w.press('Control+Enter');
      const opened = suggestion(w, /^against/).waitFor({ timeout: 4000 });
      return opened.then(
        () => true,
        () => w.press('Control+Z').then(() => false),
      );
    });
    await w.picture('50-go-on');
    await w.type('aga');
    await accept(w, /^against/);
    await suggestion(w, /^#/).waitFor();
    await w.type('outs');
    await accept(w, /outsourcing/i);
    await until('the clause is there', () => w.rectangle('{by @laurence-buckman against #outsourcing}'));
    await w.line(8, 2);
    await w.press('Control+Enter');
    await w.page.locator('.statusbar-item', { hasText: 'Ln 9, Col 1' }).waitFor();
    await w.type('More.');
    assert.equal(
      await saved(w, 'go-on.qm'),
      '[The [CCGs]{&ccgs} will fail]{by @laurence-buckman against #outsourcing}, he said.\n\nProse.\nMore.\n',
    );
  },

  async 'after an action has tagged words the cursor is after the id'(w) {
    await article(w, 'action.qm', '“It is too late”, Dr Buckman said.');
    await w.line(6, 5);
    await w.quickFix(/quote by .@laurence-buckman/, () => w.rectangle('{by @laurence-buckman}'));
    const column = '[“It is too late”]{by @laurence-buckman'.length + 1;
    await w.page.locator('.statusbar-item', { hasText: `Ln 6, Col ${column}` }).waitFor();
    await w.type(' ');
    await suggestion(w, /^against/).waitFor();
    await w.press('Escape', 'Backspace');
    assert.equal(await saved(w, 'action.qm'), '[“It is too late”]{by @laurence-buckman}, Dr Buckman said.\n');
  },

  async 'ids that are new are offered while they are typed, and a brace after what was taken is typed over'(w) {
    await article(w, 'new-ids.qm', '');
    await w.type('[The Board]{&harbour-bo');
    await suggestion(w, 'declare &harbour-bo').waitFor();
    await w.type('ard');
    await accept(w, 'declare &harbour-board');
    await until('the id is there', () => w.rectangle('{&harbour-board}'));
    await w.type('} met [him]{@buckm');
    await accept(w, '@laurence-buckman');
    await until('the id is there', () => w.rectangle('{@laurence-buckman}'));
    await w.type('}.');
    // What was declared along is saved with the article.
    await w.press('Escape', 'Control+S');
    await until('it is declared', () => w.read('cast.qm').includes('&harbour-board: Harbour Board'));
    assert.equal(await saved(w, 'new-ids.qm'), '[The Board]{&harbour-board} met [him]{@laurence-buckman}.\n');
  },

  async 'no snippets are among what can stand in a tag'(w) {
    await article(w, 'snippets.qm', '');
    await w.type('[so]{by @laurence-buckman ');
    await suggestion(w, /^against/).waitFor();
    await w.press('Escape', 'Control+Space');
    await suggestion(w, /^against/).waitFor();
    const rows = await w.page.locator('.suggest-widget.visible .monaco-list-row').allInnerTexts();
    assert.ok(!rows.some((row) => /^(article|comment|mention|more|note|organisation|person|quote|statement|topic)/.test(row)), rows.join('\n'));
    await w.press('Escape');
    await w.command('File: Revert File');
  },

  async 'properties below a declaration are indented, however fast they are typed'(w) {
    await article(w, 'properties.qm', '');
    // As fast as nobody types.
    const typed = '@zed-moss: Zed Moss\nalso: Dr Moss\nalso: Moss\n\n&moss-trust: Moss Trust\nalso: MT';
    await w.page.keyboard.type(typed, { delay: 30 });
    assert.equal(
      await saved(w, 'properties.qm'),
      '@zed-moss: Zed Moss\n    also: Dr Moss\n    also: Moss\n\n&moss-trust: Moss Trust\n    also: MT\n',
    );
  },

  async 'letters open the menu in the header and below a declaration'(w) {
    await article(w, 'letters.qm', '@zed-moss: Zed Moss\n    also: Dr Moss');
    await w.line(3, 11);
    await w.press('Enter');
    await w.type('so');
    await accept(w, /^source/);
    await until('the key is there', () => w.rectangle('source: '));
    await w.press('Escape');
    await w.line(8, 18);
    await w.press('Enter');
    await w.type('ro');
    await accept(w, /^role/);
    await until('the key is there', () => w.rectangle('    role: '));
    await w.type('chai');
    await suggestion(w, /^chair/).waitFor();
    await w.picture('51-letters');
    await w.press('Escape');
    await w.command('File: Revert File');
  },

  async 'what can be done stands first in the context menu'(w) {
    await article(w, 'menu.qm', 'Dr Buckman met the BMA.');
    await w.line(6, 5);
    await w.press('Shift+F10');
    const first = w.page.locator('.monaco-menu .action-label').first();
    await first.waitFor();
    const labels = await w.page.locator('.monaco-menu .action-label').allInnerTexts();
    assert.deepEqual(labels.filter(Boolean).slice(0, 3), ['Tag as Name…', 'Tag Every Unambiguous Name', 'All Quotes of This Speaker']);
    await w.picture('52-context-menu');
    await w.press('Escape');
    await w.menu('Tag as Name');
    await until('the name is tagged', () => w.rectangle('[Dr Buckman]{@laurence-buckman}'));
    assert.equal(await saved(w, 'menu.qm'), '[Dr Buckman]{@laurence-buckman} met the BMA.\n');
  },

  async 'every unambiguous name is tagged by Ctrl+. and by a command'(w) {
    await article(w, 'names.qm', 'Dr Buckman met the BMA.');
    const all = w.page.locator('.action-widget .monaco-list-row', { hasText: /Tag .* names? / }).first();
    await until('it is offered', async () => {
      await w.press('Control+.');
      return all.waitFor({ timeout: 3000 }).then(() => true, () => false);
    });
    await w.press('Escape');
    await w.command('Quotemark: Tag Every Unambiguous Name');
    await until('the names are tagged', () => w.rectangle('met the [BMA]{&bma}'));
    assert.equal(await saved(w, 'names.qm'), '[Dr Buckman]{@laurence-buckman} met the [BMA]{&bma}.\n');
  },

  async 'all quotes of the speaker at the cursor are listed'(w) {
    await w.open('2012-06-28-doctors-call-for-a-halt.qm');
    await w.ready();
    await w.click('Dr Chaand Nagpaul');
    await w.command('Quotemark: All Quotes of This Speaker');
    await w.page.locator('.quick-input-box input[placeholder*="Chaand Nagpaul: "]').waitFor();
    await w.press('Escape');
  },

  async 'several texts are imported at once'(w) {
    const names = ['2013-02-01-one', '2013-02-02-two', '2013-02-03-three'];
    for (const name of names) {
      writeFileSync(join(w.folder, `${name}.txt`), `Text ${name}\n\nSo it is.\n`);
    }
    await w.command('File: Focus on Files Explorer');
    const row = (name) => w.page.locator('.explorer-folders-view .monaco-list-row', { hasText: `${name}.txt` });
    await row(names[0]).click();
    await row(names[2]).click({ modifiers: ['Shift'] });
    await w.menu('Import Articles');
    await w.page.locator('.notification-list-item-message', { hasText: '3 of 3 articles were imported' }).waitFor();
    await w.shows('2013-02-01-one.qm');
    for (const name of names) {
      assert.match(w.read(`${name}.qm`), /^---\n/);
    }
    await w.command('Notifications: Clear All Notifications');
  },
};
