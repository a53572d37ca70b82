/** The lines of the Speakers view, asked of the server as they are shown. */
import * as vscode from 'vscode';
import type { Quote, Speaker } from '../server/answers';
import type { Server } from '../server/server';
import { type Filter, leaves } from './filter';
import {
  type ArticleNode,
  type MoreNode,
  type Node,
  nodesBelow,
  PAGE,
  quoteNode,
  quoteNodes,
  type QuoteNode,
  type RoleNode,
  speakerNode,
  type SpeakerNode,
  treeItem,
} from './nodes';

/** What was last shown: the speakers, and the quotes of those that were opened. */
interface Shown {
  readonly speakers: readonly Speaker[];
  readonly quotes: ReadonlyMap<string, readonly Quote[]>;
}

const NOTHING: Shown = { speakers: [], quotes: new Map() };

/** The tree. It tells the editor of a change only when something is different from what is shown. */
export class SpeakersTree implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<Node | undefined>();
  private shown: Shown | undefined;
  private round = 0;
  private filter: Filter | undefined;
  private isOfQuoted = false;
  /** How many lines are shown below a line, by its key, where it is more than a page; the speakers are below the empty key. */
  private readonly pages = new Map<string, number>();
  /** What is listed of `shown`, and where each of it is declared: made once, when it is needed. */
  private listed: readonly Speaker[] | undefined;
  private places: ReadonlyMap<string, number> | undefined;

  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly server: Server) {}

  /** Shows the quotes that a filter leaves, or all. */
  async setFilter(filter: Filter | undefined): Promise<void> {
    this.filter = filter;
    this.pages.clear();
    await this.refresh();
  }

  /** Shows only those who are quoted, or everybody. */
  setOnlyQuoted(isOfQuoted: boolean): void {
    this.isOfQuoted = isOfQuoted;
    this.forget();
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
    this.forget();
    if (before === undefined || written(before) !== written(fresh)) {
      this.changes.fire(undefined);
    }
  }

  /** Forgets everything: there is no server any more. */
  clear(): void {
    this.round += 1;
    this.shown = NOTHING;
    this.forget();
    this.pages.clear();
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
      const speakers = await this.speakers();
      return this.paged(undefined, speakers.length, (shown) => speakers.slice(0, shown).map(speakerNode));
    }
    switch (node.kind) {
      case 'speaker': {
        const below = await this.below(node);
        return this.paged(node, below.length, (shown) => below.slice(0, shown));
      }
      case 'article':
        return this.paged(node, node.quotes.length, (shown) => quoteNodes(node, shown));
      default:
        return [];
    }
  }

  /** Shows another page of what a line stands for. */
  showMore(node: MoreNode): void {
    const key = keyOf(node.parent);
    this.pages.set(key, (this.pages.get(key) ?? PAGE) + PAGE);
    this.changes.fire(node.parent);
  }

  /** The node of a speaker, if the filter leaves one; it is shown from now on. */
  async find(id: string): Promise<SpeakerNode | undefined> {
    const speakers = await this.speakers();
    return this.speakerAt(speakers, speakers.findIndex((speaker) => speaker.id === id));
  }

  /** The node of the speaker who is declared at a place, if the filter leaves one; it is shown from now on. */
  async findDeclared(place: vscode.Location): Promise<SpeakerNode | undefined> {
    const speakers = await this.speakers();
    this.places ??= placesOf(speakers);
    for (let line = place.range.start.line; line <= place.range.end.line; line += 1) {
      const number = this.places.get(`${place.uri.toString()}\n${line}`);
      const start = number === undefined ? undefined : speakers[number]?.location?.range.start;
      if (number !== undefined && start !== undefined && place.range.contains(new vscode.Position(start.line, start.character))) {
        return this.speakerAt(speakers, number);
      }
    }
    return undefined;
  }

  /** The node of the quote of a speaker that stands at a place; it is shown from now on. */
  async findQuote(speaker: SpeakerNode, uri: string, position: vscode.Position): Promise<QuoteNode | undefined> {
    const below = await this.below(speaker);
    const above = below.findIndex((node) => node.kind === 'article' && node.uri === uri);
    const article = below[above];
    if (article?.kind !== 'article') {
      return undefined;
    }
    const number = article.quotes.findIndex(
      ({ location }) => location !== null && this.server.place(location).range.contains(position),
    );
    const quote = article.quotes[number];
    if (quote === undefined) {
      return undefined;
    }
    this.show(speaker, above);
    this.show(article, number);
    return quoteNode(article, quote, number);
  }

  private speakerAt(speakers: readonly Speaker[], number: number): SpeakerNode | undefined {
    const speaker = speakers[number];
    if (speaker === undefined) {
      return undefined;
    }
    this.show(undefined, number);
    return speakerNode(speaker);
  }

  /** Shows as many pages below a line as it takes to see that many lines and one. */
  private show(parent: Node | undefined, number: number): void {
    const wanted = Math.ceil((number + 1) / PAGE) * PAGE;
    if (wanted > (this.pages.get(keyOf(parent)) ?? PAGE)) {
      this.pages.set(keyOf(parent), wanted);
      // The editor may not know this very node yet.
      this.changes.fire(undefined);
    }
  }

  private paged(parent: Node | undefined, all: number, made: (shown: number) => Node[]): Node[] {
    const shown = this.pages.get(keyOf(parent)) ?? PAGE;
    const lines = made(shown);
    if (all > shown) {
      lines.push({ kind: 'more', key: `${keyOf(parent)}\nmore`, parent, left: all - shown });
    }
    return lines;
  }

  private async below(node: SpeakerNode): Promise<(RoleNode | ArticleNode)[]> {
    return nodesBelow(node, await this.quotesOf(node.id), this.filter === undefined);
  }

  private async speakers(): Promise<readonly Speaker[]> {
    this.shown ??= await this.ask([]);
    const { speakers } = this.shown;
    this.listed ??= this.isOfQuoted ? speakers.filter((speaker) => speaker.quotes > 0) : speakers;
    return this.listed;
  }

  private forget(): void {
    this.listed = undefined;
    this.places = undefined;
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

function keyOf(node: Node | undefined): string {
  return node?.key ?? '';
}

/** The numbers of speakers by the file and the line of their declarations. */
function placesOf(speakers: readonly Speaker[]): Map<string, number> {
  // Few files hold all declarations, and the editor writes their names in a way of its own.
  const uris = new Map<string, string>();
  const places = new Map<string, number>();
  for (const [number, { location }] of speakers.entries()) {
    if (location !== null) {
      const uri = uris.get(location.uri) ?? vscode.Uri.parse(location.uri).toString();
      uris.set(location.uri, uri);
      places.set(`${uri}\n${location.range.start.line}`, number);
    }
  }
  return places;
}

/** Those who said something that the filter leaves, with those quotes only. */
function filtered(filter: Filter, speakers: readonly Speaker[], quotes: readonly Quote[]): Shown {
  const left = new Map<string, Quote[]>();
  for (const quote of quotes.filter((candidate) => leaves(filter, candidate))) {
    const ids = new Set([...quote.speakers, ...quote.organisations].map((named) => named.id));
    for (const id of ids) {
      const theirs = left.get(id);
      if (theirs === undefined) {
        left.set(id, [quote]);
      } else {
        theirs.push(quote);
      }
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
