/** The lines of the Speakers view, of which the server is asked for the pages that are shown. */
import * as vscode from 'vscode';
import type { Quote, QuotesPage, Speaker, SpeakersPage, WantedQuotes, WantedSpeakers } from '../server/answers';
import type { Server } from '../server/server';
import type { Filter } from './filter';
import {
  articlesOf,
  isSilent,
  type MoreNode,
  type Node,
  PAGE,
  quoteNodes,
  type QuoteNode,
  roleNodes,
  type SilentNode,
  silentNode,
  speakerNode,
  type SpeakerNode,
  treeItem,
} from './nodes';

/** As many speakers are shown beyond their page because they were looked for. */
const MOST_FOUND = 20;

/** The people and organisations that are shown. */
interface Listed {
  /** What was asked for. */
  readonly wanted: string;
  readonly page: SpeakersPage;
}

/** The quotes that are shown of somebody. */
interface Said {
  readonly wanted: string;
  readonly page: QuotesPage;
}

const NOBODY: Listed = { wanted: '', page: { version: '', total: 0, speakers: [], also: [] } };
const NOTHING: Said = { wanted: '', page: { version: '', total: 0, quotes: [], at: undefined } };

/** The tree. It tells the editor of a change only when something is different from what is shown. */
export class SpeakersTree implements vscode.TreeDataProvider<Node> {
  private readonly changes = new vscode.EventEmitter<Node | undefined>();
  private listed: Promise<Listed> | undefined;
  /** The quotes of those who are open, by their ids. */
  private readonly said = new Map<string, Promise<Said>>();
  /** Those whose lines were shown and are closed. */
  private readonly closedOnes = new Set<string>();
  private round = 0;
  private filter: Filter | undefined;
  private isOfQuoted = false;
  /** How many lines are shown below a line, by its key, where it is more than a page; the speakers are below the empty key. */
  private readonly pages = new Map<string, number>();
  /** Those who were looked for, the last one last. */
  private found: readonly string[] = [];
  /** The places at which quotes of somebody were looked for, by the id. */
  private readonly places = new Map<string, WantedQuotes['at']>();

  readonly onDidChangeTreeData = this.changes.event;

  constructor(private readonly server: Server) {}

  /** Shows the quotes that a filter leaves, or all. */
  setFilter(filter: Filter | undefined): void {
    this.filter = filter;
    this.askAfresh();
  }

  /** Shows only those who are quoted, or everybody. */
  setOnlyQuoted(isOfQuoted: boolean): void {
    this.isOfQuoted = isOfQuoted;
    this.askAfresh();
  }

  /** Asks again for the pages that are shown, and shows them if they have changed. */
  async refresh(): Promise<void> {
    if (this.listed === undefined) {
      // Nothing is shown yet; what is going to be is asked for then.
      this.changes.fire(undefined);
      return;
    }
    this.round += 1;
    const round = this.round;
    const shown = this.listed;
    const before = await shown;
    const open = await Promise.all([...this.said].map(async ([id, said]) => ({ id, said, before: await said })));
    const now = await this.askForSpeakers(before);
    const fresh = await Promise.all(open.map((one) => this.askForQuotes(one.id, one.before)));
    if (round !== this.round) {
      return;
    }
    if (this.listed !== shown || open.some(({ id, said }) => this.said.has(id) && this.said.get(id) !== said)) {
      // Meanwhile something was looked for, and more is shown than was asked for.
      await this.refresh();
      return;
    }
    let isChanged = !isSame(before.page, now.page);
    this.listed = Promise.resolve(now);
    open.forEach(({ id, before: { page } }, number) => {
      const said = fresh[number];
      if (said !== undefined && this.said.has(id)) {
        this.said.set(id, Promise.resolve(said));
        isChanged ||= !isSame(page, said.page);
      }
    });
    if (isChanged) {
      this.changes.fire(undefined);
    }
  }

  /** Forgets everything: there is no server any more. */
  clear(): void {
    this.askAfresh(Promise.resolve(NOBODY));
  }

  /** Asks no longer for the quotes of somebody whose lines are closed. */
  closed(node: Node): void {
    if (node.kind === 'speaker' && this.said.delete(node.id)) {
      this.places.delete(node.id);
      this.closedOnes.add(node.id);
    }
  }

