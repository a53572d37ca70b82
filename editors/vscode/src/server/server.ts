/** The language server: its beginning, its end, and what it is asked. */
import * as vscode from 'vscode';
import {
  CloseAction,
  CodeLensRefreshRequest,
  ErrorAction,
  ExecuteCommandRequest,
  LanguageClient,
  Message,
  State,
  type ErrorHandler,
  type LanguageClientOptions,
  type Location,
  type ServerOptions,
  type StaticFeature,
  type WorkspaceEdit,
} from 'vscode-languageclient/node';
import { articleEditor } from '../articles';
import type {
  Named,
  Preview,
  QuotesPage,
  Report,
  SentPreview,
  SentQuotesPage,
  RoleRow,
  SpeakersPage,
  Step,
  Summary,
  TopicsPage,
  Unchanged,
  WantedQuotes,
  WantedReport,
  WantedSpeakers,
} from './answers';
import { type Binary, findBinary, NoBinary } from './binary';
import { DOCUMENTS } from './documents';
import { previewOf, quotesPageOf } from './tables';

/** The client's command that lists places; the server uses it where it is announced. */
export const SHOW_REFERENCES = 'quotemark.showReferences';
/** The client's command that completes what comes next, after an item that has something after it. */
export const SUGGEST = 'quotemark.suggest';
/** The client's command that puts the cursor at a place, after an action that has tagged words. */
export const MOVE_CURSOR = 'quotemark.moveCursor';

/** The client's command that begins the review of what is proposed. */
export const REVIEW = 'quotemark.review';

/** Whether there is a server. */
export type ServerState = 'starting' | 'running' | 'stopped';

/** How long the corpus is left to settle after a change, in milliseconds. */
const SETTLING = 500;
/** How many crashes within how many milliseconds are too many. */
const CRASHES = { count: 4, within: 180_000 };

