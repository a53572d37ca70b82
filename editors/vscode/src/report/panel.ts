/** The report: the corpus at a glance on one page, which leads to the source. */
import * as vscode from 'vscode';
import type { FromPage, ToPage } from '../../report/messages';
import { articleEditor } from '../articles';
import { page } from '../page';
import type { Report } from '../server/answers';
import type { Server } from '../server/server';
import { chooseFilter, type Filter, told } from '../speakers/filter';

/** How long the corpus is left to settle, in milliseconds, beyond what the server is given. */
const SETTLING = 500;
/** For how many times as long as the last page took to make none is made: a large corpus has its page less often. */
const REST = 9;

/** Makes the commands that show the report and narrow it. */
export function registerReport(context: vscode.ExtensionContext, server: Server): void {
  let panel: Panel | undefined;
  context.subscriptions.push(
    vscode.commands.registerCommand('quotemark.showReport', () => {
      panel ??= new Panel(context.extensionUri, server, () => {
        panel = undefined;
      });
      panel.reveal();
    }),
    vscode.commands.registerCommand('quotemark.report.filter', async () => {
      const filter = await chooseFilter(server);
      if (filter !== undefined) {
        panel?.narrow(filter);
      }
    }),
    vscode.commands.registerCommand('quotemark.report.clear', () => panel?.narrow(undefined)),
    { dispose: () => panel?.dispose() },
  );
}

/** The panel. There is one. */
class Panel implements vscode.Disposable {
  private readonly panel: vscode.WebviewPanel;
  private readonly listeners: vscode.Disposable;
  private filter: Filter | undefined;
  /** What the page shows. */
  private report: Report | undefined;
  private isReady = false;
  private waiting: NodeJS.Timeout | undefined;
  /** Whether the server is making a page, and whether something has changed since it began. */
  private isAsking = false;
  private isStale = true;
  /** When the next page may be made. */
  private rested = 0;

  constructor(
    extension: vscode.Uri,
    private readonly server: Server,
    private readonly whenClosed: () => void,
  ) {
    const dist = vscode.Uri.joinPath(extension, 'dist');
    this.panel = vscode.window.createWebviewPanel(
      'quotemark.report',
      vscode.l10n.t('Report'),
      articleEditor() === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside,
      { enableScripts: true, localResourceRoots: [dist], retainContextWhenHidden: false },
    );
    this.listeners = vscode.Disposable.from(
      this.panel.onDidDispose(() => {
        clearTimeout(this.waiting);
        this.listeners.dispose();
        this.tellIfFiltered(false);
        this.whenClosed();
      }),
      this.panel.webview.onDidReceiveMessage((message: FromPage) => void this.hear(message)),
      this.panel.onDidChangeViewState(() => this.refreshSoon(0)),
      server.onDidChangeCorpus(() => this.touch()),
      server.onDidChangeState(() => this.touch()),
    );
    this.tellIfFiltered(false);
    this.panel.webview.html = page(this.panel.webview, dist, 'report');
  }

  /** Shows the panel where it is. */
  reveal(): void {
    this.panel.reveal(undefined, false);
  }

  /** Leaves the statements on a topic; all of them without a filter. */
  narrow(filter: Filter | undefined): void {
    this.filter = filter;
    this.report = undefined;
    this.rested = 0;
    this.isStale = true;
    this.tellIfFiltered(filter !== undefined);
    this.refreshSoon(0);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private tellIfFiltered(is: boolean): void {
    void vscode.commands.executeCommand('setContext', 'quotemark.reportFiltered', is);
  }

  /** Notes that the page may be another one now. */
  private touch(): void {
    this.isStale = true;
    this.refreshSoon(SETTLING);
  }

  /** Makes the page once nothing has changed for a while and the server has rested, if somebody sees it then. */
  private refreshSoon(after: number): void {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.refresh(), Math.max(after, this.rested - Date.now()));
  }

  private async refresh(): Promise<void> {
    if (!this.isStale || this.isAsking || !this.isReady || !this.panel.visible) {
      return;
    }
    this.isAsking = true;
    this.isStale = false;
    const began = Date.now();
    const filter = this.filter;
    try {
      const wanted = filter && { on: filter.topic.id, ...(filter.side && { side: filter.side }) };
      const answer = await this.server.report(wanted ?? {}, this.report?.version);
      if (filter === this.filter) {
        if (answer === undefined) {
          await this.send({ kind: 'problem', problem: vscode.l10n.t('The Quotemark server is not running.') });
        } else if (!('unchanged' in answer)) {
          await this.show(answer);
        }
      }
    } catch (error) {
      await this.send({ kind: 'problem', problem: error instanceof Error ? error.message : String(error) });
    } finally {
      this.isAsking = false;
      this.rested = Date.now() + REST * (Date.now() - began);
      // What has changed meanwhile is on no page yet.
      if (this.filter !== filter) {
        this.rested = 0;
      }
      this.refreshSoon(SETTLING);
    }
  }

  private async show(report: Report): Promise<void> {
    this.report = report;
    this.panel.title = this.filter === undefined ? vscode.l10n.t('Report') : vscode.l10n.t('Report: {0}', told(this.filter));
    const { version, complete, style, body } = report;
    await this.send({ kind: 'report', version, complete, style, body });
  }

  private async send(message: ToPage): Promise<void> {
    await this.panel.webview.postMessage(message);
  }

  private async hear(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        // A page that was hidden has forgotten what it showed.
        if (this.report !== undefined) {
          await this.show(this.report);
        }
        this.refreshSoon(0);
        break;
      case 'open':
        if (message.version === this.report?.version) {
          await this.open(this.report, message.place);
        }
        break;
    }
  }

  /** Opens the place of that number, beside the report. The page cannot name any other. */
  private async open(report: Report, number: number): Promise<void> {
    const place = report.places[number];
    const uri = place && report.files[place[0]];
    if (place === undefined || uri == null) {
      return;
    }
    const position = new vscode.Position(place[1], place[2]);
    const column = articleEditor()?.viewColumn;
    const isHere = this.panel.viewColumn === vscode.ViewColumn.One;
    await vscode.window.showTextDocument(vscode.Uri.parse(uri), {
      viewColumn: column ?? (isHere ? vscode.ViewColumn.Beside : vscode.ViewColumn.One),
      selection: new vscode.Range(position, position),
    });
  }
}
