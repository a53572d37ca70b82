/** The list of what somebody said. */
import * as vscode from 'vscode';
import type { Quote } from '../server/answers';
import type { Server } from '../server/server';
import { circumstances, counts, sided } from '../server/words';

/** Lists the quotes of somebody who is named by an id, or else chosen from a list. */
export async function quotesOf(server: Server, id?: string): Promise<void> {
  const chosen = id ?? (await chooseSpeaker(server, vscode.l10n.t('Whose quotes?')));
  if (chosen === undefined) {
    return;
  }
  const quotes = await server.quotes(chosen);
  if (quotes.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is not quoted in this corpus.', chosen));
    return;
  }
  await chooseQuote(server, quotes, chosen);
}

/** Lets the user choose a person or an organisation, and gives the id. */
export async function chooseSpeaker(server: Server, placeHolder: string): Promise<string | undefined> {
  const speakers = await server.speakers();
  if (speakers.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No speaker is declared in this corpus yet.'));
    return undefined;
  }
  const items = speakers.map((speaker) => ({
    label: `$(${speaker.kind === 'person' ? 'person' : 'organization'}) ${speaker.name}`,
    description: speaker.id,
    detail: [...speaker.roles, counts(speaker)].join(' · '),
    id: speaker.id,
  }));
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.id;
}

/** The quotes show as one moves through them; leaving the list goes back to where one was. */
async function chooseQuote(server: Server, quotes: readonly Quote[], placeHolder: string): Promise<void> {
  const before = vscode.window.activeTextEditor;
  const selection = before?.selection;
  const items = quotes.map((quote) => ({
    label: quote.words ?? '…',
    description: quote.date ?? '',
    detail: [sided(quote.topics), ...circumstances(quote)].filter((part, at, all) => part !== '' && all.indexOf(part) === at).join(' · '),
    quote,
  }));
  const show = async (quote: Quote, preserveFocus: boolean): Promise<void> => {
    if (quote.location !== null) {
      const place = server.place(quote.location);
      await vscode.window.showTextDocument(place.uri, { selection: place.range, preserveFocus, preview: true });
    }
  };
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('{0}: quotes, oldest first', placeHolder),
    matchOnDescription: true,
    matchOnDetail: true,
    onDidSelectItem: (item) => {
      const moved = items.find((candidate) => candidate === item);
      if (moved !== undefined) {
        void show(moved.quote, true);
      }
    },
  });
  if (chosen !== undefined) {
    await show(chosen.quote, false);
  } else if (before !== undefined && selection !== undefined) {
    await vscode.window.showTextDocument(before.document, { selection, viewColumn: before.viewColumn ?? vscode.ViewColumn.Active });
  }
}
