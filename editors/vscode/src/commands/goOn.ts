/** Saying more of a quote that is tagged already. */
import * as vscode from 'vscode';
import type { Server } from '../server/server';

/** A context key: whether there is a quote around the cursor or after it in its line. Ctrl+Enter depends on it. */
const HAS_QUOTE = 'quotemark.hasQuoteHere';

/** Where the tag of a quote ends. */
interface Known {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly cursor: vscode.Position;
  readonly end: vscode.Position | undefined;
}

/** Goes on in the tag of the quote around the cursor. */
export class TagEnds implements vscode.Disposable {
  private readonly listener: vscode.Disposable;
  /** What is known of the cursor's place, so that no key that is pressed meanwhile goes astray. */
  private known: Known | undefined;
  private round = 0;
  /** What the context key says. */
  private shown = false;

  constructor(private readonly server: Server) {
    this.listener = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(() => void this.look()),
      vscode.window.onDidChangeActiveTextEditor(() => void this.look()),
      server.onDidChangeState(() => void this.look()),
    );
  }

  /**
   * Puts the cursor before the tag's `}`, after a space, and opens the menu of clauses. Where no quote is, the key does
   * what it does in other files: it was pressed before that was known.
   */
  async goOn(isByKey: boolean): Promise<void> {
    const editor = activeArticle();
    if (editor === undefined) {
      return;
    }
    const { document } = editor;
    const version = document.version;
    const end = this.isKnown(editor) ? this.known?.end : await this.server.tagEnd(document, editor.selection.active);
    if (document.version !== version) {
      return;
    }
    if (end === undefined && isByKey) {
      await vscode.commands.executeCommand('editor.action.insertLineAfter');
      return;
    }
    if (end === undefined) {
      const none = vscode.l10n.t('No quote is around the cursor, nor after it in this line.');
      void vscode.window.showInformationMessage(none);
      return;
    }
    moveTo(editor, end);
    const before = document.getText(new vscode.Range(end.line, Math.max(end.character - 1, 0), end.line, end.character));
    if (before === ' ') {
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
    } else {
      // As if it were typed: the menu opens after it.
      await vscode.commands.executeCommand('type', { text: ' ' });
    }
  }

  dispose(): void {
    this.listener.dispose();
  }

  private isKnown({ document, selection }: vscode.TextEditor): boolean {
    const { known } = this;
    return (
      known !== undefined &&
      known.document === document &&
      known.version === document.version &&
      known.cursor.isEqual(selection.active)
    );
  }

  /** Finds out what Ctrl+Enter would do at the cursor. */
  private async look(): Promise<void> {
    const editor = activeArticle();
    if (editor === undefined || this.isKnown(editor)) {
      return;
    }
    this.round += 1;
    const round = this.round;
    // Until that is known the key asks, since it may be pressed at once.
    this.show(true);
    const { document } = editor;
    const { version } = document;
    const cursor = editor.selection.active;
    const end = await this.server.tagEnd(document, cursor).catch(() => undefined);
    if (round === this.round) {
      this.known = this.server.state === 'running' ? { document, version, cursor, end } : undefined;
      this.show(end !== undefined);
    }
  }

  private show(hasQuote: boolean): void {
    if (hasQuote !== this.shown) {
      this.shown = hasQuote;
      void vscode.commands.executeCommand('setContext', HAS_QUOTE, hasQuote);
    }
  }
}

function activeArticle(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor?.document.languageId === 'quotemark' ? editor : undefined;
}

/** Puts the cursor at a place of a document that is shown. */
export function moveCursor(uri: vscode.Uri, place: vscode.Position): void {
  const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  if (editor !== undefined) {
    moveTo(editor, place);
  }
}

function moveTo(editor: vscode.TextEditor, place: vscode.Position): void {
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(place, place));
}
