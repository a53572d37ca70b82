/** Declaring a person, an organisation or a topic. */
import * as vscode from 'vscode';
import { articleEditor } from '../articles';
import type { Server } from '../server/server';

const kinds = [
  { label: '$(person) Person', sigil: '@' },
  { label: '$(organization) Organisation', sigil: '&' },
  { label: '$(tag) Topic', sigil: '#' },
];

/** Asks for a kind, a name and an id, and has the server write the declaration. */
export async function declareEntity(server: Server): Promise<void> {
  const editor = articleEditor();
  if (editor === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open an article first: the declaration goes into its corpus.'));
    return;
  }
  const kind = await vscode.window.showQuickPick(kinds, { placeHolder: vscode.l10n.t('What is to be declared?') });
  if (kind === undefined) {
    return;
  }
  const selected = editor.document.getText(editor.selection).replace(/\s+/g, ' ').trim();
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('The name as it is to be shown'),
    value: selected,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A name is needed.') : undefined),
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
  });
  if (id === undefined) {
    return;
  }
  await server.execute('quotemark.declare', [id, name.trim(), editor.document.uri.toString()]);
}

/** The id that a name suggests: `Dr Anna Lee` is `dr-anna-lee`. */
export function idOf(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
