// What `editors/try code` opens.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, openPage, until, Workbench } from './workbench.mjs';

/** Runs it as a user does, and opens the address that it prints with the password that it prints. */
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
  const password = /^ +password: (\S+)$/m.exec(printed)?.[1] ?? '';
  const page = await openPage(browser, address, password);
  const w = new Workbench(page, mkdtempSync(join(tmpdir(), 'quotemark-try-')), folder, server);
  return Object.assign(w, { password });
}

/** What the server answers to a request; of an upgrade to a web socket only whether it is granted. */
function answered(address, path, headers = {}) {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, (response) => {
      let body = '';
      response.on('data', (data) => (body += data));
      response.on('end', () => resolve({ status: response.statusCode, location: response.headers.location, body }));
    });
    asked.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, body: '' });
    });
    asked.on('error', reject);
    asked.end();
  });
}

export const tests = {
  async 'nobody gets in without the password'(w) {
    const address = w.page.url();
    const { host } = new URL(address);
    const root = `/?folder=${encodeURIComponent(w.folder)}`;
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    };
    const commit = await w.page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name).find((name) => /stable-\w+/.test(name)));
    const own = /stable-\w+/.exec(commit)[0];
    const file = `/${own}/vscode-remote-resource?path=${encodeURIComponent('/etc/hostname')}`;
    const socket = `/${own}?reconnectionToken=00000000-0000-0000-0000-000000000000&reconnection=false&skipWebSocketFrames=false`;
    const session = (await w.page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');

    // As a page does to whose name an address of this machine was given.
    for (const headers of [{}, { Host: 'evil.example' }, { Host: 'evil.example', Origin: 'http://evil.example' }]) {
      for (const cookie of [undefined, session.replace(/=.*/, '=x'), session.replace(/.{6}$/, '')]) {
        const sent = { ...headers, ...(cookie && { Cookie: cookie }) };
        const page = await answered(address, root, sent);
        assert.equal(page.status, 302);
        assert.match(page.location, /login/);
        assert.equal((await answered(address, file, sent)).status, 401);
        assert.equal((await answered(address, '/proxy/22/', sent)).status, 403);
        assert.equal((await answered(address, socket, { ...sent, ...upgrade })).status, 401);
      }
    }
    // The questions are the right ones.
    const inside = { Cookie: session, Host: host };
    assert.match((await answered(address, root, inside)).body, /workbench/);
    assert.equal((await answered(address, file, inside)).status, 200);
    assert.equal((await answered(address, socket, { ...inside, ...upgrade })).status, 101);
    // Another site's page that asks in this one's name is not let in by the cookie either.
    assert.equal((await answered(address, socket, { ...inside, ...upgrade, Origin: 'http://evil.example' })).status, 403);
  },

  async 'nobody else reads its files or sees the password'(w) {
    for (const folder of ['..', '../data', '../config', '.']) {
      assert.equal(statSync(join(w.folder, folder)).mode & 0o077, 0, folder);
    }
    // What everybody can see of a process.
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const words = processes.map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // It has ended meanwhile.
      }
    });
    assert.ok(words.some((line) => line.includes('--auth password --cookie-suffix quotemark-try')));
    assert.ok(!words.some((line) => line.includes(w.password)));
  },

  async 'the corpus is there with the extension at work'(w) {
    await w.open('2012-06-28-doctors-call-for-a-halt.qm');
    await w.ready();
    await w.hover('Dr Chaand Nagpaul', 'negotiator');
    await w.picture('50-try');
  },
};
