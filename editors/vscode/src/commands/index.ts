/** The commands that are not of a view. */
import * as vscode from 'vscode';
import { MOVE_CURSOR, SHOW_REFERENCES, SUGGEST, type Server } from '../server/server';
import { declareEntity } from './declareEntity';
import { moveCursor, TagEnds } from './goOn';
import { importArticles } from './importArticle';
import { openExample, openWalkthrough } from './openExample';
import { quotesByRole, quotesHere, quotesOf } from './quotesOf';
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
  register('quotemark.showRoles', () => quotesByRole(server));
  register('quotemark.quotesOf', (chosen?: { readonly id?: unknown }) =>
    quotesOf(server, typeof chosen?.id === 'string' ? chosen.id : undefined),
  );
  // From the menu of the explorer comes the file or folder, and all that are selected there.
  register('quotemark.importArticle', (file?: unknown, selected?: unknown) => {
    const files = (Array.isArray(selected) ? selected : [file]).filter((one) => one instanceof vscode.Uri);
    return importArticles(server, files);
  });
  register('quotemark.declareEntity', () => declareEntity(server));
  register('quotemark.tagQuote', () => tagQuote(server));
  register('quotemark.tagName', () => actOn('refactor.rewrite.mention', 'ifSingle'));
  register('quotemark.tagNames', () => actOn('source.tagNames', 'first'));
  const tags = new TagEnds(server);
  context.subscriptions.push(tags);
  register('quotemark.goOn', (from?: unknown) => tags.goOn(from === 'key'));
  register('quotemark.quotesHere', () => quotesHere(server));
  const steps = new QuoteSteps(server);
  register('quotemark.nextQuote', () => steps.step(1));
  register('quotemark.previousQuote', () => steps.step(-1));
  register('quotemark.openExample', (article?: unknown) => openExample(context, typeof article === 'string' ? article : undefined));
  register('quotemark.openWalkthrough', openWalkthrough);
  register(MOVE_CURSOR, (uri: string, { line, character }: ProtocolPosition) =>
    moveCursor(vscode.Uri.parse(uri), new vscode.Position(line, character)),
  );
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

/** Has the editor list the actions of a kind at the cursor or for the selection, or do the one that there is. */
function actOn(kind: string, apply: 'ifSingle' | 'first'): Thenable<unknown> {
  return vscode.commands.executeCommand('editor.action.codeAction', { kind, apply });
}
