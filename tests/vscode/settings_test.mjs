// What is set in the editor goes over quotemark.toml, and what is not set leaves it alone.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './workbench.mjs';

export const setup = { settings: { 'quotemark.codeLens.enabled': false, 'quotemark.trace.server': 'verbose' } };

export const tests = {
  async 'a setting of the editor goes over the file, and one that is not set does not'(w) {
    // What the sentence says already is not said again.
    writeFileSync(join(w.folder, 'role.qm'), '---\ndate: 2012-06-28\n---\n\n[Dr Nagpaul]{@chaand-nagpaul} was not there.\n');
    await w.open('role.qm');
    await w.ready();
    await until('roles are shown', () => w.rectangle('negotiator for'));
    assert.equal(await w.page.locator('.codelens-decoration').count(), 0);
    writeFileSync(join(w.folder, 'quotemark.toml'), '[inlay-hints]\nroles = false\n\n[code-lens]\nenabled = true\n');
    await until('roles are hidden', async () => (await w.rectangle('negotiator for')) === null);
    assert.equal(await w.page.locator('.codelens-decoration').count(), 0);
  },

  async 'the output holds what editor and server tell each other, once its level is Trace'(w) {
    await w.open('2012-06-28-doctors-call-for-a-halt.qm');
    await w.ready();
    await w.command('Quotemark: Show Output');
    await w.page.locator('.panel .output-view, .panel [id="workbench.panel.output"]').first().waitFor();
    await w.command('Developer: Set Log Level');
    await until('channels are listed', async () => (await w.choices()).some((choice) => choice.includes('Quotemark')));
    await w.choose('Quotemark');
    await until('levels are listed', async () => (await w.choices()).some((choice) => choice.startsWith('Trace')));
    await w.choose('Trace');
    await w.hover('Dr Chaand Nagpaul', 'negotiator');
    const log = () => readdirSync(join(w.home, 'data', 'logs'), { recursive: true }).find((name) => /Quotemark.*\.log$/.test(name));
    await until('the request is in the log', () => {
      const text = log() === undefined ? '' : readFileSync(join(w.home, 'data', 'logs', log()), 'utf8');
      return /Sending request 'textDocument\/hover[\s\S]*"position"/.test(text);
    });
    // The output has the focus, and the article is still there.
    await w.ready();
    await w.picture('18-output');
  },
};
