/** Tagging the words that are selected. */
import * as vscode from 'vscode';
import { articleEditor } from '../articles';
import type { Server } from '../server/server';
import { chooseSpeaker } from './quotesOf';

/** Makes the selection a quote of somebody who is chosen from a list. Not a word of it changes. */
export async function tagQuote(server: Server): Promise<void> {
  const editor = articleEditor();
  if (editor === undefined || editor.selection.isEmpty) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select the words of the quote first.'));
    return;
  }
  const { document, selection } = editor;
  if (/\n[ \t]*\r?\n/.test(document.getText(selection))) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('A tag holds the words of one paragraph. Put lines of three colons around several.'),
    );
    return;
  }
  const version = document.version;
  const id = await chooseSpeaker(server, vscode.l10n.t('Who said it?'));
  if (id === undefined || document.version !== version) {
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, selection.start, '[');
  edit.insert(document.uri, selection.end, `]{by ${id}}`);
  const last = document.offsetAt(selection.end) + '[]{by '.length + id.length;
  await vscode.workspace.applyEdit(edit);
  // The cursor stands after the id, where clauses go.
  const cursor = document.positionAt(last);
  await vscode.window.showTextDocument(document, {
    viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active,
    selection: new vscode.Range(cursor, cursor),
  });
}
