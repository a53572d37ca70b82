// The report beside the side bar.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

export const tests = {
  async 'the report opens beside the side bar, with the numbers of the status bar'(w) {
    await w.open(ARTICLE);
    await w.ready();
    await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
    await w.command('Quotemark: Show Report');
    const page = await report(w);
    await until('the numbers are there', async () => (await statements(page)) === '43');
    const status = await w.page.locator('.statusbar-item', { hasText: /43 quotes/ }).innerText();
    const speakers = await page.locator('.totals div', { hasText: 'speakers' }).locator('dd').innerText();
    assert.match(status, new RegExp(`43 quotes, ${speakers} speakers`));
    assert.equal(await page.locator('h1').innerText(), 'corpus');
    // It is laid out: bars have the colours of their sides.
    const bar = page.locator('#topics rect.against').first();
    assert.equal(await bar.evaluate((node) => getComputedStyle(node).fill), 'rgb(194, 87, 26)');
    assert.equal(await page.locator('aside').first().isVisible(), false);
    // Nothing sticks out to the side, however narrow it is.
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await w.picture('30-report');
  },

  async 'a mark leads to its quotes, and Escape back'(w) {
    const page = await report(w);
    const mark = page.locator('#topics a[href="#topic:outsourcing:against"]');
    await mark.click();
    const quotes = page.locator('aside.shown');
    await quotes.waitFor();
    assert.match(await quotes.innerText(), /Against: Outsourcing of commissioning support\s+11 statements/);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'close');
    await w.picture('31-report-quotes');
    await page.locator('aside.shown .close a').press('Escape');
    await quotes.waitFor({ state: 'detached' }).catch(() => undefined);
    assert.equal(await page.locator('aside.shown').count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('href')), '#topic:outsourcing:against');
  },

  async 'a click on a quote leads to its place, and the report stays'(w) {
    const page = await report(w);
    await page.locator('#topics a[href="#topic:central-control:against"]').click();
    await page.locator('aside.shown li', { hasText: 'cannot be squared with the Bill' }).locator('blockquote a').click();
    await w.shows('2011-12-12-who-chooses.qm');
    await w.page.locator('.statusbar-item', { hasText: /Ln 22, Col/ }).waitFor();
    assert.equal(await page.locator('aside.shown').count(), 1);
    await w.picture('32-report-and-source');
  },

  async 'what is typed shows once it has settled, and what was open stays open'(w) {
    await w.open(ARTICLE);
    await w.press('Control+End');
    await w.type('\n\n[More]{by @laurence-buckman against #central-control}');
    const page = await report(w);
    // What is typed may be on the page before it is whole.
    await until('the quotes that are shown have the new one', async () =>
      /Against: Central control of CCGs\s+3 statements/.test(await page.locator('aside.shown').innerText()),
    );
    assert.equal(await statements(page), '44');
    await page.locator('aside.shown .close a').click();
    await w.page.locator(`.tab[data-resource-name="${ARTICLE}"]`).click();
    await until('it is taken back', async () => {
      await w.press('Control+Z');
      return (await statements(page)) === '43';
    });
  },

  async 'it can be narrowed to a topic and a side'(w) {
    await w.page.locator('.tab', { hasText: 'Report' }).click();
    await w.command('Quotemark: Filter Report by Topic and Side');
    await w.answer('Quotes on which topic?', '#outsourcing');
    await w.answer('which side?', 'Against');
    const page = await report(w);
    await until('the report is narrowed', async () => (await statements(page)) === '11');
    assert.match(await page.locator('.filter').innerText(), /--against '#outsourcing'/);
    await w.page.locator('.tab', { hasText: 'Report: against Outsourcing' }).waitFor();
    await w.command('Quotemark: Show All of the Corpus in the Report');
    await until('all is there again', async () => (await statements(page)) === '43');
  },

  async 'nothing that a corpus holds runs in the report, or leads elsewhere'(w) {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script><a href="file:///etc/passwd">x</a>';
    writeFileSync(join(w.folder, 'hostile.qm'), `---\ntitle: ${hostile}\n---\n\n[${hostile}]{by @laurence-buckman on #outsourcing}\n`);
    const page = await report(w);
    await until('the report has it', async () => (await page.locator('aside').allTextContents()).some((text) => text.includes('onerror')));
    assert.equal(await page.locator('img, body script:not([nonce])').count(), 0);
    const links = await page.locator('a').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    assert.ok(links.length > 100 && links.every((link) => link.startsWith('#')), links.find((link) => !link.startsWith('#')));
    assert.notEqual(await page.title(), '1');
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy, /^default-src 'none'; style-src 'nonce-[^';]+'; script-src 'nonce-[^';]+'$/);
  },

  async 'its colours are those of the theme'(w) {
    const page = await report(w);
    const colours = () => page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return `${backgroundColor} ${color}`;
    });
    const dark = await colours();
    await w.command('Preferences: Toggle between Light/Dark Themes');
    await until('the colours are others', async () => (await colours()) !== dark);
    await w.picture('33-report-light');
    await w.command('Preferences: Toggle between Light/Dark Themes');
    await until('the colours are back', async () => (await colours()) === dark);
  },
};

/** The page inside the report. */
function report(w) {
  return until('the report is shown', async () => {
    for (const frame of w.page.frames()) {
      if (await frame.locator('main #topics').count().catch(() => 0)) {
        return frame;
      }
    }
    return undefined;
  });
}

function statements(page) {
  return page.locator('.totals div', { hasText: 'statements' }).locator('dd').innerText();
}
