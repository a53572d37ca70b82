// How it looks: in a light theme and with high contrast, and the walkthrough.
import { until } from './workbench.mjs';

export const tests = {
  async 'a light theme and high contrast have their colours'(w) {
    await w.open('2011-11-24-bma-seeks-talks.qm');
    await w.ready();
    await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
    await w.press('Control+1', 'Control+K', 'v');
    await w.preview();
    for (const [number, theme] of [['30', 'Light Modern'], ['31', 'Dark High Contrast'], ['32', 'Solarized Dark']]) {
      await w.command('Preferences: Color Theme');
      await until('themes are listed', async () => (await w.choices()).some((choice) => choice.includes('Modern')));
      await w.narrow(theme);
      await until('the theme is listed', async () => (await w.choices()).some((choice) => choice.includes(theme)));
      await w.press('Enter');
      await w.page.waitForTimeout(900);
      await w.picture(`${number}-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  },

  async 'the walkthrough is there'(w) {
    await w.command('Welcome: Open Walkthrough');
    await until('walkthroughs are listed', async () => (await w.choices()).some((choice) => choice.includes('Quotemark')));
    await w.choose('Quotemark');
    await w.page.locator('.gettingStartedContainer', { hasText: 'Ask who somebody is' }).waitFor();
    await w.page.waitForTimeout(500);
    await w.picture('40-walkthrough');
    await w.page.locator('.gettingStartedContainer .monaco-button', { hasText: 'Open Example Corpus' }).click();
    await w.page.locator('.tab[data-resource-name="2012-06-28-doctors-call-for-a-halt.qm"]').waitFor({ timeout: 60_000 });
    await w.page.locator('.gettingStartedContainer', { hasText: 'Ask who somebody is' }).waitFor({ timeout: 30_000 });
    await w.page.waitForTimeout(1500);
    await w.picture('41-walkthrough-in-the-example');
  },
};
