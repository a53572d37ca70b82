/** Going from quote to quote of one speaker, through all articles. */
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';
import type { Named } from '../server/answers';
import type { Server } from '../server/server';
import { chooseNamed } from './quotesOf';

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
    const step = await this.server.step(whose.id, editor.document, editor.selection.active, by < 0);
    if (step === undefined || step.location === null) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not quoted in this corpus.', whose.name));
      return;
    }
    const place = this.server.place(step.location);
    const shown = await vscode.window.showTextDocument(place.uri, {
      selection: place.range,
      viewColumn: articleColumn(),
      preview: true,
    });
    this.last = { whose, uri: place.uri.toString(), selection: shown.selection };
    const told = vscode.l10n.t('{0}: quote {1} of {2}', whose.name, step.number, step.total);
    vscode.window.setStatusBarMessage(told, SHOWN);
  }

  private async whose(editor: vscode.TextEditor): Promise<Named | undefined> {
    const { document, selection } = editor;
    if (this.last?.uri === document.uri.toString() && this.last.selection.isEqual(selection)) {
      return this.last.whose;
    }
    const named = await this.server.namedAt(document, selection.active);
    if (named.length > 1) {
      return chooseNamed(named);
    }
    if (named.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a name or into a quote first.'));
    }
    return named[0];
  }
}

/** How long the status bar tells which quote it is, in milliseconds. */
const SHOWN = 5000;
