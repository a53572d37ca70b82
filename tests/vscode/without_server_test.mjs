// The package for all platforms, on a machine without a server.
import { until } from './workbench.mjs';

export const setup = { extension: process.env.PACKAGE_WITHOUT_SERVER };

export const tests = {
  async 'a message says what to do, and there are colours all the same'(w) {
    await w.open('cast.qm');
    const message = w.page.locator('.notification-list-item', { hasText: 'There is no Quotemark server' });
    await message.waitFor();
    await message.locator('a.monaco-button', { hasText: 'Open Setting' }).waitFor();
    await w.page.locator('.statusbar-item', { hasText: 'Quotemark' }).first().waitFor();
    await until('ids are coloured', async () => (await w.page.locator('.view-line span[class*="mtk"]').count()) > 10);
    await w.picture('20-without-server');
    await message.locator('a.monaco-button', { hasText: 'Open Setting' }).click();
    await w.page.locator('.settings-editor', { hasText: 'Server: Path' }).waitFor();
  },
};
