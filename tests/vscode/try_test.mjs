// What `editors/try code` opens.
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, openPage, until, Workbench } from './workbench.mjs';

/** Runs it as a user does, and opens the address that it prints. */
export async function open(browser) {
  const program = join(import.meta.dirname, '../../editors/try');
  const server = spawn(program, ['code', String(await freePort())], {
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  server.stdout.on('data', (data) => (printed += data));
  server.stderr.on('data', (data) => (printed += data));
  const address = await until(
    'an address is printed and served',
    () => {
      if (server.exitCode !== null) {
        throw new Error(`editors/try code has ended:\n${printed}`);
      }
      return printed.includes('HTTP server listening') && /^ +(http:\S+)$/m.exec(printed)?.[1];
    },
    240_000,
  );
  const folder = new URL(address).searchParams.get('folder');
  return new Workbench(await openPage(browser, address), mkdtempSync(join(tmpdir(), 'quotemark-try-')), folder, server);
}

export const tests = {
  async 'the corpus is there with the extension at work'(w) {
    await w.open('2012-06-28-doctors-call-for-a-halt.qm');
    await w.ready();
    await w.hover('Dr Chaand Nagpaul', 'negotiator');
    await w.picture('50-try');
  },
};
