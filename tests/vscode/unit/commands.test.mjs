// The names of commands.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

// The client registers the server's commands; where the extension has one of that name, it does not start.
test('no command of the extension is called as one of the server', () => {
  const rows = read('server/src/lsp/methods/execute_command.rs').matchAll(/row\(\s*"(quotemark\.\w+)"/g);
  const server = [...rows].map((row) => row[1]);
  assert.ok(server.length > 20);
  const { commands } = JSON.parse(read('editors/vscode/package.json')).contributes;
  const both = commands.map(({ command }) => command).filter((command) => server.includes(command));
  assert.deepEqual(both, []);
});
