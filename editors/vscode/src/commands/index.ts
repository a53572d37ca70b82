/** The commands that are not of a view. */
import * as vscode from 'vscode';
import { SHOW_REFERENCES, SUGGEST, type Server } from '../server/server';
import { declareEntity } from './declareEntity';
import { importArticle } from './importArticle';
import { openExample } from './openExample';
import { quotesOf } from './quotesOf';
import { QuoteSteps } from './stepQuote';
import { tagQuote } from './tagQuote';

interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

interface ProtocolLocation {
  readonly uri: string;
  readonly range: { readonly start: ProtocolPosition; readonly end: ProtocolPosition };
}

/** Makes the commands known to the editor. */
export function registerCommands(context: vscode.ExtensionContext, server: Server): void {
  const register = (name: string, run: (...values: never[]) => unknown): void => {
    context.subscriptions.push(vscode.commands.registerCommand(name, run as (...values: unknown[]) => unknown));
  };
  register('quotemark.restartServer', () => server.restart());
  register('quotemark.showOutput', () => server.log.show());
  register('quotemark.quotesOf', (chosen?: { readonly id?: unknown }) =>
    quotesOf(server, typeof chosen?.id === 'string' ? chosen.id : undefined),
  );
  register('quotemark.importArticle', (file?: unknown) =>
    importArticle(server, file instanceof vscode.Uri ? file : undefined),
  );
  register('quotemark.declareEntity', () => declareEntity(server));
  register('quotemark.tagQuote', () => tagQuote(server));
  const steps = new QuoteSteps(server);
  register('quotemark.nextQuote', () => steps.step(1));
  register('quotemark.previousQuote', () => steps.step(-1));
  register('quotemark.openExample', (article?: unknown) => openExample(context, typeof article === 'string' ? article : undefined));
  register(SUGGEST, () => vscode.commands.executeCommand('editor.action.triggerSuggest'));
  register(SHOW_REFERENCES, (uri: string, position: ProtocolPosition, locations: ProtocolLocation[]) =>
    vscode.commands.executeCommand(
      'editor.action.showReferences',
      vscode.Uri.parse(uri),
      new vscode.Position(position.line, position.character),
      locations.map((location) => server.place(location)),
    ),
  );
}
