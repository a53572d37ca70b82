/** What the status bar says: whether the server runs, and how much there is. */
import * as vscode from 'vscode';
import { articleEditor } from './articles';
import { DOCUMENTS } from './server/documents';
import type { Server } from './server/server';
import { held } from './server/words';

/** Shows counts while a document of Quotemark is open, and the server's state beside the language. */
export function registerStatus(context: vscode.ExtensionContext, server: Server): void {
  const item = vscode.window.createStatusBarItem('quotemark.counts', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Quotemark';
  const language = vscode.languages.createLanguageStatusItem('quotemark.server', DOCUMENTS);
  language.name = 'Quotemark';
  let counts = '';
  let proposed = 0;

  const open = (): string[] => (proposed > 0 ? [vscode.l10n.t('{0} proposed', proposed)] : []);
  const openHere = (): string[] =>
    proposed > 0 ? [vscode.l10n.t('{0} quotes are proposed for this article: Review Proposed Quotes goes through them.', proposed)] : [];

  const show = (): void => {
    language.busy = server.state === 'starting';
    language.severity =
      server.state === 'stopped' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    language.command = { command: 'quotemark.showOutput', title: vscode.l10n.t('Show Output') };
    item.backgroundColor = undefined;
    switch (server.state) {
      case 'starting':
        language.text = vscode.l10n.t('Quotemark is starting');
        item.text = '$(loading~spin) Quotemark';
        item.tooltip = vscode.l10n.t('Quotemark reads the corpus');
        break;
      case 'running':
        language.text = `Quotemark ${server.binary?.version ?? ''}`;
        language.detail = counts;
        item.text = [`$(quote) ${counts === '' ? 'Quotemark' : counts}`, ...open()].join(' · ');
        item.tooltip = [vscode.l10n.t('Quotes and speakers of the corpus. Click to see them.'), ...openHere()].join('\n');
        break;
      case 'stopped':
        language.text = vscode.l10n.t('Quotemark is not running');
        language.command = { command: 'quotemark.restartServer', title: vscode.l10n.t('Start') };
        item.text = '$(warning) Quotemark';
        item.tooltip = vscode.l10n.t('The Quotemark server is not running. Click to start it.');
        item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
        break;
    }
    item.command = server.state === 'stopped' ? 'quotemark.restartServer' : 'quotemark.speakers.focus';
    item.accessibilityInformation = { label: `Quotemark: ${server.state === 'running' ? [counts, ...open()].join(', ') : language.text}` };
    const here = articleEditor() !== undefined;
    if (here || server.state === 'stopped') {
      item.show();
    } else {
      item.hide();
    }
  };

  let round = 0;
  const count = async (): Promise<void> => {
    round += 1;
    const asked = round;
    const summary = await server.summary().catch(() => undefined);
    if (asked !== round) {
      return;
    }
    counts = summary === undefined ? '' : held(summary);
    proposed = summary?.proposed ?? 0;
    const isCorpus = summary !== undefined && summary.people + summary.organisations > 0;
    void vscode.commands.executeCommand('setContext', 'quotemark.hasCorpus', isCorpus);
    show();
  };

  context.subscriptions.push(
    item,
    language,
    server.onDidChangeState(show),
    server.onDidChangeCorpus(() => void count()),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.window.onDidChangeVisibleTextEditors(show),
  );
  show();
}