/** The language server of this window. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private current: ServerState = 'stopped';
  private readonly states = new vscode.EventEmitter<ServerState>();
  private readonly changes = new vscode.EventEmitter<void>();
  private readonly disposables: vscode.Disposable[] = [];
  private settling: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();
  /** The article that was shown when something was asked for last. */
  private article: vscode.Uri | undefined;

  /** Told when the server starts or stops. */
  readonly onDidChangeState = this.states.event;
  /** Told when the corpus may have changed, once it has settled. */
  readonly onDidChangeCorpus = this.changes.event;
  /** The program, once it was found. */
  binary: Binary | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
  ) {
    const watcher = vscode.workspace.createFileSystemWatcher('**/{*.qm,quotemark.toml}');
    this.disposables.push(
      watcher,
      watcher.onDidCreate(() => this.touch()),
      watcher.onDidChange(() => this.touch()),
      watcher.onDidDelete(() => this.touch()),
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document.languageId === 'quotemark' && event.contentChanges.length > 0) {
          this.touch();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        // It may be of another corpus.
        const article = articleEditor()?.document.uri;
        if (article !== undefined && article.toString() !== this.article?.toString()) {
          this.touch(0);
        }
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.touch()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('quotemark.server')) {
          void this.restart();
        }
      }),
    );
  }

  /** Whether there is a server. */
  get state(): ServerState {
    return this.current;
  }

  /** Starts the server, or tells the user why there is none. */
  start(): Promise<void> {
    return this.inTurn(() => this.starting());
  }

  /** Ends the server. */
  stop(): Promise<void> {
    return this.inTurn(() => this.stopping());
  }

  /** Ends the server and starts it again, or another one if the setting has changed. */
  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopping();
      await this.starting();
    });
  }

  /** How much the corpus holds. */
  summary(): Promise<Summary | undefined> {
    return this.ask('summary', {});
  }

  /** Some of the people and organisations; with the version of an earlier answer, whether it is still the same. */
  speakersPage(wanted: WantedSpeakers): Promise<SpeakersPage | undefined>;
  speakersPage(wanted: WantedSpeakers, version: string | undefined): Promise<SpeakersPage | Unchanged | undefined>;
  speakersPage(wanted: WantedSpeakers, version?: string): Promise<SpeakersPage | Unchanged | undefined> {
    return this.ask('speakersPage', { ...wanted, version });
  }

  /** Some quotes; with the version of an earlier answer, whether it is still the same. */
  quotesPage(wanted: WantedQuotes): Promise<QuotesPage | undefined>;
  quotesPage(wanted: WantedQuotes, version: string | undefined): Promise<QuotesPage | Unchanged | undefined>;
  async quotesPage(wanted: WantedQuotes, version?: string): Promise<QuotesPage | Unchanged | undefined> {
    const sent = await this.ask<SentQuotesPage | Unchanged>('quotesPage', { ...wanted, version });
    return sent === undefined || 'unchanged' in sent ? sent : quotesPageOf(sent);
  }

  /** Who is quoted in several articles in different roles, a row for each role. */
  async byRole(): Promise<readonly RoleRow[]> {
    return (await this.execute<readonly RoleRow[]>('quotemark.byRole', [])) ?? [];
  }

  /** Some of the topics. */
  topicsPage(wanted: { readonly after?: string; readonly limit?: number }): Promise<TopicsPage | undefined> {
    return this.ask('topicsPage', wanted);
  }

  /** The corpus at a glance; with the version of an earlier answer, whether it is still the same. */
  report(wanted: WantedReport, version: string | undefined): Promise<Report | Unchanged | undefined> {
    return this.ask('report', { ...wanted, form: 'embedded', version });
  }

  /** Where somebody is declared, by the id. */
  async declarationOf(id: string): Promise<vscode.Location | undefined> {
    const location = await this.ask<Location>('declaration', { id });
    return location && this.place(location);
  }

  /** The next quote of somebody (an id) after a place, or the one before. */
  step(whose: string, document: vscode.TextDocument, { line, character }: vscode.Position, back: boolean): Promise<Step | undefined> {
    const uri = document.uri.toString();
    return this.execute('quotemark.step', [{ whose, uri, position: { line, character }, back }]);
  }

  /** An article without its markup. */
  async preview(document: vscode.Uri): Promise<Preview | undefined> {
    const sent = await this.execute<SentPreview>('quotemark.preview', [document.toString()]);
    return sent && previewOf(sent);
  }

  /** Runs a command of the server; nothing when there is no server. */
  async execute<Answer>(command: string, values: readonly unknown[]): Promise<Answer | undefined> {
    if (this.client === undefined || this.current !== 'running') {
      return undefined;
    }
    const answer: unknown = await this.client.sendRequest(ExecuteCommandRequest.type, {
      command,
      arguments: [...values] as never[],
    });
    return (answer ?? undefined) as Answer | undefined;
  }

  /** An edit as the server sends it, as the editor makes it. */
  async edit(sent: object): Promise<vscode.WorkspaceEdit> {
    const converted = await this.client?.protocol2CodeConverter.asWorkspaceEdit(sent as WorkspaceEdit);
    return converted ?? new vscode.WorkspaceEdit();
  }

  /** Whom the words at a place name; if none, whoever said them. */
  async namedAt(document: vscode.TextDocument, { line, character }: vscode.Position): Promise<Named[]> {
    const uri = document.uri.toString();
    return (await this.execute<Named[]>('quotemark.entitiesAt', [{ uri, position: { line, character } }])) ?? [];
  }

  /** The place before the `}` of the tag of the quote around a place, or of the next one in its line. */
  async tagEnd(document: vscode.TextDocument, { line, character }: vscode.Position): Promise<vscode.Position | undefined> {
    const uri = document.uri.toString();
    const end = await this.execute<Place>('quotemark.tagEnd', [{ uri, position: { line, character } }]);
    return end && new vscode.Position(end.line, end.character);
  }

  /** A place as the editor names it. */
  place(location: { uri: string; range: { start: Place; end: Place } }): vscode.Location {
    const { start, end } = location.range;
    return new vscode.Location(
      vscode.Uri.parse(location.uri),
      new vscode.Range(start.line, start.character, end.line, end.character),
    );
  }

  dispose(): void {
    clearTimeout(this.settling);
    for (const disposable of this.disposables) {
      disposable.dispose();
    }
    this.states.dispose();
    this.changes.dispose();
  }

  /** Asks about the corpus of the article that is on the screen, or was last. */
  private ask<Answer>(question: string, wanted: object): Promise<Answer | undefined> {
    this.article = articleEditor()?.document.uri ?? this.article;
    return this.execute(`quotemark.${question}`, [{ ...wanted, corpus: this.article?.toString() }]);
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    this.work = this.work.then(task, task);
    return this.work;
  }

  private async starting(): Promise<void> {
    this.become('starting');
    try {
      this.binary = await findBinary(this.context);
      this.log.info(`Starting ${this.binary.path} (${this.binary.version})`);
      this.client = this.newClient(this.binary);
      await this.client.start();
      this.become('running');
    } catch (error) {
      this.become('stopped');
      await this.tellWhy(error);
    }
  }

  private async stopping(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client !== undefined) {
      try {
        await client.dispose();
      } catch (error) {
        this.log.warn(`The server did not end in order: ${String(error)}`);
      }
    }
    this.become('stopped');
  }

  private newClient(binary: Binary): LanguageClient {
    const level = vscode.workspace.getConfiguration('quotemark').get<string>('server.log', 'warn');
    const server: ServerOptions = {
      command: binary.path,
      args: ['server'],
      options: { env: { ...process.env, QUOTEMARK_LOG: level } },
    };
    const options: LanguageClientOptions = {
      documentSelector: DOCUMENTS,
      outputChannel: this.log,
      // The editor ends a line at a CR alone, as the protocol does.
      initializationOptions: { ...settings(), lineEnds: { loneCr: 'break' } },
      diagnosticCollectionName: 'quotemark',
      progressOnInitialization: false,
      errorHandler: this.errorHandler(),
      initializationFailedHandler: () => false,
      markdown: { isTrusted: false, supportHtml: false },
      connectionOptions: {
        messageStrategy: {
          handleMessage: (message, next) => {
            // What the counts above declarations are asked again for is shown elsewhere too: above
            // all, that the corpus has been read to its end.
            if (Message.isRequest(message) && message.method === CodeLensRefreshRequest.method) {
              this.touch(0);
            }
            return next(message);
          },
        },
      },
      middleware: {
        provideCodeActions: async (document, range, context, token, next) => {
          if (isElsewhere(document, range, context)) {
            return [];
          }
          const actions = await next(document, range, context, token);
          const isForMenu = context.only === undefined && context.triggerKind === vscode.CodeActionTriggerKind.Invoke;
          return isForMenu ? actions?.map(asRefactoring) : actions;
        },
        // Without an answer the editor would take the word under the cursor and mark it everywhere, such as each “the”.
        provideDocumentHighlights: async (document, position, token, next) => (await next(document, position, token)) ?? [],
        provideHover: async (document, position, token, next) => {
          const hover = await next(document, position, token);
          if (hover != null) {
            // The walkthrough's step is done.
            void vscode.commands.executeCommand('setContext', 'quotemark.hasHovered', true);
          }
          return hover;
        },
      },
    };
    const client = new LanguageClient('quotemark', 'Quotemark', server, options);
    client.registerFeature(announceCommands());
    client.onDidChangeState(({ newState }) => {
      if (client === this.client) {
        this.become(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'stopped');
      }
    });
    return client;
  }

  /** Starts the server again after a crash, and tells the user once when that does not help. */
  private errorHandler(): ErrorHandler {
    const crashes: number[] = [];
    return {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        const now = Date.now();
        crashes.push(now);
        const recent = crashes.filter((time) => now - time < CRASHES.within);
        if (recent.length < CRASHES.count) {
          this.log.warn('The server has ended and is started again.');
          return { action: CloseAction.Restart, handled: true };
        }
        this.become('stopped');
        void this.tellWhy(new Error(vscode.l10n.t('The Quotemark server has ended {0} times within three minutes.', recent.length)));
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    };
  }

  private become(state: ServerState): void {
    if (state === this.current) {
      return;
    }
    this.current = state;
    void vscode.commands.executeCommand('setContext', 'quotemark.server', state);
    this.states.fire(state);
    if (state === 'running') {
      this.touch(0);
    }
  }

  private touch(after = SETTLING): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.changes.fire(), after);
  }

  private async tellWhy(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(message);
    const output = vscode.l10n.t('Show Output');
    const setting = vscode.l10n.t('Open Setting');
    const restart = vscode.l10n.t('Try Again');
    const buttons = error instanceof NoBinary ? [setting, restart, output] : [restart, output];
    // The answer is not waited for: whoever starts the server has other things to do.
    void vscode.window.showErrorMessage(message, ...buttons).then((chosen) => {
      if (chosen === output) {
        this.log.show();
      } else if (chosen === setting) {
        // On another machine than the editor's, it is that machine's setting.
        const command = vscode.env.remoteName === undefined ? 'openSettings' : 'openRemoteSettings';
        void vscode.commands.executeCommand(`workbench.action.${command}`, { query: 'quotemark.server.path' });
      } else if (chosen === restart) {
        void this.restart();
      }
    });
    return Promise.resolve();
  }
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** What is set, without what is the extension's own. What is null is left to `quotemark.toml`. */
function settings(): object {
  const { cast, diagnostics, inlayHints, codeLens } = vscode.workspace.getConfiguration('quotemark') as unknown as Record<string, unknown>;
  return { cast, diagnostics, inlayHints, codeLens };
}

