/** What a yes has written, so that it can be taken back as one. */
import * as vscode from 'vscode';

/** A change of one or several files. */
export interface Written {
  /** The proposal that was taken. */
  readonly key: string;
  /** How many quotes were written. */
  readonly count: number;
  readonly files: readonly {
    readonly document: vscode.TextDocument;
    readonly before: string;
    /** The version that the change has made. */
    readonly version: number;
  }[];
}

/** Makes an edit, and remembers what stood in its files before; nothing where it could not be made. */
export async function applied(edit: vscode.WorkspaceEdit, key: string, count: number): Promise<Written | undefined> {
  const documents = await Promise.all(edit.entries().map(([uri]) => vscode.workspace.openTextDocument(uri)));
  const before = documents.map((document) => document.getText());
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Error(vscode.l10n.t('The change could not be made.'));
  }
  const files = documents.map((document, number) => ({ document, before: before[number] ?? '', version: document.version }));
  return { key, count, files };
}

/** What takes a change back; nothing where a file was changed since. */
export function inverse({ files }: Written): vscode.WorkspaceEdit | undefined {
  const edit = new vscode.WorkspaceEdit();
  for (const { document, before, version } of files) {
    if (document.version !== version) {
      return undefined;
    }
    const now = document.getText();
    let start = 0;
    while (start < before.length && start < now.length && before[start] === now[start]) {
      start += 1;
    }
    let same = 0;
    while (same < before.length - start && same < now.length - start && before.at(-1 - same) === now.at(-1 - same)) {
      same += 1;
    }
    const range = new vscode.Range(document.positionAt(start), document.positionAt(now.length - same));
    edit.replace(document.uri, range, before.slice(start, before.length - same));
  }
  return edit;
}
