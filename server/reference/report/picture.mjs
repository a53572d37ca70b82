// Takes the picture of a page; ./picture runs it.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { startBrowser } from '../../../tests/vscode/workbench.mjs';

const [file, picture] = process.argv.slice(2);
const browser = await startBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 1060 }, colorScheme: 'light' });
  // The page itself lets no script run: what it looks like is turned into WebP on another, by the browser.
  await page.goto(pathToFileURL(file).href);
  const png = await page.screenshot();
  const other = await browser.newPage();
  const url = await other.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.width, image.height];
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.85);
  }, png.toString('base64'));
  writeFileSync(picture, Buffer.from(url.split(',')[1], 'base64'));
} finally {
  await browser.close();
}
