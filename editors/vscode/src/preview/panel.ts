/** The reading preview: an article without its markup, beside its text. */
import * as vscode from 'vscode';
import type { FromPage, ToPage } from '../../preview/messages';
import { articleEditor } from '../articles';
import { page } from '../page';
import type { Preview } from '../server/answers';
import type { Server } from '../server/server';

/** How long the text is left to settle, in milliseconds. */
const SETTLING = 150;
/** How long the text may take to follow the page, in milliseconds. */
const FOLLOWING = 400;

/** Makes the command that opens the preview of the document that is being edited. */
export function registerPreview(context: vscode.ExtensionContext, server: Server): void {
  let panel: Panel | undefined;
  context.subscriptions.push(
    vscode.commands.registerCommand('quotemark.openPreview', () => {
      const editor = articleEditor();
      if (editor === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Open an article first.'));
        return;
      }
      if (panel === undefined) {
        panel = new Panel(context.extensionUri, columnBeside(editor), server, () => {
          panel = undefined;
        });
      }
      panel.show(editor);
    }),
    { dispose: () => panel?.dispose() },
  );
}

/** The panel. It follows from article to article. */
class Panel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly listeners: vscode.Disposable;
  private document: vscode.Uri | undefined;
  private column: vscode.ViewColumn | undefined;
  private settling: NodeJS.Timeout | undefined;
  private sent = '';
  private isReady = false;
  /** When and to which lines the reader has scrolled the page: the text that follows is not to scroll it back. */
  private scrolledByPage = 0;
  private following: number[] = [];

  constructor(
    extension: vscode.Uri,
    column: vscode.ViewColumn,
    private readonly server: Server,
    private readonly whenClosed: () => void,
  ) {
    const dist = vscode.Uri.joinPath(extension, 'dist');
    this.panel = vscode.window.createWebviewPanel(
      'quotemark.preview',
      vscode.l10n.t('Preview'),
      { viewColumn: column, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [dist], retainContextWhenHidden: false },
    );
    this.listeners = vscode.Disposable.from(
      this.panel.onDidDispose(() => {
        clearTimeout(this.settling);
        this.listeners.dispose();
        this.whenClosed();
      }),
      this.panel.webview.onDidReceiveMessage((message: FromPage) => void this.hear(message)),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.languageId === 'quotemark') {
          this.show(editor, !this.isBehindPage());
        }
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor, visibleRanges }) => {
        if (this.shows(textEditor.document)) {
          this.follow(visibleRanges[0]?.start.line ?? 0);
        }
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.shows(document)) {
          this.refreshSoon();
        }
      }),
      server.onDidChangeCorpus(() => this.refreshSoon()),
      server.onDidChangeState(() => this.refreshSoon()),
    );
    this.panel.webview.html = page(this.panel.webview, dist, 'preview');
  }

  /** Shows the document of an editor; `reveals` says whether the panel comes to the front. */
  show(editor: vscode.TextEditor, reveals = true): void {
    this.document = editor.document.uri;
    this.column = editor.viewColumn;
    if (reveals && !this.panel.visible) {
      this.panel.reveal(undefined, true);
    }
    void this.refresh();
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** Whether another page stands before the panel, such as the report: that one stays. */
  private isBehindPage(): boolean {
    const group = vscode.window.tabGroups.all.find(({ viewColumn }) => viewColumn === this.panel.viewColumn);
    return !this.panel.visible && group?.activeTab?.input instanceof vscode.TabInputWebview;
  }

  private shows(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.document?.toString();
  }

  private refreshSoon(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.refresh(), SETTLING);
  }

  private async refresh(): Promise<void> {
    const document = this.document;
    if (document === undefined || !this.isReady) {
      return;
    }
    let preview: Preview | undefined;
    let problem = vscode.l10n.t('The Quotemark server is not running.');
    try {
      preview = await this.server.preview(document);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
    if (document.toString() !== this.document?.toString()) {
      return;
    }
    const file = document.path.split('/').at(-1) ?? '';
    this.panel.title = vscode.l10n.t('Preview {0}', file);
    const message: ToPage =
      preview === undefined ? { kind: 'problem', problem } : { kind: 'article', uri: document.toString(), preview };
    const written = JSON.stringify(message);
    if (written !== this.sent) {
      this.sent = written;
      await this.panel.webview.postMessage(message);
      this.scrollTo(this.editor()?.visibleRanges[0]?.start.line ?? 0);
    }
  }

  private async hear(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        this.sent = '';
        await this.refresh();
        break;
      case 'open':
        await this.open(new vscode.Position(message.line, message.character));
        break;
      case 'scrolled': {
        const editor = this.editor();
        if (editor !== undefined) {
          this.scrolledByPage = Date.now();
          this.following.push(message.line);
          const top = new vscode.Position(message.line, 0);
          editor.revealRange(new vscode.Range(top, top), vscode.TextEditorRevealType.AtTop);
        }
        break;
      }
    }
  }

  private async open(position: vscode.Position): Promise<void> {
    if (this.document === undefined) {
      return;
    }
    await vscode.window.showTextDocument(this.document, {
      viewColumn: this.editor()?.viewColumn ?? this.column ?? vscode.ViewColumn.One,
      selection: new vscode.Range(position, position),
    });
  }

  /** Scrolls the page to where the text was scrolled, unless it was the page that has scrolled the text. */
  private follow(line: number): void {
    const known = this.following.lastIndexOf(line);
    this.following = known < 0 ? [] : this.following.slice(known);
    if (known < 0 && Date.now() - this.scrolledByPage > FOLLOWING) {
      this.scrollTo(line);
    }
  }

  private scrollTo(line: number): void {
    if (this.isReady) {
      const message: ToPage = { kind: 'scroll', line };
      void this.panel.webview.postMessage(message);
    }
  }

  private editor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find((editor) => this.shows(editor.document));
  }
}

/** Beside an article that has the focus; where another page has it beside the article already, over that. */
function columnBeside(editor: vscode.TextEditor): vscode.ViewColumn {
  return editor === vscode.window.activeTextEditor ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
}
