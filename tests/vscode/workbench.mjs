// A real workbench of Visual Studio Code in a browser without a screen, and what one does with it.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';

/** What would get in the way of a test. */
const SETTINGS = {
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** How large the window is, in pixels. */
const SIZE = { width: 1360, height: 860 };

/** A browser for all workbenches. */
export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Opens a copy of a folder in a workbench with an extension installed from its package. */
export async function openWorkbench(browser, { folder, extension, settings = {}, environment = {}, size = SIZE, scale = 1 }) {
  const home = mkdtempSync(join(tmpdir(), 'quotemark-vscode-'));
  const copy = join(home, 'corpus');
  const user = join(home, 'data', 'User');
  cpSync(folder, copy, { recursive: true });
  mkdirSync(user, { recursive: true });
  writeFileSync(join(user, 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }));
  const options = ['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
  // A workbench asks a login shell for the PATH, which the system may set to one with another server.
  writeFileSync(join(home, '.bash_profile'), `export PATH='${process.env.PATH.replaceAll("'", "'\\''")}'\n`);
  const env = { ...process.env, SHELL: '/bin/bash', HOME: home, XDG_CONFIG_HOME: join(home, 'config'), ...environment };
  execFileSync('code-server', [...options, '--install-extension', extension], { env, stdio: 'pipe' });
  const port = await freePort();
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override', '--disable-proxy'];
  // Others on this machine can reach the port, and there is a terminal at its other end.
  const password = randomBytes(16).toString('hex');
  const server = spawn('code-server', [...options, '--auth', 'password', '--bind-addr', `127.0.0.1:${port}`, ...quiet, copy], {
    env: { ...env, PASSWORD: password, HASHED_PASSWORD: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let log = '';
  server.stdout.on('data', (data) => (log += data));
  server.stderr.on('data', (data) => (log += data));
  try {
    await until('code-server listens', () => /HTTP server listening/.test(log), 60_000);
    const address = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(copy)}`;
    const page = await openPage(browser, address, password, size, scale);
    return new Workbench(page, home, copy, server);
  } catch (error) {
    process.kill(-server.pid, 'SIGTERM');
    throw new Error(`${error.message}\n${log}`);
  }
}

/** Opens the workbench that is at an address, by its password. */
export async function openPage(browser, address, password, size = SIZE, scale = 1) {
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: scale });
  page.setDefaultTimeout(45_000);
  await page.goto(address);
  await page.locator('input[type=password]').fill(password);
  await page.locator('input[type=submit]').click();
  await page.waitForSelector('.monaco-workbench .explorer-folders-view .monaco-list-row', { timeout: 120_000 });
  return page;
}

/** Waits until something holds, and gives it. */
export async function until(what, holds, limit = 45_000) {
  const end = Date.now() + limit;
  for (;;) {
    const value = await holds();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain until ${what}`);
    }
    await pause(100);
  }
}

export class Workbench {
  constructor(page, home, folder, server) {
    this.page = page;
    this.home = home;
    this.folder = folder;
    this.server = server;
    this.ended = new Promise((resolve) => server.once('exit', resolve));
  }

  read(file) {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  async type(text) {
    await this.page.keyboard.type(text, { delay: 15 });
  }

  /** Opens a file of the folder by its name. */
  async open(name) {
    const row = this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name });
    // A key may be lost while something else on the page is closing.
    await until(`${name} is offered and shown`, async () => {
      await this.press('Escape', 'Control+P');
      const input = this.page.locator('.quick-input-box input');
      try {
        await input.fill(name, { timeout: 3000 });
        await row.waitFor({ timeout: 5000 });
        await this.press('Enter');
        await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor({ timeout: 5000 });
        return true;
      } catch {
        return false;
      }
    });
    await this.page.waitForSelector('.editor-instance .view-line');
  }

  /** Waits until the server has read the corpus; an article has to be open. */
  async ready() {
    await this.page.locator('.statusbar-item', { hasText: /\d+ quotes, \d+ speakers/ }).waitFor();
  }

  /** Runs a command by its title, as a user does. */
  async command(title) {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    // A key may be lost while something else on the page is closing, and the list is gone when something else takes the focus.
    await until(`the command “${title}” is offered and taken`, async () => {
      await this.press('F1');
      await this.page.locator('.quick-input-box input').fill(`>${title}`, { timeout: 3000 }).catch(() => undefined);
      return row.click({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
    });
    // A list that the command opens is in the same box.
    const input = this.page.locator('.quick-input-box input');
    await until('the list of commands is closed', async () =>
      !(await input.isVisible()) || !(await input.inputValue().catch(() => '')).startsWith('>'),
    );
  }

  /** Chooses an entry of the menu of something that has the focus, by keys. */
  async menu(words) {
    await this.press('Shift+F10');
    await this.page.locator('.monaco-menu .action-label', { hasText: words }).waitFor();
    await until(`“${words}” is reached in the menu`, async () => {
      await this.press('ArrowDown');
      return (await this.page.locator('.monaco-menu .action-item.focused').innerText()).includes(words);
    });
    await this.press('Enter');
  }

  /** Saves everything that is changed. */
  async save() {
    await until('everything is saved', async () => {
      await this.command('File: Save All');
      // The tab of a file that was changed in the background comes late.
      await pause(500);
      return (await this.page.locator('.tab.dirty').count()) === 0;
    });
  }

  /** Chooses a line of the list that asks something, once it does. */
  async answer(question, words) {
    const input = this.page.locator(`.quick-input-box input[placeholder*="${question}"]`);
    await input.waitFor();
    await input.fill(words);
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: words }).waitFor();
    // A page under the list may have taken the focus, and the list stays all the same.
    await until(`“${question}” is answered`, async () => {
      await input.press('Enter');
      return input.waitFor({ state: 'hidden', timeout: 5000 }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Chooses a line of the list that is open. */
  async choose(words) {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: words }).first().click();
  }

  /** Types into the list that is open, once it has lines. */
  async narrow(words) {
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await this.page.locator('.quick-input-box input').fill(words);
  }

  /** The lines of the list that is open. */
  async choices() {
    const rows = await this.page.locator('.quick-input-list .monaco-list-row').allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, ' '));
  }

  /** Where a text stands on the screen. It has no element of its own, and its spaces are not plain ones. */
  rectangle(text, number = 0) {
    return this.page.evaluate(
      ([wanted, which]) => {
        let seen = 0;
        for (const line of document.querySelectorAll('.editor-instance .view-line')) {
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          const nodes = [];
          while (walker.nextNode()) {
            nodes.push(walker.currentNode);
          }
          const whole = nodes.map((node) => node.data).join('').replace(/\u00a0/g, ' ');
          for (let from = whole.indexOf(wanted); from >= 0; from = whole.indexOf(wanted, from + 1)) {
            if (seen++ !== which) {
              continue;
            }
            const at = (offset) => {
              for (const node of nodes) {
                if (offset <= node.data.length) {
                  return [node, offset];
                }
                offset -= node.data.length;
              }
              return [nodes.at(-1), nodes.at(-1).data.length];
            };
            const range = document.createRange();
            range.setStart(...at(from + 1));
            range.setEnd(...at(from + wanted.length));
            const first = range.getClientRects()[0];
            const last = [...range.getClientRects()].at(-1);
            return { x: first.x, y: first.y, width: first.width, height: first.height, end: last.right };
          }
        }
        return null;
      },
      [text, number],
    );
  }

  /** Clicks on a text in the editor. */
  async click(text, number = 0, options = {}) {
    await until(`“${text}” is clicked`, async () => {
      const { x, y, width, height } = await until(`“${text}” is shown`, () => this.rectangle(text, number));
      await this.page.mouse.click(x + Math.min(width / 2, 12), y + height / 2, options);
      // What comes between the lines, such as a count, may have moved it meanwhile.
      const after = await this.rectangle(text, number);
      return after === null || (after.x === x && after.y === y);
    });
  }

  /** Selects with the mouse what stands after one text, up to the end of another. */
  async drag(after, last) {
    await until(`the words from “${after}” to “${last}” are selected`, async () => {
      const rectangles = async () => [await this.rectangle(after), await this.rectangle(last)];
      const [from, to] = await rectangles();
      if (from === null || to === null) {
        return false;
      }
      await this.page.mouse.move(from.end, from.y + from.height / 2);
      await this.page.mouse.down();
      await this.page.mouse.move(to.end, to.y + to.height / 2, { steps: 5 });
      await this.page.mouse.up();
      // The page may have the focus back by now, and the status bar is silent about the text then.
      await this.page.locator('.editor-instance .view-overlays .selected-text').first().waitFor();
      // What comes between the words or the lines, such as a hint, may have moved them meanwhile.
      return JSON.stringify(await rectangles()) === JSON.stringify([from, to]);
    });
  }

  /** Rests the pointer on a text until what pops up holds some words, and gives all of it. */
  async hover(text, expected) {
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const { x, y, width, height } = await until(`“${text}” is shown`, () => this.rectangle(text));
      await this.page.mouse.move(x + Math.min(width / 2, 20) + (attempt % 3), y + height / 2);
      const popup = this.page.locator('.monaco-hover:not(.hidden)', { hasText: expected }).first();
      try {
        await popup.waitFor({ timeout: 1500 });
        return (await popup.innerText()).trim();
      } catch {
        await this.page.mouse.move(x, y + 300);
      }
    }
    throw new Error(`resting on “${text}” never showed “${expected}”`);
  }

  /** Puts the cursor on a line of the open file, from 1. */
  async line(number, column = 1) {
    // What opens late, such as a menu, may take the input away again.
    await until(`the input for line ${number} is filled`, async () => {
      await this.press('Control+G');
      const input = this.page.locator('.quick-input-box input');
      return input.fill(`:${number}:${column}`, { timeout: 3000 }).then(() => true, () => false);
    });
    await this.press('Enter');
    await this.page.locator('.statusbar-item', { hasText: `Ln ${number}, Col ${column}` }).waitFor();
  }

  /** The file that is being edited. */
  active() {
    return this.page.locator('.editor-group-container.active .tab.active').getAttribute('data-resource-name');
  }

  /** Waits until a file is the one that is being edited: its line may be told before its editor has the focus. */
  async shows(name) {
    await until(`${name} is shown`, async () => (await this.active()) === name);
  }

  /** Takes a quick fix at the cursor by keys, until what it does is seen. */
  async quickFix(words, done, before = async () => undefined) {
    const entry = this.page.locator('.action-widget .monaco-list-row', { hasText: words }).first();
    const focused = this.page.locator('.action-widget .monaco-list-row.focused', { hasText: words }).first();
    const within = (locator, timeout) => locator.waitFor({ timeout }).then(() => true, () => false);
    // What moves the lines, such as a count that arrives, closes the menu, at any moment up to the key that chooses.
    await until(`the quick fix ${words} has done its work`, async () => {
      await this.press('Control+.');
      if (!(await within(entry, 3000))) {
        return false;
      }
      await before();
      for (let rows = 0; rows < 20 && !(await focused.isVisible()) && (await entry.isVisible()); rows += 1) {
        await this.press('ArrowDown');
      }
      if (!(await focused.isVisible())) {
        return false;
      }
      await this.press('Enter');
      return until('it is done', done, 8000).then(() => true, () => false);
    }, 90_000);
  }

  /** The lines of the Speakers view. */
  async tree() {
    const rows = await this.page.locator('.pane-body .monaco-list-row[role=treeitem]').allInnerTexts();
    return rows.map((row) => row.replace(/\s+/g, ' ').trim());
  }

  /** The page inside the preview. */
  preview() {
    return until('the preview shows an article', async () => {
      for (const frame of this.page.frames()) {
        if (await frame.locator('main.article').count().catch(() => 0)) {
          return frame;
        }
      }
      return undefined;
    });
  }

  /** Watches for something to appear; the answer says whether it has, however shortly. */
  async watch(selector) {
    await this.page.evaluate((wanted) => {
      globalThis.appeared = false;
      globalThis.watching?.disconnect();
      globalThis.watching = new MutationObserver(() => {
        globalThis.appeared ||= document.querySelector(wanted) !== null;
      });
      globalThis.watching.observe(document.body, { subtree: true, childList: true, attributes: true });
    }, selector);
    return () => this.page.evaluate(() => globalThis.appeared);
  }

  async picture(name) {
    await this.page.screenshot({ path: join(process.env.PICTURES, `${name}.png`) });
  }

  async close() {
    await this.page.close();
    try {
      process.kill(-this.server.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    await this.ended;
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 300 });
  }
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
