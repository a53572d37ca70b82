/** Which quotes the Speakers view shows. */
import * as vscode from 'vscode';
import type { Named, Quote, Side } from '../server/answers';
import type { Server } from '../server/server';
import { counted } from '../server/words';

/** A topic, and a side or any. */
export interface Filter {
  readonly topic: Named;
  readonly side: Side | undefined;
}

/** The filter as the view's head tells it. */
export function told(filter: Filter): string {
  return filter.side === undefined || filter.side === 'on'
    ? `on ${filter.topic.name}${filter.side === 'on' ? ', taking no side' : ''}`
    : `${filter.side} ${filter.topic.name}`;
}

/** Whether a filter leaves a quote. */
export function leaves(filter: Filter, quote: Quote): boolean {
  return quote.topics.some(
    (topic) => topic.id === filter.topic.id && (filter.side === undefined || topic.side === filter.side),
  );
}

/** Lets the user choose a topic on which there are quotes, then a side. */
export async function chooseFilter(server: Server): Promise<Filter | undefined> {
  const quotes = await server.quotes({});
  const topics = new Map<string, { topic: Named; count: number }>();
  for (const { id, name } of quotes.flatMap((quote) => quote.topics)) {
    const known = topics.get(id);
    topics.set(id, { topic: { id, name }, count: (known?.count ?? 0) + 1 });
  }
  if (topics.size === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No quote in this corpus names a topic yet.'));
    return undefined;
  }
  const items = [...topics.values()]
    .sort((a, b) => b.count - a.count || a.topic.name.localeCompare(b.topic.name))
    .map(({ topic, count }) => ({
      label: `$(tag) ${topic.name}`,
      description: `${topic.id} · ${counted(count, 'quote')}`,
      topic,
    }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Quotes on which topic? (1/2)'),
    matchOnDescription: true,
  });
  if (chosen === undefined) {
    return undefined;
  }
  const { topic } = chosen;
  const count = (side: Side | undefined): number => quotes.filter((quote) => leaves({ topic, side }, quote)).length;
  const side = (label: string, value: Side | undefined): { label: string; description: string; side: Side | undefined } => ({
    label,
    description: counted(count(value), 'quote'),
    side: value,
  });
  const sides = [
    side(vscode.l10n.t('Any side'), undefined),
    side(vscode.l10n.t('For'), 'for'),
    side(vscode.l10n.t('Against'), 'against'),
    side(vscode.l10n.t('Taking no side'), 'on'),
  ];
  const taken = await vscode.window.showQuickPick(sides, {
    placeHolder: vscode.l10n.t('{0}: which side? (2/2)', topic.name),
  });
  return taken && { topic, side: taken.side };
}
