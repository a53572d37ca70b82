// The review of what is proposed, by keys.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const HEADER = '---\ntitle: Ferry\ndate: 2014-06-01\n---\n\n';
const FERRY = '“The ferry is late again and nobody says why,” said Laurence Buckman. “It will be late tomorrow.”';
const BOARD = 'Bob Ray, chair of the BMA, said that the ferry would end in May, which few had expected.';
const HE = '“We have nothing to hide,” he said.';
const ARTICLE = [FERRY, BOARD, HE].join('\n\n');
const FERRY_TAGGED =
  '[“The ferry is late again and nobody says why,”]{by @laurence-buckman} said Laurence Buckman. [“It will be late tomorrow.”]{more}';

/** Begins the review of a new article of these words. */
async function review(w, name, words = ARTICLE, header = HEADER) {
  writeFileSync(join(w.folder, name), `${header}${words}\n`);
  await w.open(name);
  await w.ready();
  await w.command('Quotemark: Review Proposed Quotes');
}

const bar = (w) => w.page.locator('.statusbar-item', { hasText: /Space later|Esc goes on/ }).innerText();

/** Waits until the status bar says which proposal is shown. */
async function at(w, place) {
  await until(`proposal ${place} is shown`, async () => (await bar(w).catch(() => '')).includes(place));
}

async function isOver(w) {
  await until('the review is over', async () => (await w.page.locator('.statusbar-item', { hasText: 'Space later' }).count()) === 0);
}

/** The article as it was saved. */
async function saved(w, name) {
  await w.save();
  return w.read(name).slice(HEADER.length);
}

