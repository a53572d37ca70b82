/** The example corpus, for those who want to look around. */
import * as vscode from 'vscode';
import { articleColumn } from '../articles';

/** Where it is kept which article the walkthrough goes on with once the example is open. */
const GOING_ON = 'walkthroughGoesOn';
const WALKTHROUGH = 'quotemark.quotemark#start';
const FIRST_ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

/** Opens a copy of the example corpus that came with the extension, at an article; what was written into it stays. */
export async function openExample(context: vscode.ExtensionContext, article = FIRST_ARTICLE): Promise<void> {
  const copy = copyOf(context);
  const shown = vscode.Uri.joinPath(copy, article);
  const original = vscode.Uri.joinPath(context.extensionUri, 'dist', 'example');
  try {
    await vscode.workspace.fs.createDirectory(context.globalStorageUri);
    if (!(await exists(copy))) {
      await vscode.workspace.fs.copy(original, copy);
    } else if (!(await exists(shown))) {
      await vscode.workspace.fs.copy(vscode.Uri.joinPath(original, article), shown);
    }
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The example could not be copied: {0}', String(error)));
    return;
  }
  if (isOpen(copy)) {
    await vscode.window.showTextDocument(shown, { preview: false, viewColumn: articleColumn() });
    return;
  }
  await context.globalState.update(GOING_ON, article);
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceReuseWindow: true });
}

/** Shows an article of the example and goes on with the walkthrough beside it, once it was opened. */
export async function goOnInExample(context: vscode.ExtensionContext): Promise<void> {
  const article = context.globalState.get<string>(GOING_ON);
  const copy = copyOf(context);
  if (article === undefined || !isOpen(copy)) {
    return;
  }
  await context.globalState.update(GOING_ON, undefined);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(copy, article), { preview: false });
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, true);
}

/** Opens the walkthrough. */
export function openWalkthrough(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, false);
}

function copyOf(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.globalStorageUri, 'commissioning');
}

function isOpen(folder: vscode.Uri): boolean {
  return vscode.workspace.workspaceFolders?.[0]?.uri.path === folder.path;
}

function exists(uri: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
