/** Asking which plain texts are meant. */
import * as vscode from 'vscode';

/** How many texts are listed at most. */
const LISTED = 2000;

interface Text extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
}

/** The plain texts below some folders, or in all that is open, of which no document is made yet. */
export async function textsBelow(folders: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const within = (pattern: string): vscode.GlobPattern[] =>
    folders.length === 0 ? [pattern] : folders.map((folder) => new vscode.RelativePattern(folder, pattern));
  const find = async (pattern: string): Promise<vscode.Uri[]> =>
    (await Promise.all(within(pattern).map((glob) => vscode.workspace.findFiles(glob, undefined)))).flat();
  const [texts, documents] = await Promise.all([find('**/*.[tT][xX][tT]'), find('**/*.qm')]);
  const made = new Set(documents.map((uri) => bare(uri)));
  const open = new Map(texts.filter((uri) => !made.has(bare(uri))).map((uri) => [uri.toString(), uri]));
  return [...open.values()].sort((one, other) => one.path.localeCompare(other.path));
}

/** Lists texts, all of them ticked; others can be looked for instead. Where there are none, it is those others at once. */
export async function chooseTexts(texts: readonly vscode.Uri[], folder?: vscode.Uri): Promise<readonly vscode.Uri[]> {
  if (texts.length === 0) {
    return chooseElsewhere(folder);
  }
  const picker = vscode.window.createQuickPick<Text>();
  const others: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('folder-opened'),
    tooltip: vscode.l10n.t('Choose Other Files…'),
  };
  picker.title = vscode.l10n.t('Import Articles');
  picker.placeholder = vscode.l10n.t('Which texts are to become articles? Not a word of them changes');
  picker.canSelectMany = true;
  picker.matchOnDescription = true;
  picker.buttons = [others];
  picker.items = texts.slice(0, LISTED).map((uri) => {
    const path = vscode.workspace.asRelativePath(uri);
    const name = path.split('/').at(-1) ?? path;
    return { label: name, description: path.slice(0, -name.length - 1), uri };
  });
  picker.selectedItems = picker.items;
  const chosen = await new Promise<readonly vscode.Uri[] | 'elsewhere'>((resolve) => {
    picker.onDidAccept(() => resolve(picker.selectedItems.map(({ uri }) => uri)));
    picker.onDidTriggerButton(() => resolve('elsewhere'));
    picker.onDidHide(() => resolve([]));
    picker.show();
  });
  picker.dispose();
  return chosen === 'elsewhere' ? chooseElsewhere(folder) : chosen;
}

async function chooseElsewhere(near: vscode.Uri | undefined): Promise<readonly vscode.Uri[]> {
  const folder = near ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Articles'),
    openLabel: vscode.l10n.t('Import'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Plain text')]: ['txt'] },
    ...(folder === undefined ? {} : { defaultUri: folder }),
  });
  return chosen ?? [];
}

/** The place of a file without the ending of its name. */
function bare(uri: vscode.Uri): string {
  return uri.path.replace(/\.[^./]*$/, '');
}
