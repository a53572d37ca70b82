/** Going from quote to quote of one speaker, through all articles. */
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';

interface Walk {
  readonly quotes: readonly vscode.Location[];
  readonly at: number;
}

/** The last step. Words of a quote may mention somebody else, whom the cursor then stands on. */
let last: Walk | undefined;

/** Goes to the next or the previous quote, in the order of time, of whoever stands at the cursor. */
export async function stepQuote(step: 1 | -1): Promise<void> {
  const editor = articleEditor();
  if (editor === undefined) {
    return;
  }
  const walk = goesOn(editor, last) ? last : await begin(editor, step);
  const { quotes } = walk;
  const at = (walk.at + step + quotes.length) % quotes.length;
  const quote = quotes[at];
  if (quote === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nobody who is quoted stands here. Put the cursor on a speaker or on a quote.'));
    return;
  }
  last = { quotes, at };
  await vscode.window.showTextDocument(quote.uri, { selection: quote.range, viewColumn: articleColumn(), preview: true });
  vscode.window.setStatusBarMessage(vscode.l10n.t('Quote {0} of {1}', at + 1, quotes.length), 5000);
}

/** Whether the editor still shows the quote that the last step went to. */
function goesOn(editor: vscode.TextEditor, walk: Walk | undefined): walk is Walk {
  const quote = walk?.quotes[walk.at];
  return quote !== undefined && isIn(editor, quote) && editor.selection.isEqual(new vscode.Selection(quote.range.start, quote.range.end));
}

/** The quotes of whoever stands at the cursor, and where among them one is: on one of them, or between two. */
async function begin(editor: vscode.TextEditor, step: 1 | -1): Promise<Walk> {
  const cursor = editor.selection.active;
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeImplementationProvider',
    editor.document.uri,
    cursor,
  );
  const quotes = found.map((place) =>
    place instanceof vscode.Location ? place : new vscode.Location(place.targetUri, place.targetSelectionRange ?? place.targetRange),
  );
  const here = quotes.findIndex((quote) => isIn(editor, quote) && quote.range.contains(cursor));
  if (here >= 0) {
    return { quotes, at: here };
  }
  const after = quotes.findIndex((quote) => isIn(editor, quote) && quote.range.start.isAfter(cursor));
  const first = after >= 0 ? after : quotes.length;
  return { quotes, at: step === 1 ? first - 1 : first };
}

function isIn(editor: vscode.TextEditor, quote: vscode.Location): boolean {
  return quote.uri.toString() === editor.document.uri.toString();
}
