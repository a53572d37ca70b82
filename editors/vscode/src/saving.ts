/** Saving what was written along with an article, such as a declaration. */
import * as vscode from 'vscode';

/**
 * Has the documents that were changed while no editor showed them, as the file that takes declarations is, saved with the
 * next document of Quotemark that somebody saves: nobody would think of them. What somebody has typed into stays theirs to save.
 */
export function saveAlong(context: vscode.ExtensionContext): void {
  const along = new Set<vscode.TextDocument>();
  const own = new Set<vscode.TextDocument>();
  const forget = (document: vscode.TextDocument): void => {
    along.delete(document);
    own.delete(document);
  };
  context.subscriptions.push(
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document.languageId !== 'quotemark' || contentChanges.length === 0) {
        return;
      }
      const isShown = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
      (isShown ? own : along).add(document);
    }),
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      const isAsked = reason === vscode.TextDocumentSaveReason.Manual;
      const saved = [...along].filter((other) => other !== document && other.isDirty && !own.has(other));
      forget(document);
      if (document.languageId === 'quotemark' && isAsked) {
        for (const other of saved) {
          forget(other);
          void other.save();
        }
      }
    }),
    vscode.workspace.onDidCloseTextDocument(forget),
  );
}
