/** The commands of the review. */
import * as vscode from 'vscode';
import { REVIEW, type Server } from '../server/server';
import { Review } from './review';

/** Makes the review known to the editor. */
export function registerReview(context: vscode.ExtensionContext, server: Server): void {
  const review = new Review(server);
  context.subscriptions.push(
    review,
    vscode.commands.registerCommand(REVIEW, () => review.start()),
    vscode.commands.registerCommand('quotemark.review.from', () => review.startFrom()),
    vscode.commands.registerCommand('quotemark.review.do', (name: unknown) => review.press(name)),
    vscode.commands.registerCommand('quotemark.review.keys', () => review.keys()),
    vscode.commands.registerCommand('quotemark.review.resume', () => review.resume()),
  );
}
