/** Making a document of a plain text. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { articleColumn } from '../articles';
import type { Server } from '../server/server';

/** Imports a text, of which a document is made beside it, and opens that. */
export async function importArticle(server: Server, file?: vscode.Uri): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen =
    file ??
    (
      await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Import an Article'),
        openLabel: vscode.l10n.t('Import'),
        filters: { [vscode.l10n.t('Plain text')]: ['txt'] },
        ...(folder === undefined ? {} : { defaultUri: folder }),
      })
    )?.[0];
  if (chosen === undefined) {
    return;
  }
  const binary = server.binary;
  if (binary === undefined || chosen.scheme !== 'file') {
    void vscode.window.showErrorMessage(vscode.l10n.t('Articles are imported by the Quotemark server, which is not running here.'));
    return;
  }
  const target = vscode.Uri.file(chosen.fsPath.replace(/\.[^./\\]*$/, '') + '.qm');
  try {
    await promisify(execFile)(binary.path, ['import', '--out', dirname(chosen.fsPath), '--', chosen.fsPath]);
  } catch (error) {
    const told = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
    server.log.error(told);
    void vscode.window.showErrorMessage(vscode.l10n.t('The article could not be imported: {0}', told));
    return;
  }
  await vscode.window.showTextDocument(target, { viewColumn: articleColumn() });
}
