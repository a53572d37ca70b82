/** Where the extension begins and ends. */
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { goOnInExample } from './commands/openExample';
import { registerPreview } from './preview/panel';
import { registerReport } from './report/panel';
import { registerReview } from './review/commands';
import { saveAlong } from './saving';
import { Server } from './server/server';
import { registerSpeakers } from './speakers/view';
import { registerStatus } from './status';

let server: Server | undefined;

/** Starts the server and everything that asks it. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('Quotemark', { log: true });
  server = new Server(context, log);
  context.subscriptions.push(log, server);
  registerCommands(context, server);
  registerStatus(context, server);
  registerSpeakers(context, server);
  registerPreview(context, server);
  registerReport(context, server);
  registerReview(context, server);
  saveAlong(context);
  await server.start();
  await goOnInExample(context);
}

/** Ends the server. */
export async function deactivate(): Promise<void> {
  await server?.stop();
}