  /** Has the editor ask for the lines of somebody once more that are opened again: it keeps those that it had. */
  opened(node: Node): void {
    if (node.kind === 'speaker' && this.closedOnes.delete(node.id)) {
      this.changes.fire(undefined);
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return treeItem(node);
  }

  getParent(node: Node): Node | undefined {
    return node.kind === 'silent' ? undefined : node.parent;
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      const { shown, silent, left } = await this.parted();
      const lines = shown.map((speaker) => speakerNode(speaker));
      return silent === undefined ? this.withMore(lines, undefined, '', left) : [...lines, silent];
    }
    switch (node.kind) {
      case 'silent': {
        const { apart, silent, left } = await this.parted();
        return this.withMore(apart.map((speaker) => speakerNode(speaker, silent)), node, '', left);
      }
      case 'speaker':
        return this.below(node);
      case 'article':
        return quoteNodes(node);
      default:
        return [];
    }
  }

  /** Shows another page of what a line stands for. */
  showMore(node: MoreNode): void {
    this.pages.set(node.of, this.shownOf(node.of) + PAGE);
    const { parent } = node;
    if (parent === undefined || parent.kind === 'silent') {
      this.listed = undefined;
      this.changes.fire(undefined);
      return;
    }
    if (node.of === parent.key) {
      this.said.delete(parent.id);
    }
    this.changes.fire(parent);
  }

  /** The node of a speaker, if the filter leaves one; it is shown from now on. */
  async find(id: string): Promise<SpeakerNode | undefined> {
    const shown = await this.nodeOf(id);
    if (shown !== undefined) {
      return shown;
    }
    const asked = await this.server.speakersPage({ ...this.wanted(), limit: 0, also: [id] });
    const found = asked?.also[0];
    if (found === undefined) {
      return undefined;
    }
    this.found = [...this.found, id].slice(-MOST_FOUND);
    const { listed } = this;
    this.listed = listed?.then(({ page: { also, ...rest } }) => ({
      // It is not what an answer was, so that the next one is whole.
      wanted: '',
      page: { ...rest, also: [...also, found].slice(-MOST_FOUND) },
    }));
    // The editor may not know this very node yet.
    this.changes.fire(undefined);
    return (await this.nodeOf(id)) ?? speakerNode(found);
  }

  /** The node of the quote of a speaker that stands at a place; it is shown from now on. */
  async findQuote(speaker: SpeakerNode, uri: string, position: vscode.Position): Promise<QuoteNode | undefined> {
    const { page } = await this.quotesOf(speaker.id);
    const shown = this.shownAt(speaker, page, uri, position);
    if (shown !== undefined || quotesOn(page).length >= page.total) {
      return shown;
    }
    const at = { uri, position: { line: position.line, character: position.character } };
    const asked = await this.server.quotesPage({ ...this.wantedOf(speaker.id), limit: 0, at });
    if (asked?.at === undefined) {
      return undefined;
    }
    this.places.set(speaker.id, at);
    const found: Said = { wanted: '', page: { ...page, at: asked.at } };
    this.said.set(speaker.id, Promise.resolve(found));
    this.changes.fire(undefined);
    return this.shownAt(speaker, found.page, uri, position);
  }

  private shownAt(speaker: SpeakerNode, page: QuotesPage, uri: string, position: vscode.Position): QuoteNode | undefined {
    const article = articlesOf(speaker, quotesOn(page)).find((node) => node.uri === uri);
    const quotes = article === undefined ? [] : quoteNodes(article);
    return quotes.find(({ quote: { location } }) => location !== null && this.server.place(location).range.contains(position));
  }

  private async below(node: SpeakerNode): Promise<Node[]> {
    const { page } = await this.quotesOf(node.id);
    const quotes = quotesOn(page);
    const roles: Node[] = [];
    if (this.filter === undefined) {
      const key = `${node.key}\nroles`;
      const shown = this.shownOf(key);
      roles.push(...this.withMore(roleNodes(node, shown), node, key, node.speaker.roles.length - shown));
    }
    return this.withMore([...roles, ...articlesOf(node, quotes)], node, node.key, page.total - quotes.length);
  }

