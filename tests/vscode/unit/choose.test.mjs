// Lists to choose from hold what was asked for, and no more is asked for than is shown.
import assert from 'node:assert/strict';
import test from 'node:test';
import { built } from './built.mjs';

const { choose, shown } = await built('src/commands/choose.ts', 'vscode');

const choice = (value) => ({ label: `choice ${value}`, value });
const soon = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function listOf(total, more = {}) {
  const asked = [];
  const chosen = choose({
    placeHolder: (number) => `${number} choices`,
    none: 'nothing',
    page: async (last, known) => {
      asked.push([last, known]);
      return { total, values: Array.from({ length: Math.min(3, total - known) }, (_, number) => choice(known + number)) };
    },
    ...more,
  });
  return { asked, chosen };
}

test('pages come when they are asked for', async () => {
  const moved = [];
  const { asked, chosen } = listOf(7, { moved: (value) => moved.push(value) });
  await soon();
  const pick = shown.picks.at(-1);
  assert.equal(pick.placeholder, '7 choices');
  assert.deepEqual(pick.items.map(({ label }) => label), ['choice 0', 'choice 1', 'choice 2', '$(ellipsis) Show more (4 left)']);
  pick.accept(pick.items.at(-1));
  await soon();
  pick.accept(pick.items.at(-1));
  await soon();
  assert.deepEqual(pick.items.map(({ value }) => value), [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(pick.activeItems[0].value, 6);
  assert.deepEqual(asked, [[undefined, 0], [2, 3], [5, 6]]);
  pick.move(pick.items[4]);
  assert.deepEqual(moved, [4]);
  pick.accept(pick.items[4]);
  assert.equal(await chosen, 4);
});

test('what is typed is looked for by the server where it has sent a part only', async () => {
  const typed = [];
  const fitting = async (words) => {
    typed.push(words);
    return [choice(`with ${words}`)];
  };
  const part = listOf(7, { fitting });
  await soon();
  const pick = shown.picks.at(-1);
  pick.type('a');
  pick.type('ab');
  await soon(150);
  assert.deepEqual(typed, ['ab']);
  assert.deepEqual(pick.items.map(({ value, alwaysShow }) => [value, alwaysShow]), [['with ab', true]]);
  pick.type('');
  await soon(150);
  assert.equal(pick.items.length, 4);
  pick.hide();
  assert.equal(await part.chosen, undefined);

  const whole = listOf(2, { fitting });
  await soon();
  shown.picks.at(-1).type('c');
  await soon(150);
  assert.deepEqual(typed, ['ab']);
  assert.equal(shown.picks.at(-1).items.length, 2);
  shown.picks.at(-1).hide();
  await whole.chosen;
});

test('where there is nothing to choose, that is said', async () => {
  const { chosen } = listOf(0);
  assert.equal(await chosen, undefined);
  assert.deepEqual(shown.messages, ['nothing']);
});
