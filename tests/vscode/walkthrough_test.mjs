// The walkthrough, step by step, as somebody does who has never seen Quotemark: in a profile of its own, with only what is on the page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

export const setup = { settings: { 'workbench.colorTheme': 'Default Dark Modern' } };

const page = (w) => w.page.locator('.gettingStartedContainer');
const button = (w, words) => page(w).locator('.step-list-container .monaco-button', { hasText: words });

export const tests = {
  async 'it opens the example and goes on beside an article'(w) {
    await w.command('Welcome: Open Walkthrough');
    await until('walkthroughs are listed', async () => (await w.choices()).some((choice) => choice.includes('Quotemark')));
    await w.choose('Quotemark');
    await until('the picture beside the steps is there', async () => {
      const texts = w.page.frames().map((frame) => frame.locator('body').innerText({ timeout: 1000 }).catch(() => ''));
      return (await Promise.all(texts)).some((text) => text.includes('A corpus is a folder'));
    });
    await w.picture('40-walkthrough');
    await step(w, 'Ask who somebody is');
    await until('a screenshot is there', () =>
      w.page.evaluate(() => [...document.querySelectorAll('.gettingStartedContainer img')].some((image) => image.naturalWidth > 400)),
    );
    await w.picture('40-walkthrough-read');
    await press(w, 'Open some articles', 'Open Example Corpus');
    await w.page.locator('.tab[data-resource-name="2012-06-28-doctors-call-for-a-halt.qm"]').waitFor();
    await button(w, 'Show the Article').waitFor();
    await w.ready();
    await w.picture('41-walkthrough-in-the-example');
  },

  async 'a name is asked for, and the step is done'(w) {
    await w.hover('Dr Chaand Nagpaul', 'negotiator');
    await isDone(w, 'Ask who somebody is');
  },

  async 'what is proposed is taken'(w) {
    await press(w, 'Review what is proposed', 'Open to-tag.qm');
    await w.page.waitForSelector('.tab.active[data-resource-name="to-tag.qm"]');
    await until('the words are shown', () => w.rectangle('the guidance meant'));
    await press(w, 'Review what is proposed', 'Review Proposed Quotes');
    const at = (place) => w.page.locator('.statusbar-item', { hasText: `${place} · ` }).filter({ hasText: 'Space later' }).waitFor();
    await at('1/2');
    await w.picture('42-walkthrough-review');
    await w.press('Enter');
    await at('2/2');
    await w.press('Enter');
    await until('the review is over', async () => (await w.page.locator('.statusbar-item', { hasText: 'Space later' }).count()) === 0);
    await w.save();
    const tagged = example(w, 'to-tag.qm');
    assert.ok(tagged.includes('said [the guidance meant that the work would be offered to the private sector in 2016]{by @laurence-buckman}.'), tagged);
    assert.ok(tagged.includes('[The choice that it left\nto CCGs was ‘a bit of a myth’]{by @laurence-buckman}, he added.'), tagged);
    await w.picture('43-walkthrough-tagged');
    await isDone(w, 'Review what is proposed');
  },

  async 'every quote of the speaker is found, the new one too'(w) {
    await until('the new quotes are counted', async () => /45 quotes/.test(await w.page.locator('.statusbar').innerText()));
    await press(w, 'Find every quote of a speaker', 'Quotes of a Speaker');
    await w.answer('Whose quotes?', 'Laurence Buckman');
    await w.page.locator('.quick-input-box input[placeholder*="13 quotes"]').waitFor();
    await w.page.locator('.quick-input-box input').press('ArrowDown');
    await w.picture('44-walkthrough-quotes');
    await w.narrow('An article to tag');
    await w.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'An article to tag' }).waitFor();
    await w.page.locator('.quick-input-box input').press('Enter');
    await w.page.waitForSelector('.tab.active[data-resource-name="to-tag.qm"]');
    await isDone(w, 'Find every quote of a speaker');
    await press(w, 'Find every quote of a speaker', 'Open Speakers');
    await w.page.locator('.pane-body .monaco-list-row[role=treeitem]', { hasText: /Laurence Buckman\s*13/ }).waitFor();
  },

  async 'the article is read without tags'(w) {
    await press(w, 'Read the article without tags', 'Open Preview');
    const preview = await w.preview();
    await until('the quote is in the preview', async () => (await preview.locator('.quote').count()) > 0);
    // Two columns, not three: the preview is over the walkthrough, which is there again when it is closed.
    assert.equal(await w.page.locator('.editor-group-container').count(), 2);
    await w.picture('45-walkthrough-preview');
    await w.page.locator('.tab', { hasText: 'Preview' }).click({ button: 'middle' });
    await isDone(w, 'Read the article without tags');
    await w.picture('46-walkthrough-done');
  },
};

/** Presses a button of a step. The page may go on to the next step by itself meanwhile. */
async function press(w, title, words) {
  await until(`“${words}” is pressed`, async () => {
    await step(w, title);
    return button(w, words).click({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
  });
}

/** Opens a step of the page. */
async function step(w, title) {
  const head = page(w).locator('.getting-started-step', { hasText: title });
  if (!(await head.evaluate((node) => node.classList.contains('expanded')))) {
    await head.locator('.step-title').click();
    // The page gives it the focus a little later, and would take it from a list that has opened meanwhile.
    await until('the step has the focus', () => head.evaluate((node) => node.contains(document.activeElement)));
  }
}

async function isDone(w, title) {
  await page(w).locator('.getting-started-step', { hasText: title }).locator('.codicon-getting-started-step-checked.complete, .codicon-pass-filled.complete').waitFor();
}

function example(w, file) {
  return readFileSync(join(w.home, 'data', 'User', 'globalStorage', 'quotemark.quotemark', 'commissioning', file), 'utf8');
}