  /**
   * The speakers that are shown: those who say something, and apart from them those who do not, where there are both. Who
   * says nothing comes last, so that all who are not shown yet are of these if one is.
   */
  private async parted(): Promise<{ shown: readonly Speaker[]; apart: readonly Speaker[]; silent: SilentNode | undefined; left: number }> {
    const { total, speakers, also } = (await this.speakers()).page;
    const all = [...speakers, ...also];
    const left = total - all.length;
    const apart = all.filter(isSilent);
    const isParted = apart.length > 0 && apart.length < all.length && speakers.some(isSilent);
    return isParted
      ? { shown: all.filter((speaker) => !isSilent(speaker)), apart, silent: silentNode(apart.length + left), left }
      : { shown: all, apart: [], silent: undefined, left };
  }

  /** The node of a speaker that is shown. */
  private async nodeOf(id: string): Promise<SpeakerNode | undefined> {
    const { shown, apart, silent } = await this.parted();
    const isThat = (speaker: Speaker): boolean => speaker.id === id;
    const speaking = shown.find(isThat);
    if (speaking !== undefined) {
      return speakerNode(speaking);
    }
    const quiet = apart.find(isThat);
    return quiet && speakerNode(quiet, silent);
  }

  private withMore(lines: readonly Node[], parent: SpeakerNode | SilentNode | undefined, of: string, left: number): Node[] {
    return left > 0 ? [...lines, { kind: 'more', key: `${of}\nmore`, of, parent, left }] : [...lines];
  }

  private shownOf(key: string): number {
    return this.pages.get(key) ?? PAGE;
  }

  private askAfresh(listed?: Promise<Listed>): void {
    this.round += 1;
    this.listed = listed;
    this.said.clear();
    this.closedOnes.clear();
    this.places.clear();
    this.pages.clear();
    this.found = [];
    this.changes.fire(undefined);
  }

  private speakers(): Promise<Listed> {
    return (this.listed ??= this.askForSpeakers());
  }

  private quotesOf(id: string): Promise<Said> {
    let said = this.said.get(id);
    if (said === undefined) {
      said = this.askForQuotes(id);
      this.said.set(id, said);
    }
    return said;
  }

  private wanted(): WantedSpeakers {
    return { quoted: this.isOfQuoted, ...this.topic() };
  }

  private wantedOf(id: string): WantedQuotes {
    return { whose: id, ...this.topic(), order: 'articles' };
  }

  private topic(): Pick<WantedQuotes, 'on' | 'side'> {
    const { filter } = this;
    return filter === undefined ? {} : { on: filter.topic.id, ...(filter.side && { side: filter.side }) };
  }

  private async askForSpeakers(before: Listed = NOBODY): Promise<Listed> {
    const wanted = { ...this.wanted(), limit: this.shownOf(''), also: this.found };
    const written = JSON.stringify(wanted);
    try {
      const page = await this.server.speakersPage(wanted, before.wanted === written ? before.page.version : undefined);
      if (page === undefined) {
        return NOBODY;
      }
      return 'unchanged' in page ? before : { wanted: written, page };
    } catch (error) {
      this.server.log.warn(`The speakers could not be listed: ${String(error)}`);
      return NOBODY;
    }
  }

  private async askForQuotes(id: string, before: Said = NOTHING): Promise<Said> {
    const at = this.places.get(id);
    const wanted = { ...this.wantedOf(id), limit: this.shownOf(id), ...(at && { at }) };
    const written = JSON.stringify(wanted);
    try {
      const page = await this.server.quotesPage(wanted, before.wanted === written ? before.page.version : undefined);
      if (page === undefined) {
        return NOTHING;
      }
      return 'unchanged' in page ? before : { wanted: written, page };
    } catch {
      // Whoever is named no longer has no quotes, and is soon listed no longer.
      return NOTHING;
    }
  }
}

function quotesOn({ quotes, at }: QuotesPage): readonly Quote[] {
  return at === undefined ? quotes : [...quotes, at];
}

/** Whether two pages show the same, whatever their versions. */
function isSame<Page extends { readonly version: string }>(before: Page | undefined, now: Page): boolean {
  return before === now || JSON.stringify({ ...before, version: '' }) === JSON.stringify({ ...now, version: '' });
}
