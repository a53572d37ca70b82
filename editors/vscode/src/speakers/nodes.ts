/** What the Speakers view shows, and how each line of it reads. */
import * as vscode from 'vscode';
import type { Quote, Speaker } from '../server/answers';
import { circumstances, counted, counts, named, said, saidInShort, sided } from '../server/words';

/** A line of the view. The key is the same as long as it stands for the same thing. */
export type Node = SpeakerNode | SilentNode | RoleNode | ArticleNode | QuoteNode | MoreNode;

/** A person or an organisation. */
export interface SpeakerNode {
  readonly kind: 'speaker';
  readonly key: string;
  readonly id: string;
  readonly speaker: Speaker;
  /** Where those stand who say nothing, apart from the others. */
  readonly parent: SilentNode | undefined;
}

/** Those who are mentioned and say nothing. */
export interface SilentNode {
  readonly kind: 'silent';
  readonly key: string;
  /** How many there are, those included that are not shown yet. */
  readonly total: number;
}

/** A role of a person. */
export interface RoleNode {
  readonly kind: 'role';
  readonly key: string;
  readonly parent: SpeakerNode;
  readonly words: string;
}

/** An article in which somebody is quoted. */
export interface ArticleNode {
  readonly kind: 'article';
  readonly key: string;
  readonly parent: SpeakerNode;
  readonly uri: string;
  readonly quotes: readonly Quote[];
}

/** What somebody said. */
export interface QuoteNode {
  readonly kind: 'quote';
  readonly key: string;
  readonly parent: ArticleNode;
  readonly quote: Quote;
}

/** Stands for what is not shown yet. */
export interface MoreNode {
  readonly kind: 'more';
  readonly key: string;
  /** The key of that of which more is to be shown. */
  readonly of: string;
  readonly parent: SpeakerNode | SilentNode | undefined;
  readonly left: number;
}

/** As many lines are shown below one, until more are asked for. */
export const PAGE = 200;

/** As many characters of words are shown in a line, and beside it when the mouse rests there. */
const LINE = 300;
/** As many of a name with the count after it, which is to be seen in a narrow side bar. The whole name is shown when the mouse rests there. */
const NAME_AND_COUNT = 22;
const TOOLTIP = 3000;

/** The command that shows more lines. */
const SHOW_MORE = 'quotemark.speakers.showMore';

/** The command that goes to a quote and leaves the focus in the list. */
const OPEN_QUOTE = 'quotemark.speakers.openQuote';

/** The line of a node. */
export function treeItem(node: Node): vscode.TreeItem {
  const item = itemOf(node);
  item.id = node.key;
  return item;
}

function itemOf(node: Node): vscode.TreeItem {
  switch (node.kind) {
    case 'speaker':
      return speakerItem(node.speaker);
    case 'silent': {
      const item = new vscode.TreeItem(vscode.l10n.t('Only mentioned'), vscode.TreeItemCollapsibleState.Collapsed);
      item.description = String(node.total);
      item.tooltip = vscode.l10n.t('People and organisations that are mentioned or declared, and say nothing');
      item.accessibilityInformation = { label: vscode.l10n.t('Only mentioned: {0}', node.total) };
      return item;
    }
    case 'role': {
      const item = new vscode.TreeItem(cut(node.words, LINE));
      item.iconPath = new vscode.ThemeIcon('briefcase');
      item.tooltip = node.words;
      item.accessibilityInformation = { label: vscode.l10n.t('Role: {0}', node.words) };
      return item;
    }
    case 'article':
      return articleItem(node);
    case 'quote':
      return quoteItem(node);
    case 'more': {
      const item = new vscode.TreeItem(vscode.l10n.t('Show more ({0} left)', node.left));
      item.iconPath = new vscode.ThemeIcon('ellipsis');
      item.command = { command: SHOW_MORE, title: vscode.l10n.t('Show more'), arguments: [node] };
      return item;
    }
  }
}

function cut(words: string, length: number): string {
  return words.length > length ? `${words.slice(0, length)}…` : words;
}

