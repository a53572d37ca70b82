// Runs the tests in one workbench, one after the other, then those that need a workbench of their own.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbench, startBrowser } from './workbench.mjs';

const filter = process.argv[2] ?? '';
const corpus = join(import.meta.dirname, '../../examples/commissioning');
const browser = await startBrowser();
let passed = 0;
let failed = 0;

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('_test.mjs')).sort()) {
  const { tests, setup = {}, open = openWorkbench } = await import(`./${file}`);
  const chosen = Object.entries(tests).filter(([name]) => `${file} ${name}`.includes(filter));
  if (chosen.length === 0) {
    continue;
  }
  const workbench = await open(browser, { folder: corpus, extension: process.env.PACKAGE, ...setup });
  for (const [name, test] of chosen) {
    const began = Date.now();
    try {
      await test(workbench);
      passed += 1;
      console.log(`ok      ${file.replace('_test.mjs', '')}: ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failed += 1;
      console.log(`FAILED  ${file.replace('_test.mjs', '')}: ${name}\n        ${error.stack.split('\n').slice(0, 8).join('\n        ')}`);
      await workbench.picture(`failed-${name.replace(/\W+/g, '-')}`).catch(() => undefined);
      await workbench.press('Escape', 'Escape');
    }
  }
  await workbench.close();
}
await browser.close();
console.log(`\nVisual Studio Code: ${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
