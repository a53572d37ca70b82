// Runs the tests in one workbench, one after the other, then those that need a workbench of their own.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbench, startBrowser } from './workbench.mjs';

const filter = process.argv[2] ?? '';
const corpus = join(import.meta.dirname, '../../examples/commissioning');
const browser = await startBrowser();
const results = new Map();
const twice = [];

for (const file of readdirSync(import.meta.dirname).filter((name) => name.endsWith('_test.mjs')).sort()) {
  const { tests, setup = {}, open = openWorkbench } = await import(`./${file}`);
  const chosen = Object.entries(tests).filter(([name]) => `${file} ${name}`.includes(filter));
  if (chosen.length === 0) {
    continue;
  }
  const group = file.replace('_test.mjs', '');
  // An editor in a browser on a busy machine can lose a key or a click. Tests of one file follow one another in
  // one workbench, so that a failure is tried again with its whole file, once, and said; what fails twice has failed.
  let failures = await run(chosen, group, setup, open);
  if (failures.length > 0) {
    console.log(`again   ${group}, in a new workbench`);
    twice.push(...failures.map((name) => `${group}: ${name}`));
    const second = await run(chosen, group, setup, open);
    failures = failures.filter((name) => second.includes(name));
  }
  for (const [name] of chosen) {
    results.set(`${group}: ${name}`, !failures.includes(name));
  }
}
await browser.close();
const failed = [...results].filter(([, passed]) => !passed).map(([name]) => name);
const again = twice.filter((name) => results.get(name));
console.log(`\nVisual Studio Code: ${results.size - failed.length} passed, ${failed.length} failed`);
if (again.length > 0) {
  console.log(`passed only when tried again: ${again.join(' · ')}`);
}
if (failed.length > 0) {
  console.log(`failed twice: ${failed.join(' · ')}`);
}
process.exit(failed.length === 0 && results.size > 0 ? 0 : 1);

/** Runs tests in a workbench of their own, and gives the names of those that failed. */
async function run(chosen, group, setup, open) {
  const workbench = await open(browser, { folder: corpus, extension: process.env.PACKAGE, ...setup });
  const failures = [];
  for (const [name, test] of chosen) {
    const began = Date.now();
    try {
      await test(workbench);
      console.log(`ok      ${group}: ${name} (${Date.now() - began} ms)`);
    } catch (error) {
      failures.push(name);
      console.log(`FAILED  ${group}: ${name}\n        ${error.stack.split('\n').slice(0, 8).join('\n        ')}`);
      await workbench.picture(`failed-${name.replace(/\W+/g, '-')}`).catch(() => undefined);
      await workbench.press('Escape', 'Escape');
    }
  }
  await workbench.close();
  return failures;
}
