/** The list of what somebody said. */
import * as vscode from 'vscode';
import { articleColumn, articleEditor } from '../articles';
import type { Named, Quote, RoleRow, Speaker } from '../server/answers';
import type { Server } from '../server/server';
import { counted, counts, listed, named, sided, spoken } from '../server/words';
import { type Choice, choose, PAGE } from './choose';

/** Lists the quotes of somebody who is named by an id, or else chosen from a list. */
export async function quotesOf(server: Server, id?: string): Promise<void> {
  const chosen = id ?? (await chooseSpeaker(server, vscode.l10n.t('Whose quotes?')));
  if (chosen === undefined) {
    return;
  }
  const before = articleEditor();
  const viewColumn = articleColumn();
  const selection = before?.selection;
  let whose: Named = { id: chosen, name: chosen };
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
  // The quotes show as one moves through them; leaving the list goes back to where one was.
  const taken = await choose<Quote>({
    placeHolder: (total) => vscode.l10n.t('{0}: {1}, oldest first', whose.name, counted(total, 'quote')),
    none: vscode.l10n.t('{0} is not quoted in this corpus.', chosen),
    page: async (_, offset) => {
      const page = await server.quotesPage({ whose: chosen, offset, limit: PAGE });
      const quotes = page?.quotes ?? [];
      const said = quotes.flatMap((quote) => [...quote.speakers, ...quote.organisations]);
      whose = { ...whose, name: said.find((entity) => entity.id === chosen)?.name ?? whose.name };
      return { total: page?.total ?? 0, values: quotes.map((quote) => quoteItem(quote, whose)) };
    },
    moved: (quote) => void show(quote, true),
  });
  if (taken !== undefined) {
    await show(taken, false);
  } else if (before !== undefined && selection !== undefined) {
    wanted = undefined;
    await showing;
    await vscode.window.showTextDocument(before.document, { selection, viewColumn });
  }
}

/** Lists the quotes of whoever said the words at the cursor, or is named there. */
export async function quotesHere(server: Server): Promise<void> {
  const editor = articleEditor();
  const named = editor === undefined ? [] : await server.namedAt(editor.document, editor.selection.active);
  const whose = named.length > 1 ? await chooseNamed(named) : named[0];
  if (whose !== undefined) {
    await quotesOf(server, whose.id);
  } else if (named.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Put the cursor on a name or into a quote first.'));
  }
}

/** Lists who is quoted in several articles in different roles, and then the quotes of whoever is chosen. */
export async function quotesByRole(server: Server): Promise<void> {
  const rows = await server.byRole();
  const chosen = await choose<RoleRow>({
    placeHolder: vscode.l10n.t('Quoted in several articles in different roles: whose quotes?'),
    none: vscode.l10n.t('Nobody is quoted in several articles in different roles.'),
    page: () => Promise.resolve({ total: rows.length, values: rows.map(roleItem) }),
  });
  if (chosen !== undefined) {
    await quotesOf(server, chosen.id);
  }
}

function roleItem(row: RoleRow): Choice<RoleRow> {
  const { from, to } = row;
  const when = from === to || to === null ? (from ?? '') : `${from ?? ''} – ${to}`;
  const told = [when, counted(row.quotes, 'quote'), counted(row.articles, 'article')];
  return {
    label: `$(person) ${row.name}`,
    description: listed(row.roles) || vscode.l10n.t('no known role'),
    detail: told.filter((part) => part !== '').join(' · '),
    value: row,
  };
}

/** Lets the user choose one of several who are named at a place. */
export async function chooseNamed(named: readonly Named[]): Promise<Named | undefined> {
  const items = named.map((entity) => ({ label: entity.name, description: entity.id, entity }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t('Whose quotes?') }))?.entity;
}

/** Lets the user choose a person or an organisation, and gives the id. */
export async function chooseSpeaker(server: Server, placeHolder: string): Promise<string | undefined> {
  const chosen = await choose<Speaker>({
    placeHolder,
    none: vscode.l10n.t('No speaker is declared in this corpus yet.'),
    page: async (last) => {
      const page = await server.speakersPage({ ...(last && { after: last.id }), limit: PAGE });
      return { total: page?.total ?? 0, values: page?.speakers.map(speakerItem) ?? [] };
    },
    fitting: async (words) => (await server.speakersPage({ matching: words, limit: PAGE }))?.speakers.map(speakerItem) ?? [],
  });
  return chosen?.id;
}

function speakerItem(speaker: Speaker): Choice<Speaker> {
  return {
    label: `$(${speaker.kind === 'person' ? 'person' : 'organization'}) ${speaker.name}`,
    description: speaker.id,
    detail: [...speaker.roles, counts(speaker)].join(' · '),
    value: speaker,
  };
}

function quoteItem(quote: Quote, whose: Named): Choice<Quote> {
  return { label: quote.words ?? '…', description: quote.date ?? '', detail: told(quote, whose), value: quote };
}

/** What is worth telling of a quote in a list of somebody's quotes: the speaker only where it is somebody else. */
function told(quote: Quote, whose: Named): string {
  const isTheirs = quote.speakers.length === 1 && quote.speakers[0]?.id === whose.id;
  const parts = [
    isTheirs ? '' : spoken(quote),
    quote.addressees.length > 0 ? vscode.l10n.t('to {0}', named(quote.addressees)) : '',
    sided(quote.topics),
    quote.title ?? '',
    isTheirs ? listed(quote.speakers[0]?.roles ?? []) : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
