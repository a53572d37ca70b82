/** Going from quote to quote of one speaker, through all articles. */
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';
import type { Named, Quote } from '../server/answers';
import type { Server } from '../server/server';

/** A quote with its place. */
interface Placed {
  readonly quote: Quote;
  readonly place: vscode.Location;
}

/** The steps from one quote to the next; they stay with whom they have begun with. */
export class QuoteSteps {
  /** Where the last step has led. The words that stand there may begin with somebody else's name. */
  private last: { readonly whose: Named; readonly uri: string; readonly selection: vscode.Selection } | undefined;

  constructor(private readonly server: Server) {}

  /** Goes to the next quote or to the one before, oldest first, of whoever said or is named at the cursor. */
  async step(by: 1 | -1): Promise<void> {
    const editor = articleEditor();
    if (editor === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open an article first.'));
      return;
    }
    const whose = await this.whose(editor);
    if (whose === undefined) {
      return;
    }
    const placed = (await this.server.quotes(whose.id)).flatMap((quote): Placed[] =>
      quote.location === null ? [] : [{ quote, place: this.server.place(quote.location) }],
    );
    const number = nextOf(placed, editor, by);
    const next = placed[number];
    if (next === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not quoted in this corpus.', whose.name));
      return;
    }
    const shown = await vscode.window.showTextDocument(next.place.uri, {
      selection: next.place.range,
      viewColumn: articleColumn(),
      preview: true,
    });
    this.last = { whose, uri: next.place.uri.toString(), selection: shown.selection };
    const told = vscode.l10n.t('{0}: quote {1} of {2}', whose.name, number + 1, placed.length);
    vscode.window.setStatusBarMessage(told, SHOWN);
  }

  private async whose(editor: vscode.TextEditor): Promise<Named | undefined> {
    const { document, selection } = editor;
    if (this.last?.uri === document.uri.toString() && this.last.selection.isEqual(selection)) {
      return this.last.whose;
    }
    const named = await this.server.namedAt(document, selection.active);
    if (named.length > 1) {
      const items = named.map((entity) => ({ label: entity.name, description: entity.id, entity }));
      return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Whose quotes?') }))?.entity;
    }
    if (named.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a name or into a quote first.'));
    }
    return named[0];
  }
}

/** How long the status bar tells which quote it is, in milliseconds. */
const SHOWN = 5000;

/** The number of the quote that a step leads to; behind the last comes the first again. */
function nextOf(placed: readonly Placed[], editor: vscode.TextEditor, by: 1 | -1): number {
  const cursor = editor.selection.active;
  const here = [...placed.entries()].filter(([, { place }]) => place.uri.toString() === editor.document.uri.toString());
  const inside = here.findLast(([, { place }]) => place.range.contains(cursor));
  if (inside !== undefined) {
    return (inside[0] + by + placed.length) % placed.length;
  }
  const ordered = here.sort(([, a], [, b]) => a.place.range.start.compareTo(b.place.range.start));
  const beside =
    by > 0
      ? ordered.find(([, { place }]) => place.range.start.isAfter(cursor))
      : ordered.findLast(([, { place }]) => place.range.end.isBefore(cursor));
  if (beside !== undefined) {
    return beside[0];
  }
  const end = by > 0 ? ordered.at(-1) : ordered[0];
  const from = end?.[0] ?? (by > 0 ? -1 : 0);
  return (from + by + placed.length) % placed.length;
}
