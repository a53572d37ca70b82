/** Making documents of plain texts. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { articleColumn } from '../articles';
import type { Server } from '../server/server';
import { chooseTexts, textsBelow } from './chooseTexts';

/** Imports texts, of each of which a document is made beside it, and opens the first. Of folders, those that are chosen. */
export async function importArticles(server: Server, places: readonly vscode.Uri[] = []): Promise<void> {
  const chosen = await textsOf(places);
  if (chosen.length === 0) {
    return;
  }
  const binary = server.binary;
  if (binary === undefined || chosen.some((file) => file.scheme !== 'file')) {
    void vscode.window.showErrorMessage(vscode.l10n.t('Articles are imported by the Quotemark server, which is not running here.'));
    return;
  }
  const made: vscode.Uri[] = [];
  const refused: string[] = [];
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Importing {0} articles', chosen.length),
    cancellable: true,
  };
  const importAll = async (
    shown?: vscode.Progress<{ message: string; increment: number }>,
    token?: vscode.CancellationToken,
  ): Promise<void> => {
    for (const file of chosen) {
      if (token?.isCancellationRequested === true) {
        return;
      }
      try {
        // Where no corpus is yet, it is the folder that is open that becomes one.
        const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath;
        const corpus = folder === undefined ? [] : ['--corpus', folder];
        await promisify(execFile)(binary.path, ['import', ...corpus, '--', file.fsPath]);
        made.push(vscode.Uri.file(`${file.fsPath.replace(/\.[^./\\]*$/, '')}.qm`));
      } catch (error) {
        const told = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
        server.log.error(told);
        refused.push(told);
      }
      shown?.report({ message: vscode.l10n.t('{0} done', made.length), increment: 100 / chosen.length });
    }
  };
  await (chosen.length === 1 ? importAll() : vscode.window.withProgress(progress, importAll));
  if (made.length > 0) {
    // The walkthrough's step is done.
    void vscode.commands.executeCommand('setContext', 'quotemark.hasImported', true);
  }
  void tell(server, chosen.length, made.length, refused);
  const [first] = made;
  if (first !== undefined) {
    const editor = await vscode.window.showTextDocument(first, { viewColumn: articleColumn() });
    await fillIn(editor);
  }
}

/** The texts at some places: files are meant as they are; what folders hold is asked for, and everything where none is named. */
async function textsOf(places: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const files: vscode.Uri[] = [];
  const folders: vscode.Uri[] = [];
  for (const place of places) {
    const found = await vscode.workspace.fs.stat(place).then(
      ({ type }) => type,
      () => vscode.FileType.Unknown,
    );
    ((found & vscode.FileType.Directory) === 0 ? files : folders).push(place);
  }
  if (folders.length === 0 && files.length > 0) {
    return files;
  }
  const below = await textsBelow(folders);
  return chooseTexts([...files, ...below.filter((text) => !files.some((file) => file.toString() === text.toString()))], folders[0]);
}

/** Puts the cursor where something of the header is to be filled in. */
async function fillIn(editor: vscode.TextEditor): Promise<void> {
  for (let line = 0; line < Math.min(10, editor.document.lineCount); line += 1) {
    const { text, range } = editor.document.lineAt(line);
    if (/^(title|date):\s*$/.test(text)) {
      await editor.edit((edit) => edit.replace(new vscode.Range(line, text.indexOf(':') + 1, line, range.end.character), ' '));
      const { end } = editor.document.lineAt(line).range;
      editor.selection = new vscode.Selection(end, end);
      return;
    }
  }
}

/** Says what has become of several texts, or why one was refused. */
async function tell(server: Server, chosen: number, made: number, refused: readonly string[]): Promise<void> {
  const [first] = refused;
  if (first === undefined) {
    if (chosen > 1) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} of {1} articles were imported.', made, chosen));
    }
    return;
  }
  if (chosen === 1) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The article could not be imported: {0}', first));
    return;
  }
  const output = vscode.l10n.t('Show Output');
  const message = vscode.l10n.t('{0} of {1} articles were imported. The first that was not: {2}', made, chosen, first);
  if ((await vscode.window.showWarningMessage(message, output)) === output) {
    server.log.show();
  }
}
