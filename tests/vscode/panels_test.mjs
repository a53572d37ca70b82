// The side bar and the preview.
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

export const tests = {
  async 'the side bar lists everybody who speaks'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
    const rows = await until('speakers are listed', async () => {
      const tree = await w.tree();
      return tree.length > 5 && tree;
    });
    assert.match(rows[0], /\d+ quotes/);
    const label = await w.page.locator('.pane-body .monaco-list-row[role=treeitem]').first().getAttribute('aria-label');
    assert.match(label, /(person|organisation).*\d+ quotes/);
    await w.picture('05-speakers');
  },

  async 'a click on a quote goes to its place and keeps the list'(w) {
    await row(w, 'Laurence Buckman').click();
    const article = row(w, 'Keep support within the NHS');
    await article.waitFor();
    const before = await w.tree();
    await w.page.locator('.pane-body .monaco-list-row[aria-level="3"]').first().click();
    await until('the article is shown', async () => (await w.active()).startsWith('2011-11-30'));
    assert.deepEqual(await w.tree(), before);
    const focused = await w.page.evaluate(() => document.activeElement?.closest('.pane-body') !== null);
    assert.ok(focused, 'the focus left the list');
    await w.picture('06-quotes-in-the-side-bar');
  },

  async 'the list follows the cursor'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.click('Dr Chaand Nagpaul');
    await until('the speaker under the cursor is selected', async () =>
      (await w.page.locator('.pane-body .monaco-list-row.selected').allInnerTexts()).some((text) => text.includes('Chaand Nagpaul')),
    );
    await w.click('a major concern');
    await until('the quote under the cursor is selected', async () =>
      (await w.page.locator('.pane-body .monaco-list-row.selected').allInnerTexts()).some((text) => text.replace(/\s/g, ' ').includes('a major concern')),
    );
    await w.picture('07-follows-the-cursor');
  },

  async 'the list can be narrowed to a topic and a side'(w) {
    const all = await w.tree();
    await w.command('Quotemark: Filter Speakers by Topic and Side');
    await until('topics are listed', async () => (await w.choices()).some((choice) => choice.includes('#outsourcing')));
    await w.choose('#outsourcing');
    await until('sides are listed', async () => (await w.choices()).some((choice) => choice.startsWith('Against')));
    await w.choose('Against');
    const filtered = await until('the list is narrowed', async () => {
      const tree = await w.tree();
      const isNarrowed = tree.length > 0 && !tree.some((line) => line.includes('NHS Alliance'));
      return isNarrowed && tree;
    });
    assert.notDeepEqual(filtered, all);
    await w.page.locator('.pane-body .message', { hasText: 'Quotes against Outsourcing' }).waitFor();
    await w.picture('08-filtered');
    await w.command('Quotemark: Show All Quotes Again');
    await until('all are listed again', async () => (await w.tree()).some((line) => line.startsWith('negotiator')));
    assert.equal(await w.page.locator('.pane-body .message', { hasText: 'Quotes against' }).isVisible(), false);
  },

  async 'a file that changes on the disk shows in the list'(w) {
    appendFileSync(join(w.folder, 'cast.qm'), '\n@zoe-new: Zoe New\n');
    writeFileSync(join(w.folder, 'new.qm'), '---\ntitle: New\ndate: 2015\n---\n\n[Zoe]{@zoe-new} said [so]{by @zoe-new}.\n');
    await w.page.locator('.statusbar-item', { hasText: '20 speakers' }).waitFor();
    await w.command('Quotemark: Find Speaker');
    await until('speakers are listed', async () => (await w.choices()).some((choice) => choice.includes('Laurence Buckman')));
    await w.narrow('Zoe');
    await w.choose('Zoe New');
    await until('the new speaker is shown', async () => (await w.tree()).some((line) => line.includes('Zoe New')));
  },

  async 'the preview shows the article without tags'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.press('Control+K', 'v');
    const preview = await w.preview();
    const words = await until('the article is in the preview', async () => {
      const text = await preview.locator('main').innerText();
      return text.includes('More than 500 doctors') && text;
    });
    assert.match(words, /such bodies are\s+a major concern, as he has told/);
    assert.doesNotMatch(words, /[{}]|@chaand/);
    const legend = await preview.locator('.legend').innerText();
    assert.match(legend, /Chaand Nagpaul\s*negotiator for/);
    const title = await preview.locator('.quote', { hasText: 'a major concern' }).getAttribute('title');
    assert.match(title, /Chaand Nagpaul, negotiator.*\n.*against/s);
    await w.picture('09-preview');
  },

  async 'a click in the preview goes to the source'(w) {
    const preview = await w.preview();
    await preview.locator('.quote', { hasText: 'a major concern' }).click();
    await w.page.locator('.statusbar-item', { hasText: /Ln 1[67]/ }).waitFor();
    assert.equal(await w.active(), ARTICLE);
  },

  async 'nothing that an article holds runs in the preview'(w) {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    writeFileSync(join(w.folder, 'hostile.qm'), `---\ntitle: ${hostile}\n---\n\n[${hostile}]{by @laurence-buckman} [x]{note: ${hostile}}\n`);
    await w.open('hostile.qm');
    const preview = await w.preview();
    await until('the article is in the preview', async () => (await preview.locator('main').innerText()).includes('onerror'));
    assert.equal(await preview.locator('main img, main script').count(), 0);
    const policy = await preview.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /^default-src 'none'; style-src 'nonce-[^';]+'; script-src 'nonce-[^';]+'$/);
  },

  async 'typing shows in the preview'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.line(14, 1);
    await w.type('Meanwhile ');
    const preview = await w.preview();
    await until('what was typed is in the preview', async () => (await preview.locator('main').innerText()).includes('Meanwhile'));
    await w.press('Control+Z');
  },
};

function row(w, words) {
  return w.page.locator('.pane-body .monaco-list-row[role=treeitem]', { hasText: words }).first();
}