/**
 * Whether somebody who has selected words is offered what is for others: with nothing to fix at a place the editor looks at all
 * of its line, which is a whole paragraph here, and lists that before what can be done with the words.
 */
function isElsewhere(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): boolean {
  const editor = vscode.window.activeTextEditor;
  return (
    context.triggerKind === vscode.CodeActionTriggerKind.Invoke &&
    editor?.document === document &&
    !editor.selection.isEmpty &&
    !range.isEqual(new vscode.Range(editor.selection.start, editor.selection.end))
  );
}

/** Names of a whole article are tagged in its text, which the editor's menu of Ctrl+. lists only as a refactoring. */
function asRefactoring(action: vscode.Command | vscode.CodeAction): vscode.Command | vscode.CodeAction {
  if (action instanceof vscode.CodeAction && action.kind?.value.startsWith('source.tagNames') === true) {
    action.kind = vscode.CodeActionKind.RefactorRewrite.append('names');
  }
  return action;
}

/** Says in `initialize` which of the client's own commands the server may use. */
function announceCommands(): StaticFeature {
  return {
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = {
        ...(capabilities.experimental as object | undefined),
        commands: { commands: [SHOW_REFERENCES, SUGGEST, MOVE_CURSOR, REVIEW] },
      };
    },
    initialize: () => undefined,
    getState: () => ({ kind: 'static' }),
    clear: () => undefined,
  };
}
