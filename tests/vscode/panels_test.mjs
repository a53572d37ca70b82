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
    assert.match(rows[0], /[a-z]\s*\d+$/);
    const label = await w.page.locator('.pane-body .monaco-list-row[role=treeitem]').first().getAttribute('aria-label');
    assert.match(label, /(person|organisation).*\d+ quotes/);
    await w.picture('05-speakers');
  },

  async 'a click on a quote goes to its place and keeps the list'(w) {
    await row(w, 'Laurence Buckman').click();
    const article = row(w, 'BMA seeks urgent talks');
    await article.waitFor();
    const before = await w.tree();
    await w.page.locator('.pane-body .monaco-list-row[aria-level="3"]').first().click();
    await until('the article is shown', async () => (await w.active()).startsWith('2011-11-24'));
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
    await w.answer('Quotes on which topic?', '#outsourcing');
    await w.answer('which side?', 'Against');
    await w.page.locator('.pane-body .message', { hasText: 'Quotes against Outsourcing' }).waitFor();
    const count = (tree) => tree.find((line) => line.startsWith('Laurence Buckman'));
    await until('the list is narrowed', async () => {
      const tree = await w.tree();
      return count(tree) !== count(all) && !tree.some((line) => line.includes('Michael Dixon'));
    });
    await w.picture('08-filtered');
    await w.command('Quotemark: Show All Quotes Again');
    await until('the filter is told no more', async () => !(await w.page.locator('.pane-body .message', { hasText: 'Quotes against' }).isVisible()));
    await until('all are listed again', async () => (await w.tree()).some((line) => line.startsWith('negotiator')));
  },

  async 'those who are merely mentioned can be left out'(w) {
    const mentioned = async () => (await w.tree()).some((line) => /mention|no quotes/.test(line));
    await w.page.locator('.pane-body .monaco-list-row[role=treeitem]').first().click();
    await w.command('Quotemark: Show Only Quoted Speakers');
    await w.press('End');
    await until('the last is quoted', async () => {
      const last = (await w.tree()).at(-1);
      return !(await mentioned()) && /\d$|on behalf|with parts/.test(last);
    });
    await w.command('Quotemark: Show All Speakers, Quoted or Not');
    await until('all are listed again', async () => {
      await w.page.locator('.pane-body .monaco-list-row[role=treeitem]').first().focus();
      await w.press('End');
      return mentioned();
    });
    await w.press('Home');
  },

  async 'a file that changes on the disk shows in the list'(w) {
    appendFileSync(join(w.folder, 'cast.qm'), '\n@zoe-new: Zoe New\n');
    writeFileSync(join(w.folder, 'new.qm'), '---\ntitle: New\ndate: 2015\n---\n\n[Zoe]{@zoe-new} said [so]{by @zoe-new}.\n');
    await w.page.locator('.statusbar-item', { hasText: '20 speakers' }).waitFor();
    await w.command('Quotemark: Find Speaker');
    await w.answer('Show which person or organisation?', 'Zoe New');
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
    const legend = preview.locator('.legend');
    // In a window as narrow as this one the roles are hidden, so that the names stay in one line.
    assert.match(await legend.innerText(), /Chaand Nagpaul\s*1 quote\s*Laurence Buckman/);
    assert.match(await legend.textContent(), /Chaand Nagpaul\s*negotiator for/);
    const title = await preview.locator('.quote', { hasText: 'a major concern' }).getAttribute('title');
    assert.match(title, /Chaand Nagpaul, negotiator.*\n.*against/s);
    await w.picture('09-preview');
  },

  async 'a click in the preview goes to the source'(w) {
    const preview = await w.preview();
    await preview.locator('.quote', { hasText: 'a major concern' }).click();
    await w.page.locator('.statusbar-item', { hasText: /Ln 1[67]/ }).waitFor();
    await w.shows(ARTICLE);
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

  async 'each of many speakers has a tint and an underline of their own'(w) {
    const quotes = Array.from({ length: 12 }, (_, number) => `[words ${number}]{by @speaker-${number}}`);
    writeFileSync(join(w.folder, 'many.qm'), `---\ntitle: Many\n---\n\n${quotes.join('\n')}\n`);
    await w.open('many.qm');
    const preview = await w.preview();
    await until('the article is in the preview', async () => (await preview.locator('main').innerText()).includes('words 11'));
    const looks = await preview.locator('.quote').evaluateAll((nodes) => nodes.map((node) => {
      const { backgroundColor, textDecorationLine } = getComputedStyle(node);
      return `${backgroundColor} ${textDecorationLine}`;
    }));
    assert.equal(new Set(looks).size, 12, looks.join('\n'));
    assert.ok(looks.every((look) => look.endsWith('underline')), looks.join('\n'));
    await w.picture('17-many-speakers');
  },

  async 'text and preview scroll along with each other'(w) {
    const paragraphs = Array.from({ length: 120 }, (_, number) => `This is paragraph ${number}.\n`);
    writeFileSync(join(w.folder, 'long.qm'), `---\ntitle: Long\n---\n\n${paragraphs.join('\n')}`);
    await w.open('long.qm');
    const preview = await w.preview();
    const last = preview.locator('p', { hasText: 'This is paragraph 119.' });
    await last.waitFor({ state: 'attached' });
    const seen = (locator) => locator.evaluate((node) => {
      const { top, bottom } = node.getBoundingClientRect();
      return bottom > 0 && top < window.innerHeight;
    });
    assert.equal(await seen(last), false);
    await w.press('Control+End');
    await until('the preview is at the end', () => seen(preview.locator('p', { hasText: 'This is paragraph 110.' })));
    await preview.evaluate(() => window.scrollTo({ top: 0 }));
    await until('the text is at the beginning', () => w.rectangle('title: Long'));
    await preview.locator('p', { hasText: 'This is paragraph 60.' }).evaluate((node) => node.scrollIntoView({ block: 'start' }));
    await until('the text is in the middle', () => w.rectangle('This is paragraph 62.'));
    assert.equal(await w.rectangle('title: Long'), null);
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
