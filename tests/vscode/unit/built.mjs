/** A module of the extension, made ready for Node. What it asks of the editor is answered by `editor.mjs`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const extension = join(import.meta.dirname, '../../../editors/vscode');
const require = createRequire(join(extension, 'package.json'));

/** Loads a module of the extension. */
export async function built(path) {
  const { outputFiles } = await require('esbuild').build({
    entryPoints: [join(extension, path)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    alias: { vscode: join(import.meta.dirname, 'editor.mjs') },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
