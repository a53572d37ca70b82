// What one sees of a corpus without changing it.
import assert from 'node:assert/strict';
import { until } from './workbench.mjs';

const ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

export const tests = {
  async 'the status bar counts quotes and speakers'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.picture('01-article');
  },

  async 'a name has the role of the date of the article'(w) {
    await w.open(ARTICLE);
    await w.ready();
    const then = await w.hover('Dr Chaand Nagpaul', 'negotiator');
    assert.match(then, /Chaand Nagpaul/);
    await w.picture('02-hover');
    await w.open('2014-05-five-pounds-a-head.qm');
    const later = await w.hover('Dr Chaand Nagpaul', 'chair of');
    assert.doesNotMatch(later.split('\n').slice(0, 3).join('\n'), /negotiator/);
  },

  async 'the definition of a name is its declaration'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.click('Laurence Buckman');
    await w.press('F12');
    await until('the cast is shown', async () => (await w.active()) === 'cast.qm');
    await until('the declaration is shown', () => w.rectangle('@laurence-buckman: Laurence Buckman'));
  },

  async 'every quote of a speaker is listed and shown'(w) {
    await w.command('Quotemark: Quotes of a Speaker');
    await until('speakers are listed', async () => (await w.choices()).some((choice) => choice.includes('Laurence Buckman')));
    await w.choose('Laurence Buckman');
    const quotes = await until('quotes are listed', async () => {
      const choices = await w.choices();
      return choices.some((choice) => choice.includes('2011-11-24')) && choices;
    });
    assert.ok(quotes.length >= 4, quotes.join('\n'));
    await w.press('ArrowDown');
    await w.picture('03-quotes-of-a-speaker');
    await w.press('Enter');
    await until('an article is shown', async () => /^2011/.test(await w.active()));
  },

  async 'counts above a declaration open the list of places'(w) {
    await w.open('cast.qm');
    await w.line(1);
    const lens = w.page.locator('.codelens-decoration a', { hasText: /quotes/ }).first();
    await lens.click({ timeout: 20_000 });
    await w.page.locator('.peekview-widget .monaco-list-row').first().waitFor();
    await w.picture('04-lens');
    await w.press('Escape');
  },

  async 'the outline and the search for symbols know the corpus'(w) {
    await w.press('Control+T');
    await w.page.waitForSelector('.quick-input-widget:visible');
    await w.type('Buckman');
    await until('the person is found', async () => (await w.choices()).some((choice) => choice.includes('Laurence Buckman')));
    await w.press('Escape');
  },
};
