/** Declaring a person, an organisation or a topic. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';
import type { Server } from '../server/server';

const kinds = [
  { label: '$(person) Person', sigil: '@' },
  { label: '$(organization) Organisation', sigil: '&' },
  { label: '$(tag) Topic', sigil: '#' },
];

/** Asks for a kind, a name and an id, and has the server write the declaration. */
export async function declareEntity(server: Server): Promise<void> {
  // What takes the focus meanwhile, such as an editor that opens, must not cost what was typed.
  const ignoreFocusOut = true;
  const kind = await vscode.window.showQuickPick(kinds, { placeHolder: vscode.l10n.t('What is to be declared?'), ignoreFocusOut });
  if (kind === undefined) {
    return;
  }
  const selected = articleEditor();
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('The name as it is to be shown'),
    value: selected?.document.getText(selected.selection).replace(/\s+/g, ' ').trim() ?? '',
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A name is needed.') : undefined),
    ignoreFocusOut,
  });
  if (name === undefined) {
    return;
  }
  const id = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('The id: letters, digits and hyphens'),
    value: kind.sigil + idOf(name),
    validateInput: (text) =>
      /^[@&#][\p{L}\p{N}]([\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?$/u.test(text) && text.startsWith(kind.sigil)
        ? undefined
        : vscode.l10n.t('An id begins with {0}, then a letter or a digit, and ends in one.', kind.sigil),
    ignoreFocusOut,
  });
  if (id === undefined) {
    return;
  }
  const near = articleEditor()?.document ?? (await firstDocument(server));
  if (near !== undefined) {
    await server.execute('quotemark.declare', [id, name.trim(), near.uri.toString()]);
  }
}

/** A document of the corpus where none is shown: its cast, else any. A folder without one becomes a corpus. */
async function firstDocument(server: Server): Promise<vscode.TextDocument | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open a folder first: the declaration goes into its corpus.'));
    return undefined;
  }
  const find = (pattern: string): Thenable<vscode.Uri[]> => vscode.workspace.findFiles(pattern, undefined, 1);
  let [place] = [...(await find('**/cast.qm')), ...(await find('**/*.qm'))];
  if (place === undefined) {
    const binary = server.binary;
    if (binary === undefined || folder.scheme !== 'file') {
      void vscode.window.showErrorMessage(vscode.l10n.t('The Quotemark server, which declares, is not running here.'));
      return undefined;
    }
    try {
      await promisify(execFile)(binary.path, ['new', '--', folder.fsPath]);
    } catch (error) {
      const told = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('No corpus could begin here: {0}', told));
      return undefined;
    }
    place = vscode.Uri.joinPath(folder, 'cast.qm');
  }
  const { document } = await vscode.window.showTextDocument(place, { viewColumn: articleColumn() });
  return document;
}

/** The id that a name suggests: `Dr Anna Lee` is `dr-anna-lee`. */
export function idOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
