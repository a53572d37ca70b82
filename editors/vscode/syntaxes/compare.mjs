// usage: node syntaxes/compare.mjs FILE...
//
// Colours documents with the TextMate grammar and with the tree-sitter grammar's query, and says
// where the two differ. Words of a span that runs over lines are left out: a TextMate grammar sees
// one line at a time, and leaves them to the server's semantic tokens.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const here = import.meta.dirname;

/** The colours of the query, and the scopes that stand for them in the TextMate grammar. */
const scopesOfColour = {
  comment: ['comment.block'],
  constant: ['variable.other.constant'],
  error: ['invalid.illegal'],
  keyword: ['keyword.control.clause', 'keyword.control.note'],
  label: ['entity.name.section.topic'],
  'markup.heading': ['markup.heading'],
  'markup.heading.marker': ['punctuation.definition.heading'],
  'markup.link.label': ['variable.other.mention'],
  'markup.quote': ['markup.quote'],
  'markup.strong': ['markup.bold'],
  property: ['keyword.control.key'],
  'punctuation.bracket': ['punctuation.definition.span', 'punctuation.section.tag'],
  'punctuation.delimiter': ['punctuation.separator'],
  'punctuation.special': ['punctuation.definition.header', 'punctuation.definition.fence', 'keyword.operator'],
  string: ['string.unquoted', 'string.quoted'],
  'string.escape': ['constant.character.escape'],
  'string.special': ['constant.numeric.date'],
  'string.special.url': ['markup.underline.link'],
  type: ['entity.name.type'],
};

const files = process.argv.slice(2).map((file) => resolve(file));
if (files.length === 0) {
  console.error('usage: node syntaxes/compare.mjs FILE...');
  process.exit(2);
}

const grammar = await loadGrammar();
let compared = 0;
let different = 0;
for (const { file, colours } of coloursByTreeSitter(files)) {
  const bytes = readFileSync(file);
  const expected = painted(bytes, colours);
  for (const difference of differences(bytes.toString(), expected)) {
    different += 1;
    console.log(`${file}:${difference}`);
  }
}
console.log(`${compared} characters of ${files.length} files compared, ${different} stretches differ`);
process.exit(different === 0 && compared > 0 ? 0 : 1);

async function loadGrammar() {
  const wasm = readFileSync(`${here}/../node_modules/vscode-oniguruma/release/onig.wasm`);
  await oniguruma.loadWASM(wasm);
  const path = `${here}/quotemark.tmLanguage.json`;
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, 'utf8'), path),
  });
  return registry.loadGrammar('text.quotemark');
}

function coloursByTreeSitter(paths) {
  const command = ['run', '--quiet', '--locked', '-p', 'tree-sitter-quotemark', '--example', 'captures', '--', ...paths];
  const printed = execFileSync('cargo', command, { cwd: here, encoding: 'utf8', maxBuffer: 1 << 28 });
  return printed.trim().split('\n').map((line) => JSON.parse(line));
}

/** The colour of every byte: a name, nothing, or `wide` for what is not compared. */
function painted(bytes, colours) {
  const canvas = new Array(bytes.length).fill(undefined);
  for (const [start, end, colour, wide] of colours) {
    if (colour !== 'spell') {
      canvas.fill(wide ? 'wide' : colour, start, end);
    }
  }
  return canvas;
}

function* differences(text, expected) {
  let state = textmate.INITIAL;
  let offset = 0;
  const lines = text.split('\n');
  for (const [number, line] of lines.entries()) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    let byte = offset;
    let from;
    for (let column = 0; column < line.length; column += 1) {
      const character = String.fromCodePoint(line.codePointAt(column));
      const token = tokens.find((candidate) => candidate.startIndex <= column && column < candidate.endIndex);
      const actual = colourOf(token.scopes);
      const wanted = expected[byte];
      if (wanted !== 'wide') {
        compared += 1;
      }
      const same = wanted === 'wide' || actual === wanted || character.trim() === '';
      if (!same && from !== `${wanted}/${actual}`) {
        yield `${number + 1}:${column + 1}: ${JSON.stringify(line.slice(column, column + 30))} is ${actual ?? 'plain'} and should be ${wanted ?? 'plain'}`;
      }
      from = same ? undefined : `${wanted}/${actual}`;
      byte += Buffer.byteLength(character);
      column += character.length - 1;
    }
    offset += Buffer.byteLength(line) + 1;
  }
}

/** The innermost scope that stands for a colour. */
function colourOf(scopes) {
  for (const scope of [...scopes].reverse()) {
    for (const [colour, names] of Object.entries(scopesOfColour)) {
      if (names.some((name) => scope.startsWith(`${name}.`))) {
        return colour;
      }
    }
  }
  return undefined;
}
