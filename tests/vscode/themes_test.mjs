// How it looks: in light and dark themes and with high contrast.
import { until } from './workbench.mjs';

export const tests = {
  async 'a light theme and high contrast have their colours'(w) {
    await w.open('2011-11-24-bma-seeks-talks.qm');
    await w.ready();
    await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
    await w.press('Control+1', 'Control+K', 'v');
    await w.preview();
    const preview = await w.preview();
    for (const [number, theme, kind] of [['30', 'Light Modern', 'vs'], ['31', 'Dark High Contrast', 'hc-black'], ['32', 'Solarized Dark', 'vs-dark'], ['33', 'Dark Modern', 'vs-dark']]) {
      await w.command('Preferences: Color Theme');
      await until('themes are listed', async () => (await w.choices()).some((choice) => choice.includes('Modern')));
      await w.narrow(theme);
      await until('the theme is listed', async () => (await w.choices()).some((choice) => choice.includes(theme)));
      await w.press('Enter');
      const id = theme.toLowerCase().split(' ').at(-1);
      await w.page.locator(`.monaco-workbench.${kind}[class*="${id === 'contrast' ? 'hc_black' : id}"]`).waitFor();
      const shown = kind === 'hc-black' ? 'vscode-high-contrast' : kind === 'vs' ? 'vscode-light' : 'vscode-dark';
      await preview.locator(`body.${shown}`).waitFor();
      await w.picture(`${number}-${theme.toLowerCase().replaceAll(' ', '-')}`);
    }
  },
};
