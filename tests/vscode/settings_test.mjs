// What is set in the editor goes over quotemark.toml, and what is not set leaves it alone.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

export const setup = { settings: { 'quotemark.codeLens.enabled': false } };

export const tests = {
  async 'a setting of the editor goes over the file, and one that is not set does not'(w) {
    await w.open('2012-06-28-doctors-call-for-a-halt.qm');
    await w.ready();
    await until('roles are shown', () => w.rectangle('negotiator for General'));
    assert.equal(await w.page.locator('.codelens-decoration').count(), 0);
    writeFileSync(join(w.folder, 'quotemark.toml'), '[inlay-hints]\nroles = false\n\n[code-lens]\nenabled = true\n');
    await until('roles are hidden', async () => (await w.rectangle('negotiator for General')) === null);
    assert.equal(await w.page.locator('.codelens-decoration').count(), 0);
  },
};
