// Bundles the extension and the pages of its panels into dist/, beside the example corpus.
import { copyFile, cp, mkdir, rm } from 'node:fs/promises';
import { build } from 'esbuild';

const here = import.meta.dirname;
await rm(`${here}/dist`, { recursive: true, force: true });
await mkdir(`${here}/dist`, { recursive: true });

const common = { absWorkingDir: here, bundle: true, minify: true, legalComments: 'none', logLevel: 'warning' };
await Promise.all([
  build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    mainFields: ['module', 'main'],
  }),
  build({
    ...common,
    entryPoints: ['preview/page.ts'],
    outfile: 'dist/preview.js',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  }),
  build({
    ...common,
    entryPoints: ['report/page.ts'],
    outfile: 'dist/report.js',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
  }),
  copyFile(`${here}/report/page.css`, `${here}/dist/report.css`),
  copyFile(`${here}/preview/page.css`, `${here}/dist/preview.css`),
  cp(`${here}/../../examples/commissioning`, `${here}/dist/example`, { recursive: true }),
]);
// The walkthrough's own article, to be tagged.
await copyFile(`${here}/walkthrough/to-tag.qm`, `${here}/dist/example/to-tag.qm`);