function speakerItem(speaker: Speaker): vscode.TreeItem {
  const isEmpty = speaker.quotes + speaker.roles.length === 0 && speaker.kind === 'person';
  const state = isEmpty ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed;
  const count = saidInShort(speaker) || counts(speaker);
  const item = new vscode.TreeItem(cut(speaker.name, Math.max(NAME_AND_COUNT - count.length, 10)), state);
  item.description = count;
  item.iconPath = new vscode.ThemeIcon(speaker.kind === 'person' ? 'person' : 'organization');
  item.contextValue = 'speaker';
  item.tooltip = cut([`${speaker.name} (${speaker.id})`, counts(speaker), ...speaker.roles.slice(0, PAGE)].join('\n'), TOOLTIP);
  item.accessibilityInformation = {
    label: cut([speaker.name, speaker.kind, ...speaker.roles.slice(0, PAGE), counts(speaker)].join(', '), TOOLTIP),
  };
  return item;
}

function articleItem(node: ArticleNode): vscode.TreeItem {
  const first = node.quotes[0];
  const file = vscode.Uri.parse(node.uri).path.split('/').at(-1) ?? node.uri;
  const title = cut(first?.title ?? file, LINE);
  const published = first?.published ?? '';
  // The date comes first: what comes last is cut off in a narrow side bar.
  const label = [published, title].filter(Boolean).join(' ');
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.iconPath = new vscode.ThemeIcon('file-text');
  item.tooltip = [title, published, file].filter(Boolean).join('\n');
  item.accessibilityInformation = {
    label: [title, published, counted(node.quotes.length, 'quote')].filter(Boolean).join(', '),
  };
  return item;
}

function quoteItem(node: QuoteNode): vscode.TreeItem {
  const { quote } = node;
  const item = new vscode.TreeItem(cut(quote.words ?? vscode.l10n.t('(the file has changed)'), LINE));
  // Below an organisation, and where several speak, the line says who does.
  const isOwn = quote.speakers.length === 1 && quote.speakers[0]?.id === node.parent.parent.id;
  const speakers = isOwn ? '' : named(quote.speakers);
  item.description = cut([speakers, sided(quote.topics)].filter(Boolean).join(' · '), LINE);
  item.iconPath = new vscode.ThemeIcon(quote.kind === 'indirect' ? 'comment' : 'quote');
  // Plain text: nothing that an article says is to become a link or a picture.
  const around = circumstances(quote).map((line) => cut(line, TOOLTIP));
  const words = cut(quote.words ?? '', TOOLTIP);
  item.tooltip = [words, '', ...around].join('\n');
  item.accessibilityInformation = { label: [words, ...around].join(', ') };
  item.command = { command: OPEN_QUOTE, title: vscode.l10n.t('Go to the Quote'), arguments: [node] };
  return item;
}

/** The node of a speaker. */
export function speakerNode(speaker: Speaker, parent?: SilentNode): SpeakerNode {
  return { kind: 'speaker', key: speaker.id, id: speaker.id, speaker, parent };
}

/** Whether nothing is said by somebody or on their behalf. */
export function isSilent(speaker: Speaker): boolean {
  return said(speaker) === '';
}

/** The node of those who say nothing. */
export function silentNode(total: number): SilentNode {
  return { kind: 'silent', key: '\nsilent', total };
}

/** The first roles of a speaker. */
export function roleNodes(parent: SpeakerNode, shown: number): RoleNode[] {
  // A role may be told twice.
  return parent.speaker.roles.slice(0, shown).map((words, number) => ({
    kind: 'role',
    key: `${parent.key}\n${number} ${words.slice(0, LINE)}`,
    parent,
    words,
  }));
}

/** The articles of quotes, in the order in which they first come, each with its quotes in their order. */
export function articlesOf(parent: SpeakerNode, quotes: readonly Quote[]): ArticleNode[] {
  const articles = new Map<string, Quote[]>();
  for (const quote of quotes) {
    const uri = quote.location?.uri ?? '';
    const inside = articles.get(uri);
    if (inside === undefined) {
      articles.set(uri, [quote]);
    } else {
      inside.push(quote);
    }
  }
  return [...articles].map(([uri, inside]) => ({ kind: 'article', key: `${parent.key}\n${uri}`, parent, uri, quotes: inside }));
}

/** The lines below an article. Quotes of the same words are told apart by their number. */
export function quoteNodes(parent: ArticleNode): QuoteNode[] {
  const times = new Map<string, number>();
  return parent.quotes.map((quote) => {
    const words = (quote.words ?? '').slice(0, LINE);
    const number = times.get(words) ?? 0;
    times.set(words, number + 1);
    return { kind: 'quote', key: `${parent.key}\n${number}\n${words}`, parent, quote };
  });
}
