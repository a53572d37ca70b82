// Takes the pictures; ./picture runs it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openWorkbench, startBrowser, until } from '../../tests/vscode/workbench.mjs';

const here = import.meta.dirname;
const corpus = join(here, '../../examples/commissioning');
const seen = join(here, '../../target/vscode/pictures');
const ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';
const browser = await startBrowser();
const settings = {
  'breadcrumbs.enabled': false,
  'window.commandCenter': false,
  'workbench.activityBar.location': 'default',
  'workbench.layoutControl.enabled': false,
};
mkdirSync(seen, { recursive: true });
try {
  // The walkthrough shows the pictures of the kind of theme that one has.
  await takeAll('Default Dark Modern', '');
  await takeAll('Default Light Modern', '-light');
} finally {
  await browser.close();
}

/** Takes all pictures in a theme; the names of files end as the kind of theme is called. */
async function takeAll(theme, ending) {
  const w = await openWorkbench(browser, {
    folder: corpus,
    extension: process.env.PACKAGE,
    settings: { ...settings, 'workbench.colorTheme': theme },
    size: { width: 1600, height: 800 },
    scale: 1.25,
  });
  try {
    await takeWith(w, ending);
  } finally {
    await w.close();
  }
}

/** Takes the pictures in a workbench. */
async function takeWith(w, ending) {
  await w.open(ARTICLE);
  await w.ready();
  await w.page.locator('.activitybar .action-label[aria-label="Quotemark"]').click();
  await w.click('Dr Chaand Nagpaul');
  await w.page.locator('.pane-body .monaco-list-row.selected', { hasText: 'Chaand Nagpaul' }).waitFor();
  await w.page.locator('.pane-body .monaco-list-row', { hasText: 'a major concern' }).first().waitFor();

  const side = await w.page.locator('.part.sidebar').boundingBox();
  await w.page.mouse.move(side.x + side.width + 2, 600);
  await w.page.mouse.down();
  await w.page.mouse.move(side.x + side.width + 92, 600, { steps: 4 });
  await w.page.mouse.up();

  // The list beside the text.
  await w.click('a major concern');
  await w.page.locator('.pane-body .monaco-list-row.selected', { hasText: 'a major concern' }).waitFor();
  await take(w, `walkthrough/quotes${ending}`, { x: 0, y: 0, width: 760, height: 480 });

  // A role then.
  await w.hover('Dr Chaand Nagpaul', 'negotiator');
  await still(w, '.monaco-hover:not(.hidden)');
  const name = await w.rectangle('Dr Chaand Nagpaul');
  await take(w, `walkthrough/read${ending}`, { x: name.x - 90, y: Math.max(0, name.y - 240), width: 720, height: 330 });

  // The preview; then all of it with a hover.
  await w.click('More than');
  await w.press('Control+K', 'v');
  const preview = await w.preview();
  await until('the article is in the preview', async () => (await preview.locator('.quote').count()) === 3);
  const beside = await w.page.locator('.editor-group-container').last().boundingBox();
  await w.page.mouse.move(beside.x, 600);
  await w.page.mouse.down();
  await w.page.mouse.move(beside.x + 110, 600, { steps: 4 });
  await w.page.mouse.up();
  await w.press('Control+Home');
  await w.click('a major concern');
  await w.page.locator('.pane-body .monaco-list-row.selected', { hasText: 'a major concern' }).waitFor();
  await w.hover('Dr Chaand Nagpaul', 'negotiator');
  await still(w, '.monaco-hover:not(.hidden)');
  if (ending === '') {
    await take(w, 'picture');
  }
  await w.press('Escape');
  await w.page.mouse.move(beside.x + 300, beside.y + beside.height - 60);
  const shown = await w.page.locator('.editor-group-container').last().boundingBox();
  await take(w, `walkthrough/preview${ending}`, { ...shown, height: 620 });
}

/** Waits until something has come in full. */
async function still(w, selector) {
  await until('nothing moves', () =>
    w.page.locator(selector).first().evaluate((node) => node.getAnimations({ subtree: true }).length === 0 && getComputedStyle(node).opacity === '1'),
  );
}

/** Takes a picture, of a part of the page or all, as WebP; the browser knows how to write it. */
async function take(w, file, clip) {
  const picture = await w.page.screenshot({ ...(clip ? { clip } : {}), animations: 'disabled' });
  writeFileSync(join(seen, `${file.replaceAll('/', '-')}.png`), picture);
  const page = await browser.newPage();
  const url = await page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.82 });
    return new Promise((resolve) => {
      const reader = new FileReader();
      reader.addEventListener('load', () => resolve(reader.result));
      reader.readAsDataURL(blob);
    });
  }, picture.toString('base64'));
  await page.close();
  const bytes = Buffer.from(url.split(',')[1], 'base64');
  writeFileSync(join(here, `${file}.webp`), bytes);
  console.log(`${file}.webp: ${Math.round(bytes.length / 1024)} KB`);
}
