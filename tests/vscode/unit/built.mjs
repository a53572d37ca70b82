/** A module of the extension, made ready for Node. What it asks of the editor is answered by `editor.mjs`. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const extension = join(import.meta.dirname, '../../../editors/vscode');
const require = createRequire(join(extension, 'package.json'));

/** Loads a module of the extension; with `also`, what another one exports too, such as the `vscode` that it runs in. */
export async function built(path, also) {
  const exported = [join(extension, path), also].filter(Boolean).map((from) => `export * from ${JSON.stringify(from)};`);
  const { outputFiles } = await require('esbuild').build({
    stdin: { contents: exported.join('\n'), resolveDir: extension },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    alias: { vscode: join(import.meta.dirname, 'editor.mjs') },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
