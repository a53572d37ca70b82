/** What the Speakers view shows, and how each line of it reads. */
import * as vscode from 'vscode';
import type { Quote, Speaker } from '../server/answers';
import { circumstances, counted, counts, sided } from '../server/words';

/** A line of the view. The key is the same as long as it stands for the same thing. */
export type Node = SpeakerNode | RoleNode | ArticleNode | QuoteNode;

/** A person or an organisation. */
export interface SpeakerNode {
  readonly kind: 'speaker';
  readonly key: string;
  readonly id: string;
  readonly speaker: Speaker;
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
    case 'role': {
      const item = new vscode.TreeItem(node.words);
      item.iconPath = new vscode.ThemeIcon('briefcase');
      item.tooltip = node.words;
      item.accessibilityInformation = { label: vscode.l10n.t('Role: {0}', node.words) };
      return item;
    }
    case 'article':
      return articleItem(node);
    case 'quote':
      return quoteItem(node);
  }
}

function speakerItem(speaker: Speaker): vscode.TreeItem {
  const isEmpty = speaker.quotes + speaker.roles.length === 0 && speaker.kind === 'person';
  const state = isEmpty ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(speaker.name, state);
  item.description = speaker.quotes > 0 ? counted(speaker.quotes, 'quote') : counts(speaker);
  item.iconPath = new vscode.ThemeIcon(speaker.kind === 'person' ? 'person' : 'organization');
  item.contextValue = 'speaker';
  item.tooltip = [`${speaker.name} (${speaker.id})`, ...speaker.roles, counts(speaker)].join('\n');
  item.accessibilityInformation = {
    label: [speaker.name, speaker.kind, ...speaker.roles, counts(speaker)].join(', '),
  };
  return item;
}

function articleItem(node: ArticleNode): vscode.TreeItem {
  const first = node.quotes[0];
  const file = vscode.Uri.parse(node.uri).path.split('/').at(-1) ?? node.uri;
  const title = first?.title ?? file;
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
  const item = new vscode.TreeItem(quote.words ?? vscode.l10n.t('(the file has changed)'));
  item.description = sided(quote.topics);
  item.iconPath = new vscode.ThemeIcon(quote.kind === 'indirect' ? 'comment' : 'quote');
  // Plain text: nothing that an article says is to become a link or a picture.
  item.tooltip = [quote.words ?? '', '', ...circumstances(quote)].join('\n');
  item.accessibilityInformation = { label: [quote.words ?? '', ...circumstances(quote)].join(', ') };
  item.command = { command: OPEN_QUOTE, title: vscode.l10n.t('Go to the Quote'), arguments: [node] };
  return item;
}

/** The node of a speaker. */
export function speakerNode(speaker: Speaker): SpeakerNode {
  return { kind: 'speaker', key: speaker.id, id: speaker.id, speaker };
}

/** The lines below a speaker: the roles, then the articles, oldest first, each with its quotes in their order. */
export function nodesBelow(parent: SpeakerNode, quotes: readonly Quote[], withRoles: boolean): (RoleNode | ArticleNode)[] {
  const roles = withRoles ? parent.speaker.roles : [];
  const lines: (RoleNode | ArticleNode)[] = roles.map((words) => ({
    kind: 'role',
    key: `${parent.key}\n${words}`,
    parent,
    words,
  }));
  const articles = new Map<string, Quote[]>();
  for (const quote of quotes) {
    const uri = quote.location?.uri ?? '';
    articles.set(uri, [...(articles.get(uri) ?? []), quote]);
  }
  const published = ([, inside]: [string, Quote[]]): string => inside[0]?.published ?? '9999';
  for (const [uri, inside] of [...articles].sort((a, b) => compared(published(a), published(b)) || compared(a[0], b[0]))) {
    lines.push({ kind: 'article', key: `${parent.key}\n${uri}`, parent, uri, quotes: inside.sort(byPlace) });
  }
  return lines;
}

function byPlace(a: Quote, b: Quote): number {
  const [one, other] = [a.location?.range.start, b.location?.range.start];
  return one === undefined || other === undefined ? 0 : one.line - other.line || one.character - other.character;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The lines below an article. Quotes of the same words are told apart by their number. */
export function quoteNodes(parent: ArticleNode): QuoteNode[] {
  return parent.quotes.map((quote, number) => ({
    kind: 'quote',
    key: `${parent.key}\n${number}\n${quote.words ?? ''}`,
    parent,
    quote,
  }));
}
