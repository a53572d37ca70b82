/** The Speakers view: its list, its buttons, and how it follows the cursor. */
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';
import type { Server } from '../server/server';
import { chooseSpeaker } from '../commands/quotesOf';
import { chooseFilter, type Filter, told } from './filter';
import type { MoreNode, Node, QuoteNode, SpeakerNode } from './nodes';
import { SpeakersTree } from './tree';

/** How long the cursor has to rest before the view follows, in milliseconds. */
const RESTING = 250;

/** Where it is kept, for a folder, that those who are merely mentioned are left out. */
const ONLY_QUOTED = 'speakers.onlyQuoted';

/** Shows the view. */
export function registerSpeakers(context: vscode.ExtensionContext, server: Server): void {
  const tree = new SpeakersTree(server);
  const view = vscode.window.createTreeView<Node>('quotemark.speakers', { treeDataProvider: tree, showCollapseAll: true });
  const cursor = new Cursor(server, tree, view);
  const register = (name: string, run: (...values: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(`quotemark.speakers.${name}`, run as (...values: unknown[]) => unknown));
  };

  const setFilter = async (filter: Filter | undefined): Promise<void> => {
    view.message = filter === undefined ? '' : vscode.l10n.t('Quotes {0}', told(filter));
    await vscode.commands.executeCommand('setContext', 'quotemark.filtered', filter !== undefined);
    tree.setFilter(filter);
  };
  const setOnlyQuoted = async (isOfQuoted: boolean): Promise<void> => {
    await vscode.commands.executeCommand('setContext', 'quotemark.onlyQuoted', isOfQuoted);
    await context.workspaceState.update(ONLY_QUOTED, isOfQuoted);
    tree.setOnlyQuoted(isOfQuoted);
  };
  void setOnlyQuoted(context.workspaceState.get(ONLY_QUOTED, false));
  register('onlyQuoted', () => setOnlyQuoted(true));
  register('everybody', () => setOnlyQuoted(false));
  register('filter', async () => {
    const filter = await chooseFilter(server);
    if (filter !== undefined) {
      await setFilter(filter);
      await vscode.commands.executeCommand('quotemark.speakers.focus');
    }
  });
  register('clear', () => setFilter(undefined));
  // While nobody looks at the list, nothing is asked for it.
  let isStale = false;
  const refresh = async (): Promise<void> => {
    isStale = !view.visible;
    if (view.visible) {
      await tree.refresh();
    }
  };
  register('refresh', () => tree.refresh());
  register('search', async () => {
    const id = await chooseSpeaker(server, vscode.l10n.t('Show which person or organisation?'));
    if (id === undefined) {
      return;
    }
    if ((await tree.find(id)) === undefined) {
      await setFilter(undefined);
      await setOnlyQuoted(false);
    }
    const node = await tree.find(id);
    if (node !== undefined) {
      await view.reveal(node, { select: true, focus: true, expand: 2 });
    }
  });
  register('followCursor', () => cursor.follow(true));
  register('stopFollowing', () => cursor.follow(false));
  register('openDeclaration', async (node?: SpeakerNode) => {
    const place = node && (await server.declarationOf(node.id));
    if (place !== undefined) {
      await vscode.window.showTextDocument(place.uri, { selection: place.range, viewColumn: articleColumn() });
    } else if (node !== undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not declared yet.', node.id));
    }
  });
  register('openQuote', (node: QuoteNode) => cursor.open(node));
  register('showMore', (node: MoreNode) => tree.showMore(node));

  context.subscriptions.push(
    view,
    cursor,
    server.onDidChangeCorpus(() => void refresh()),
    view.onDidChangeVisibility(({ visible }) => {
      if (visible && isStale) {
        void refresh();
      }
    }),
    view.onDidCollapseElement(({ element }) => tree.closed(element)),
    view.onDidExpandElement(({ element }) => tree.opened(element)),
    server.onDidChangeState((state) => {
      if (state === 'stopped') {
        tree.clear();
      }
    }),
  );
}

/** Keeps the view at whom the text under the cursor is about. */
class Cursor implements vscode.Disposable {
  private readonly listener: vscode.Disposable;
  private resting: NodeJS.Timeout | undefined;
  private follows = true;
  /** Where the list itself has put the cursor: that is not to move the list. */
  private opened: vscode.Location | undefined;

  constructor(
    private readonly server: Server,
    private readonly tree: SpeakersTree,
    private readonly view: vscode.TreeView<Node>,
  ) {
    this.listener = vscode.Disposable.from(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.rest(textEditor)),
      view.onDidChangeVisibility(({ visible }) => {
        const editor = articleEditor();
        if (visible && editor !== undefined) {
          this.rest(editor);
        }
      }),
    );
    this.follow(true);
  }

  /** Follows from now on, or no more. */
  follow(follows: boolean): void {
    this.follows = follows;
    void vscode.commands.executeCommand('setContext', 'quotemark.follows', follows);
  }

  /** Goes to a quote; the focus stays in the list. */
  async open(node: QuoteNode): Promise<void> {
    if (node.quote.location === null) {
      return;
    }
    const place = this.server.place(node.quote.location);
    this.opened = place;
    const options = { preserveFocus: true, preview: true, viewColumn: articleColumn() };
    const editor = await vscode.window.showTextDocument(place.uri, options);
    editor.selection = new vscode.Selection(place.range.start, place.range.end);
    editor.revealRange(place.range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  dispose(): void {
    clearTimeout(this.resting);
    this.listener.dispose();
  }

  private rest(editor: vscode.TextEditor): void {
    clearTimeout(this.resting);
    if (this.follows && this.view.visible && editor.document.languageId === 'quotemark') {
      this.resting = setTimeout(() => void this.reveal(editor).catch(() => undefined), RESTING);
    }
  }

  private async reveal(editor: vscode.TextEditor): Promise<void> {
    const { document, selection } = editor;
    const isOwn = this.opened?.uri.toString() === document.uri.toString() && this.opened.range.isEqual(selection);
    if (isOwn || this.server.state !== 'running') {
      return;
    }
    this.opened = undefined;
    const version = document.version;
    const [named] = await this.server.namedAt(document, selection.active);
    if (named === undefined || document.version !== version || !editor.selection.isEqual(selection)) {
      return;
    }
    const speaker = await this.tree.find(named.id);
    if (speaker === undefined) {
      return;
    }
    const quote = await this.tree.findQuote(speaker, document.uri.toString(), selection.active);
    await this.view.reveal(quote ?? speaker, { select: true, focus: false, expand: quote === undefined });
  }
}
