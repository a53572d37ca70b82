/** The lines of the Speakers view, asked of the server as they are shown. */
import * as vscode from 'vscode';
import type { Quote, Speaker } from '../server/answers';
import type { Server } from '../server/server';
import { type Filter, leaves } from './filter';
import { type ArticleNode, type Node, nodesBelow, quoteNodes, type QuoteNode, speakerNode, type SpeakerNode, treeItem } from './nodes';

/** What was last shown: the speakers, and the quotes of those that were opened. */
interface Shown {
  readonly speakers: readonly Speaker[];
  readonly quotes: ReadonlyMap<string, readonly Quote[]>;
}

const NOTHING: Shown = { speakers: [], quotes: new Map() };

/** The tree. It tells the editor of a change only when something is different from what is shown. */
export class SpeakersTree implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<undefined>();
  private shown: Shown | undefined;
  private round = 0;
  private filter: Filter | undefined;
  private isOfQuoted = false;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly server: Server) {}

  /** Shows the quotes that a filter leaves, or all. */
  async setFilter(filter: Filter | undefined): Promise<void> {
    this.filter = filter;
    await this.refresh();
  }

  /** Shows only those who are quoted, or everybody. */
  setOnlyQuoted(isOfQuoted: boolean): void {
    this.isOfQuoted = isOfQuoted;
    this.changes.fire(undefined);
  }

  /** Asks again for all that is shown, and shows it if it has changed. */
  async refresh(): Promise<void> {
    this.round += 1;
    const round = this.round;
    const fresh = await this.ask([...(this.shown?.quotes.keys() ?? [])]);
    if (round !== this.round) {
      return;
    }
    const before = this.shown;
    this.shown = fresh;
    if (before === undefined || written(before) !== written(fresh)) {
      this.changes.fire(undefined);
    }
  }

  /** Forgets everything: there is no server any more. */
  clear(): void {
    this.round += 1;
    this.shown = NOTHING;
    this.changes.fire(undefined);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node);
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'speaker' ? undefined : node.parent;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return this.roots();
    }
    switch (node.kind) {
      case 'speaker':
        return nodesBelow(node, await this.quotesOf(node.id), this.filter === undefined);
      case 'article':
        return quoteNodes(node);
      default:
        return [];
    }
  }

  /** The node of a speaker, if the filter leaves one. */
  async find(isWanted: (speaker: Speaker) => boolean): Promise<SpeakerNode | undefined> {
    return (await this.roots()).find((node) => isWanted(node.speaker));
  }

  /** The node of the quote of a speaker that stands at a place. */
  async findQuote(speaker: SpeakerNode, uri: string, position: vscode.Position): Promise<QuoteNode | undefined> {
    const below = await this.getChildren(speaker);
    const article = below.find((node): node is ArticleNode => node.kind === 'article' && node.uri === uri);
    const quotes = article === undefined ? [] : quoteNodes(article);
    return quotes.find(({ quote }) => quote.location !== null && this.server.place(quote.location).range.contains(position));
  }

  private async roots(): Promise<SpeakerNode[]> {
    this.shown ??= await this.ask([]);
    const { speakers } = this.shown;
    return (this.isOfQuoted ? speakers.filter((speaker) => speaker.quotes > 0) : speakers).map(speakerNode);
  }

  private async quotesOf(id: string): Promise<readonly Quote[]> {
    const known = this.shown?.quotes.get(id);
    if (known !== undefined) {
      return known;
    }
    const quotes = await this.server.quotes(id);
    if (this.shown !== undefined) {
      this.shown = { ...this.shown, quotes: new Map([...this.shown.quotes, [id, quotes]]) };
    }
    return quotes;
  }

  private async ask(opened: readonly string[]): Promise<Shown> {
    try {
      const speakers = await this.server.speakers();
      if (this.filter !== undefined) {
        return filtered(this.filter, speakers, await this.server.quotes({ on: this.filter.topic.id }));
      }
      const known = new Set(speakers.map((speaker) => speaker.id));
      const lists = opened
        .filter((id) => known.has(id))
        .map(async (id): Promise<[string, readonly Quote[]]> => [id, await this.server.quotes(id)]);
      return { speakers, quotes: new Map(await Promise.all(lists)) };
    } catch (error) {
      this.server.log.warn(`The speakers could not be listed: ${String(error)}`);
      return NOTHING;
    }
  }
}

/** Those who said something that the filter leaves, with those quotes only. */
function filtered(filter: Filter, speakers: readonly Speaker[], quotes: readonly Quote[]): Shown {
  const left = new Map<string, Quote[]>();
  for (const quote of quotes.filter((candidate) => leaves(filter, candidate))) {
    const ids = new Set([...quote.speakers, ...quote.organisations].map((named) => named.id));
    for (const id of ids) {
      left.set(id, [...(left.get(id) ?? []), quote]);
    }
  }
  const speaking = speakers
    .filter((speaker) => left.has(speaker.id))
    .map((speaker) => ({ ...speaker, quotes: left.get(speaker.id)?.length ?? 0, mentions: 0 }));
  return { speakers: speaking, quotes: left };
}

function written(shown: Shown): string {
  return JSON.stringify([shown.speakers, [...shown.quotes].sort(([a], [b]) => (a < b ? -1 : 1))]);
}
