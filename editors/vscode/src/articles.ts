/** Where articles are shown. */
import * as vscode from 'vscode';

/**
 * The editor of the article that one works on: the active one, or, while something else has the
 * focus, such as the walkthrough or the output, the first that is on the screen.
 */
export function articleEditor(): vscode.TextEditor | undefined {
  const active = vscode.window.activeTextEditor;
  return active !== undefined && isOfArticle(active) ? active : vscode.window.visibleTextEditors.find(isOfArticle);
}

/** The column for an article that is to be shown: where articles are already, so that no page beside them is covered. */
export function articleColumn(): vscode.ViewColumn {
  return articleEditor()?.viewColumn ?? vscode.ViewColumn.Active;
}

function isOfArticle(editor: vscode.TextEditor): boolean {
  return editor.document.languageId === 'quotemark';
}
