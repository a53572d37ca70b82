/** The example corpus, for those who want to look around. */
import * as vscode from 'vscode';

/** Opens a copy of the example corpus that came with the extension; what was written into it stays. */
export async function openExample(context: vscode.ExtensionContext): Promise<void> {
  const copy = vscode.Uri.joinPath(context.globalStorageUri, 'commissioning');
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
  await vscode.commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: false, forceReuseWindow: true });
}

function exists(uri: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
