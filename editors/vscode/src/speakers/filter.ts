/** Which quotes the Speakers view shows. */
import * as vscode from 'vscode';
import type { Named, Side } from '../server/answers';
import { type Choice, choose, PAGE } from '../commands/choose';
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

/** Lets the user choose a topic on which there are quotes, then a side. */
export async function chooseFilter(server: Server): Promise<Filter | undefined> {
  const chosen = await choose<Named>({
    placeHolder: vscode.l10n.t('Quotes on which topic? (1/2)'),
    none: vscode.l10n.t('No quote in this corpus names a topic yet.'),
    page: async (after) => {
      const page = await server.topicsPage({ ...(after && { after: after.id }), limit: PAGE });
      // Those on which nothing is said come last.
      const topics = page?.topics.filter(({ quotes }) => quotes > 0) ?? [];
      const isWhole = topics.length === page?.topics.length;
      return { total: isWhole ? page.total : topics.length, values: topics.map(topicItem) };
    },
  });
  if (chosen === undefined) {
    return undefined;
  }
  const topic = { id: chosen.id, name: chosen.name };
  const side = async (label: string, value: Side | undefined): Promise<vscode.QuickPickItem & { side: Side | undefined }> => {
    const page = await server.quotesPage({ on: topic.id, ...(value && { side: value }), limit: 0 });
    return { label, description: counted(page?.total ?? 0, 'quote'), side: value };
  };
  const sides = Promise.all([
    side(vscode.l10n.t('Any side'), undefined),
    side(vscode.l10n.t('For'), 'for'),
    side(vscode.l10n.t('Against'), 'against'),
    side(vscode.l10n.t('Taking no side'), 'on'),
  ]);
  const taken = await vscode.window.showQuickPick(sides, {
    placeHolder: vscode.l10n.t('{0}: which side? (2/2)', topic.name),
  });
  return taken && { topic, side: taken.side };
}

function topicItem(topic: Named & { readonly quotes: number }): Choice<Named> {
  return {
    label: `$(tag) ${topic.name}`,
    description: `${topic.id} · ${counted(topic.quotes, 'quote')}`,
    value: topic,
  };
}
