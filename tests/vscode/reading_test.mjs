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
    await w.shows('cast.qm');
    await until('the declaration is shown', () => w.rectangle('@laurence-buckman: Laurence Buckman'));
  },

  async 'every quote of a speaker is listed and shown'(w) {
    await w.command('Quotemark: Quotes of a Speaker');
    await w.answer('Whose quotes?', 'Laurence Buckman');
    const quotes = await until('quotes are listed', async () => {
      const choices = await w.choices();
      return choices.some((choice) => choice.includes('2011-11-24')) && choices;
    });
    assert.ok(quotes.length >= 4, quotes.join('\n'));
    await w.press('ArrowDown');
    await w.picture('03-quotes-of-a-speaker');
    await w.press('Enter');
    await w.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await until('an article is shown', async () => /^2011/.test(await w.active()));
  },

  async 'keys go from quote to quote of a speaker, through all articles'(w) {
    const oldest = '2011-11-24-bma-seeks-talks.qm';
    await w.open(oldest);
    await w.ready();
    await w.click('Dr Laurence Buckman');
    const told = (words) => until(`it says ${words}`, () => w.page.locator('.statusbar-item', { hasText: words }).first().isVisible());
    await w.press('F9');
    await told('Laurence Buckman: quote 8 of 11');
    // Far enough to leave the article and to begin again, and back.
    const articles = new Set();
    for (const number of [9, 10, 11, 1]) {
      await w.press('F9');
      await told(new RegExp(`: quote ${number} of`));
      articles.add(await w.active());
    }
    assert.ok(articles.size > 1, [...articles].join(' '));
    for (const number of [11, 10, 9, 8]) {
      await w.press('Shift+F9');
      await told(new RegExp(`: quote ${number} of`));
    }
    await w.shows(oldest);
  },

  async 'after the last quote of an article the keys go on in the next one'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.line(16, 74);
    await w.press('F9');
    await w.page.locator('.statusbar-item', { hasText: 'Chaand Nagpaul: quote 4 of 7' }).waitFor();
    await w.shows('2012-06-29-core-work-should-stay.qm');
  },

  async 'counts above a declaration open the list of places'(w) {
    await w.open('cast.qm');
    await w.line(1);
    const lens = w.page.locator('.codelens-decoration a', { hasText: /quotes/ }).first();
    await lens.click();
    await w.page.locator('.peekview-widget .monaco-list-row').first().waitFor();
    const places = Number(/\((\d+)\)/.exec(await w.page.locator('.peekview-widget .meta').innerText())[1]);
    const [, quotes, mentions] = /(\d+) quotes · (\d+) mentions/.exec(await lens.innerText());
    assert.equal(places, Number(quotes) + Number(mentions));
    await w.picture('04-lens');
    await w.press('Escape');
  },

  async 'the calls of a person are those whom the quotes mention'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.click('Dr Chaand Nagpaul');
    await w.command('Calls: Show Call Hierarchy');
    const rows = await until('the person is shown', async () => hierarchy(w, 'Chaand Nagpaul'));
    assert.ok(rows.length > 0);
    const button = '.pane-header .action-label[aria-label^="Show Outgoing Calls"], .title-actions .action-label[aria-label^="Show Outgoing Calls"]';
    await turned(w, button, 'what the quotes mention is listed', async () => (await hierarchy(w, 'Chaand Nagpaul'))?.some((row) => row.includes('Outsourcing')));
    await w.picture('15-calls');
  },

  async 'the supertypes of a person are the organisations of the roles'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.click('Dr Chaand Nagpaul');
    await w.command('Types: Show Type Hierarchy');
    const button = '.action-label[aria-label^="Show Supertypes"]';
    await turned(w, button, 'the organisations are listed', async () => (await hierarchy(w, 'Chaand Nagpaul'))?.some((row) => row.includes('General Practitioners Committee')));
    await w.picture('16-types');
  },

  async 'a click on the counts in the status bar opens the side bar'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.page.locator('.statusbar-item', { hasText: /\d+ quotes, \d+ speakers/ }).locator('a').click();
    await w.page.locator('.pane-body .monaco-list-row[role=treeitem]', { hasText: 'Laurence Buckman' }).first().waitFor();
  },

  async 'the outline and the search for symbols know the corpus'(w) {
    await w.press('Control+T');
    await w.page.locator('.quick-input-box input').fill('#Buckman');
    await until('the person is found', async () => (await w.choices()).some((choice) => choice.includes('Laurence Buckman')));
    await w.press('Escape');
    await w.open(ARTICLE);
    await w.press('Control+Shift+O');
    await until('the quotes are listed', async () => (await w.choices()).some((choice) => choice.includes('a major concern')));
    await w.press('Escape');
  },

  async 'files of the language have their icon'(w) {
    await w.page.locator('.tab.active .quotemark-lang-file-icon, .tab.active .ext-file-icon').first().waitFor();
  },
};

/** The lines of the view of calls or types, once it is about somebody. */
async function hierarchy(w, whose) {
  const rows = await w.tree();
  return rows.some((row) => row.includes(whose)) ? rows : undefined;
}

/** Presses the button that turns a view round, where it is to be seen, until the view shows what is wanted. */
async function turned(w, button, what, isShown) {
  const toggle = w.page.locator(button).first();
  await until(what, async () => {
    if (await toggle.isVisible()) {
      // The view may draw it again just now; then the next round presses it.
      await toggle.click({ timeout: 2000 }).catch(() => {});
    }
    return isShown();
  });
}
