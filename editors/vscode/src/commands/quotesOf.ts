/** The list of what somebody said. */
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';
import type { Named, Quote } from '../server/answers';
import type { Server } from '../server/server';
import { counted, counts, listed, named, sided, spoken } from '../server/words';

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
  const said = quotes.flatMap((quote) => [...quote.speakers, ...quote.organisations]);
  await chooseQuote(server, quotes, said.find((entity) => entity.id === chosen) ?? { id: chosen, name: chosen });
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
  // A page that was clicked on, as the walkthrough, may take the focus back.
  const ignoreFocusOut = vscode.window.activeTextEditor === undefined;
  const options = { placeHolder, matchOnDescription: true, matchOnDetail: true, ignoreFocusOut };
  return (await vscode.window.showQuickPick(items, options))?.id;
}

/** The quotes show as one moves through them; leaving the list goes back to where one was. */
async function chooseQuote(server: Server, quotes: readonly Quote[], whose: Named): Promise<void> {
  const before = articleEditor();
  const viewColumn = articleColumn();
  const selection = before?.selection;
  const items = quotes.map((quote) => ({
    label: quote.words ?? '…',
    description: quote.date ?? '',
    detail: told(quote, whose),
    quote,
  }));
  const quoteOf = new Map<unknown, Quote>(items.map((item) => [item, item.quote]));
  let wanted: Quote | undefined;
  let showing = Promise.resolve();
  // One after the other, so that the last one stays; those that were only passed by are left out.
  const show = (quote: Quote, preserveFocus: boolean): Promise<void> => {
    wanted = quote;
    const task = async (): Promise<void> => {
      if (quote === wanted && quote.location !== null) {
        const place = server.place(quote.location);
        await vscode.window.showTextDocument(place.uri, { selection: place.range, viewColumn, preserveFocus, preview: true });
      }
    };
    showing = showing.then(task, task);
    return showing;
  };
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('{0}: {1}, oldest first', whose.name, counted(quotes.length, 'quote')),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: vscode.window.activeTextEditor === undefined,
    onDidSelectItem: (item) => {
      const moved = quoteOf.get(item);
      if (moved !== undefined) {
        void show(moved, true);
      }
    },
  });
  if (chosen !== undefined) {
    await show(chosen.quote, false);
  } else if (before !== undefined && selection !== undefined) {
    wanted = undefined;
    await showing;
    await vscode.window.showTextDocument(before.document, { selection, viewColumn });
  }
}

/** What is worth telling of a quote in a list of somebody's quotes: the speaker only where it is somebody else. */
function told(quote: Quote, whose: Named): string {
  const isTheirs = quote.speakers.length === 1 && quote.speakers[0]?.id === whose.id;
  const parts = [
    isTheirs ? '' : spoken(quote),
    quote.addressees.length > 0 ? vscode.l10n.t('to {0}', named(quote.addressees)) : '',
    sided(quote.topics),
    quote.title ?? '',
    isTheirs ? listed(quote.roles) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
