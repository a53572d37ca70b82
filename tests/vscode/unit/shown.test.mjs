// What stands under the paragraph in a review: one line that does not wrap.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';

const { below } = await built('src/review/shown.ts');

const choice = (label, detail) => ({ label, detail, tag: `by @${label}` });
const proposal = (choices, reason = 'said') => ({ tier: 'sure', question: null, reason, choices });

test('what fits is told in full', () => {
  const line = below(proposal([choice('Ann', 'chair of A'), choice('an unknown speaker', '')]), '1/2');
  assert.equal(line, '1/2 sure · said · 1 Ann, chair of A · 2 an unknown speaker');
});

test('what does not fit is told in a few words, and the rest is counted', () => {
  const role = 'chair of the committee for whatever has a long name and more than that';
  const few = below(proposal([choice('Ann Lee', role), choice('Bob Ray', role)]), '1/2');
  assert.equal(few, '1/2 sure · said · 1 Ann Lee, chair of the committee for w… · 2 Bob Ray');
  const many = below(proposal(Array.from({ length: 9 }, (_, number) => choice(`Speaker Number ${number}`, role))), '1/2');
  assert.match(many, /^1\/2 sure · said · 1 Speaker Number 0.* · \d more$/);
  for (const line of [few, many, below(proposal([choice('x'.repeat(60), role)], 'y'.repeat(300)), '1/2')]) {
    assert.ok(line.length <= 130, line);
  }
});
