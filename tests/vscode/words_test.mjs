// The model of Visual Studio Code by which tests/words applies edits is held to the editor itself.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './workbench.mjs';

const folder = mkdtempSync(join(tmpdir(), 'quotemark-words-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

export const setup = {
  extension: process.env.WORDS_PACKAGE,
  environment: { QUOTEMARK_CASES: process.env.QUOTEMARK_CASES, QUOTEMARK_ANSWERS: folder },
};

export const tests = {
  async 'opening, edits and saving do what the model says'() {
    const path = join(folder, 'answers.json');
    await until('all cases are tried', () => existsSync(path), 240_000);
    const answers = JSON.parse(readFileSync(path, 'utf8'));
    const cases = JSON.parse(readFileSync(process.env.QUOTEMARK_CASES, 'utf8'));
    assert.equal(answers.length, cases.length);
    const text = (hex) => Buffer.from(hex ?? '', 'hex').toString();
    const wrong = [];
    let compared = 0;
    for (const [number, expected] of cases.entries()) {
      const came = answers[number];
      assert.equal(came.seed, expected.seed);
      const isRight =
        came.opens === expected.opens &&
        (!came.opens ||
          // What an edit leaves as it was is not written.
          (came.applied && came.told === expected.told && (!came.dirty || came.after === expected.after)));
      compared += came.dirty ? 1 : 0;
      if (!isRight) {
        const { seed, edits, opens } = expected;
        const shown = [expected, came].map((one) => ({ ...one, before: text(one.before), told: text(one.told), after: text(one.after) }));
        wrong.push(JSON.stringify({ seed, edits, opens, expected: shown[0], came: shown[1] }));
      }
    }
    // An error is shown with its first lines only.
    wrong.slice(0, 4).forEach((one) => console.log(one));
    assert.equal(wrong.length, 0, `${wrong.length} of ${cases.length} cases differ`);
    assert.ok(compared >= 300, `only ${compared} cases were compared`);
  },
};