export const tests = {
  async 'each proposal is shown as it would be written, and Enter writes it and goes on'(w) {
    await review(w, 'review.qm');
    await at(w, '1/3');
    // What a decoration inserts is drawn by the style sheet.
    await until('the tag is shown', () =>
      w.page.evaluate(() =>
        [...document.querySelectorAll('.editor-instance .view-line span')].some((span) =>
          getComputedStyle(span, '::after').content.includes(']{by @laurence-buckman}'),
        ),
      ),
    );
    // Who else may have said it stands under the paragraph.
    await until('the speakers are listed', () =>
      w.page.evaluate(() =>
        [...document.querySelectorAll('.editor-instance .view-line span')].some((span) =>
          /1\/3 sure · .* · 1 Laurence Buckman/.test(getComputedStyle(span, '::after').content),
        ),
      ),
    );
    await w.picture('60-review');
    await w.press('Enter');
    await at(w, '2/3');
    await w.press('Enter');
    await at(w, '3/3');
    await w.press('Enter');
    await isOver(w);
    const words = await saved(w, 'review.qm');
    assert.ok(words.startsWith(FERRY_TAGGED), words);
    assert.ok(words.includes('[the ferry would end in May]{by @bob-ray}'), words);
    assert.ok(words.includes('[“We have nothing to hide,”]{by @bob-ray} he said.'), words);
    // Keys are the editor's again.
    await w.line(6, 1);
    await w.type('x');
    await until('the letter is typed', () => w.rectangle('x[“The ferry'));
    await w.press('Control+Z');
    await w.save();
  },

  async 'a review shows what is merely possible where nothing else is left'(w) {
    await review(w, 'possible.qm', 'Laurence Buckman claimed small practices are in danger of “dancing to another tune” in the future.');
    await at(w, '1/1');
    await until('it is called possible', () =>
      w.page.evaluate(() =>
        [...document.querySelectorAll('.editor-instance .view-line span')].some((span) =>
          getComputedStyle(span, '::after').content.includes('1/1 possible'),
        ),
      ),
    );
    await w.press('Enter');
    await isOver(w);
    assert.ok((await saved(w, 'possible.qm')).includes('in the future]{by @laurence-buckman}'));
  },

  async 'u takes the last yes back, and letters that are no keys are not typed'(w) {
    await review(w, 'undo.qm');
    await at(w, '1/3');
    await w.type('gz');
    await w.press('Enter');
    await at(w, '2/3');
    await w.press('u');
    await at(w, '1/3');
    await w.press('q');
    await isOver(w);
    assert.equal(await saved(w, 'undo.qm'), `${ARTICLE}\n`);
  },

  async 's moves the beginning of the words, and e their end'(w) {
    const words = 'Bob Ray said that, for now, the ferry would end in May, which few had expected.';
    await review(w, 'bounds.qm', words);
    await at(w, '1/1');
    await w.press('s', 'e', 'Enter');
    await isOver(w);
    assert.equal(
      await saved(w, 'bounds.qm'),
      'Bob Ray said that, for now, [the ferry would end in May, which few had expected]{by @bob-ray}.\n',
    );
  },

  async 'n goes through those who are merely named, and their names are tagged'(w) {
    await review(w, 'names.qm', 'Dr Eve Hall, mayor of Leeds, left. “We have nothing to hide now,” she said.');
    await at(w, '1/1');
    await w.press('n');
    await until('somebody who is named is shown', async () => /1\/1/.test(await bar(w).catch(() => '')));
    await w.press('Enter');
    await isOver(w);
    const text = await saved(w, 'names.qm');
    assert.match(text, /^Dr \[Eve Hall\]\{@eve-hall\}, mayor of Leeds, left\./);
    assert.match(w.read('cast.qm'), /role: mayor of Leeds, ~2014-06-01/);
  },

  async 'Space leaves one for later, the backspace goes back to it, and x refuses it until b brings it back'(w) {
    await review(w, 'refuse.qm', [FERRY, HE.replace('he', 'Laurence Buckman')].join('\n\n'));
    await at(w, '1/2');
    await w.press('Space');
    await at(w, '2/2');
    await w.press('Backspace');
    await at(w, '1/2');
    await w.press('x');
    await at(w, '1/1');
    await w.press('b');
    await at(w, '/2');
    await w.press('q');
    await isOver(w);
  },

  async 't goes on in the tag with the menu of clauses, and Escape with the review'(w) {
    await review(w, 'topic.qm', [FERRY, HE.replace('he', 'Laurence Buckman')].join('\n\n'));
    await at(w, '1/2');
    await w.press('t');
    await w.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: /^against/ }).first().waitFor();
    await w.type('against #outsourcing');
    await w.page.locator('.statusbar-item', { hasText: 'Esc goes on' }).waitFor();
    await until('the review goes on', async () => {
      // The first may close a menu; one too many does nothing.
      await w.press('Escape');
      return (await bar(w)).includes('2/2');
    });
    await w.press('q');
    await isOver(w);
    assert.ok((await saved(w, 'topic.qm')).includes('{by @laurence-buckman against #outsourcing}'));
  },

  async 'a number chooses who said it, and the list of keys does what is chosen'(w) {
    await review(w, 'keys.qm', HE.replace('he', 'Laurence Buckman'));
    await at(w, '1/1');
    await w.press('Shift+Slash');
    await until('the keys are listed', async () => (await w.choices()).some((choice) => choice.includes('Later')));
    await w.press('Escape');
    await w.ready();
    await w.press('1');
    await isOver(w);
    assert.equal(await saved(w, 'keys.qm'), '[“We have nothing to hide,”]{by @laurence-buckman} Laurence Buckman said.\n');
  },

  async 'the date of an article that has none is asked for, since no role is known without one'(w) {
    await review(w, 'undated.qm', BOARD, '---\ntitle: Ferry\n---\n\n');
    const input = w.page.locator('.quick-input-box input');
    await input.waitFor();
    await input.fill('soon');
    await w.press('Enter');
    await w.page.locator('.quick-input-message', { hasText: 'is no date' }).waitFor();
    await input.fill('1 June 2014');
    await w.press('Enter');
    await at(w, '1/1');
    await w.press('Enter');
    await isOver(w);
    await w.save();
    assert.ok(w.read('undated.qm').startsWith('---\ntitle: Ferry\ndate: 2014-06-01\n---\n'), w.read('undated.qm'));
  },
};
