/** The editor's own tokenizer with the extension's TextMate grammar, which counts its work. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { metered } from './meter.mjs';

const extension = join(import.meta.dirname, '../../../editors/vscode');
const require = createRequire(join(extension, 'package.json'));
const oniguruma = require('vscode-oniguruma');
const textmate = require('vscode-textmate');

/** At so much work for one text it is stopped. */
const MOST = 200_000_000n;

let module;
await oniguruma.loadWASM({
  instantiator: async (imports) => {
    const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
    module = await WebAssembly.instantiate(metered(wasm), imports);
    return module;
  },
});
/** Characters that are handed to expressions, and searches; counted beside what the expressions do. */
let handed = 0;
const library = {
  createOnigScanner: (sources) => {
    const scanner = new oniguruma.OnigScanner(sources);
    return {
      findNextMatchSync: (...values) => {
        handed += 1;
        return scanner.findNextMatchSync(...values);
      },
      dispose: () => scanner.dispose(),
    };
  },
  createOnigString: (text) => {
    handed += text.length;
    return new oniguruma.OnigString(text);
  },
};

/** A grammar of the extension's, from the file or from what is given. */
export async function loadGrammar(text = readFileSync(join(extension, 'syntaxes/quotemark.tmLanguage.json'), 'utf8')) {
  const registry = new textmate.Registry({
    onigLib: Promise.resolve(library),
    loadGrammar: async () => textmate.parseRawGrammar(text, 'quotemark.tmLanguage.json'),
  });
  return registry.loadGrammar('text.quotemark');
}

/** The work of colouring a text: what the expressions do, what they are handed, and the states that lines are compared by. */
export function work(grammar, text) {
  const { work, most } = module.instance.exports;
  const before = work.value;
  most.value = before + MOST;
  handed = 0;
  let state = textmate.INITIAL;
  let depths = 0;
  for (const line of text.split('\n')) {
    state = grammar.tokenizeLine2(line, state).ruleStack;
    // At every line the tokenizer goes over all rules that are open.
    depths += state.depth;
  }
  return Number(work.value - before) + handed + depths;
}
