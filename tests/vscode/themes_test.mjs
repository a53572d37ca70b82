// How it looks: in light and dark themes and with high contrast.
import assert from 'node:assert/strict';
import { until } from './workbench.mjs';

/** Their numbers among the pictures, names, kinds, and files. */
const THEMES = [
  ['30', 'Light Modern', 'vs', 'light_modern'],
  ['31', 'Dark High Contrast', 'hc-black', 'hc_black'],
  ['32', 'Solarized Dark', 'vs-dark', 'solarized-dark'],
  ['33', 'Dark Modern', 'vs-dark', 'dark_modern'],
];

export const tests = {
  async 'a light theme and high contrast have their colours'(w) {
    await w.open('2011-11-24-bma-seeks-talks.qm');
    await w.ready();
    await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
    await w.press('Control+1', 'Control+K', 'v');
    await w.preview();
    const preview = await w.preview();
    for (const [number, theme, kind, file] of THEMES) {
      await w.command('Preferences: Color Theme');
      await until('themes are listed', async () => (await w.choices()).some((choice) => choice.includes('Modern')));
      await w.narrow(theme);
      await until('the theme is listed', async () => (await w.choices()).some((choice) => choice.includes(theme)));
      await w.press('Enter');
      await w.page.locator(`.monaco-workbench.${kind}[class*="${file}"]`).waitFor();
      await w.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      const shown = kind === 'hc-black' ? 'vscode-high-contrast' : kind === 'vs' ? 'vscode-light' : 'vscode-dark';
      await preview.locator(`body.${shown}`).waitFor();
      // What the server knows of the words is coloured a little later.
      await until('the name of an organisation has the colour of its id', async () => {
        const [name, id] = await Promise.all(['British Medical Association', '&bma'].map((words) => colourOf(w, words)));
        return name !== undefined && name === id;
      });
      assert.notEqual(await colourOf(w, 'the guidance meant'), await colourOf(w, 'about the support that'), `quotes have no colour in ${theme}`);
      await w.picture(`${number}-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  },
};

/** The colour in which words stand in the text that begin a stretch of one colour. */
function colourOf(w, words) {
  return w.page.evaluate((wanted) => {
    const spans = [...document.querySelectorAll('.editor-instance .view-line span span')];
    const span = spans.find((node) => node.textContent.replace(/\u00a0/g, ' ').startsWith(wanted));
    return span && getComputedStyle(span).color;
  }, words);
}
