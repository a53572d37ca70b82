/** The example corpus, for those who want to look around. */
import * as vscode from 'vscode';

/** Where it is kept that the walkthrough goes on once the example is open. */
const GOING_ON = 'walkthroughGoesOn';
const WALKTHROUGH = 'quotemark.quotemark#start';
const FIRST_ARTICLE = '2012-06-28-doctors-call-for-a-halt.qm';

/** Opens a copy of the example corpus that came with the extension; what was written into it stays. */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const copy = copyOf(context);
  const original = vscode.Uri.joinPath(context.extensionUri, 'dist', 'example');
  try {
    await vscode.workspace.fs.createDirectory(context.globalStorageUri);
    if (!(await exists(copy))) {
      await vscode.workspace.fs.copy(original, copy);
    }
  } catch (error) {
    void vscode.window.showErrorMessage(vscode.l10n.t('The example could not be copied: {0}', String(error)));
    return;
  }
  await context.globalState.update(GOING_ON, true);
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceReuseWindow: true });
}

/** Shows an article of the example and goes on with the walkthrough beside it, once it was opened. */
export async function goOnInExample(context: vscode.ExtensionContext): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const isExample = folder?.path === copyOf(context).path;
  if (folder === undefined || !isExample || context.globalState.get(GOING_ON) !== true) {
    return;
  }
  await context.globalState.update(GOING_ON, undefined);
  const article = vscode.Uri.joinPath(folder, FIRST_ARTICLE);
  await vscode.window.showTextDocument(article, { preview: false });
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', WALKTHROUGH, true);
}

function copyOf(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.globalStorageUri, 'commissioning');
}

function exists(uri: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
