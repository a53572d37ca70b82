/** The review: what the server proposes is taken or refused, one quote after the other, by one key each. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { articleEditor } from '../articles';
import type { Proposal, Proposals } from '../server/answers';
import type { Server } from '../server/server';
import { AS_PROPOSED, rangeOf, Shown } from './shown';
import { applied, inverse, type Written } from './written';

/** A context key: whether the keys of the review hold. */
const REVIEWING = 'quotemark.reviewing';
/** A context key: whether something is typed into a tag, after which the review goes on. */
const PAUSED = 'quotemark.reviewPaused';

/** What is reviewed: quotes, whoever is merely named, or what a file of others says. */
type What = 'quotes' | 'names' | { readonly file: string };

/** What a key does, and how it is called in the list of all keys. */
interface Key {
  readonly shown: string;
  readonly what: string;
  readonly run: (review: Review) => Promise<void>;
}

/** What the keys do, by the argument of `quotemark.review.do`. */
export const KEYS: ReadonlyMap<string, Key> = new Map<string, Key>([
  ['accept', { shown: 'Enter', what: vscode.l10n.t('Yes, and go on'), run: (review) => review.accept() }],
  ['skip', { shown: 'Space', what: vscode.l10n.t('Later'), run: (review) => review.skip() }],
  ['topic', { shown: 't', what: vscode.l10n.t('Yes, and add a topic'), run: (review) => review.acceptWithTopic() }],
  ['end', { shown: 'e', what: vscode.l10n.t('Another end'), run: (review) => review.moveEnd() }],
  ['start', { shown: 's', what: vscode.l10n.t('Another beginning'), run: (review) => review.moveStart() }],
  ['refuse', { shown: 'x', what: vscode.l10n.t('Not now: do not propose it again'), run: (review) => review.refuse() }],
  ['noQuote', { shown: 'X', what: vscode.l10n.t('No quote: say so in the file'), run: (review) => review.noQuote() }],
  ['back', { shown: 'Backspace', what: vscode.l10n.t('Back'), run: (review) => review.back() }],
  ['undo', { shown: 'u', what: vscode.l10n.t('Undo the last yes'), run: (review) => review.undo() }],
  ['sure', { shown: 'A', what: vscode.l10n.t('Yes to all that are sure'), run: (review) => review.acceptSure() }],
  ['possible', { shown: 'p', what: vscode.l10n.t('Show or hide what is merely possible'), run: (review) => review.switchTier() }],
  ['names', { shown: 'n', what: vscode.l10n.t('People who are merely named, or the quotes again'), run: (review) => review.switchNames() }],
  ['bringBack', { shown: 'b', what: vscode.l10n.t('Bring back what was refused last'), run: (review) => review.bringBack() }],
  ['leave', { shown: 'q', what: vscode.l10n.t('Leave the review'), run: (review) => review.leave() }],
]);

/** The review of one article; there is one at a time. */
export class Review implements vscode.Disposable {
  private readonly shown = new Shown();
  private readonly item = vscode.window.createStatusBarItem('quotemark.review', vscode.StatusBarAlignment.Left, 11);
  private readonly listeners: vscode.Disposable;
  private editor: vscode.TextEditor | undefined;
  private found: Proposals | undefined;
  private current: Proposal | undefined;
  private bounds = AS_PROPOSED;
  private tier: 'likely' | 'possible' = 'likely';
  private readonly skipped = new Set<string>();
  private written: Written[] = [];
  /** Swallows letters that are no keys of the review, which would stand in the article. */
  private typing: vscode.Disposable | undefined;
  /** What is being done; keys that are pressed meanwhile wait for it. */
  private work: Promise<void> = Promise.resolve();
  private isWriting = false;
  /** Whether something is typed into a tag. */
  private isPaused = false;
  /** What is reviewed. */
  private what: What = 'quotes';
  /** Whether it was said what is wrong in that file. */
  private isWrongSaid = false;
  /** Whether the date of the article was asked for; nobody is asked twice. */
  private isDateAsked = false;

  constructor(private readonly server: Server) {
    this.item.name = vscode.l10n.t('Quotemark Review');
    this.item.command = 'quotemark.review.keys';
    this.listeners = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document === this.editor?.document && contentChanges.length > 0 && !this.isWriting && !this.isPaused) {
          void this.inTurn(() => this.refresh(this.current?.key));
        }
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (this.editor !== undefined && editor !== undefined && editor.document !== this.editor.document) {
          this.end();
        }
      }),
    );
  }

  /** Begins the review of the article on the screen. */
  start(tier: 'likely' | 'possible' = 'likely', what: What = 'quotes'): Promise<void> {
    return this.inTurn(async () => {
      const editor = articleEditor();
      if (editor === undefined) {
        void vscode.window.showInformationMessage(vscode.l10n.t('Open an article first.'));
        return;
      }
      this.end();
      this.editor = await vscode.window.showTextDocument(editor.document, { viewColumn: editor.viewColumn ?? vscode.ViewColumn.Active });
      this.tier = tier;
      this.what = what;
      this.isWrongSaid = false;
      this.skipped.clear();
      this.written = [];
      this.isDateAsked = false;
      this.hold(true);
      await this.refresh();
    });
  }

  /** Begins the review of what a file says of the article, which is asked for. */
  async startFrom(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Quotes that another program or person has found'),
      filters: { [vscode.l10n.t('JSON lines')]: ['jsonl', 'ndjson', 'json'] },
    });
    const file = chosen?.[0];
    if (file !== undefined) {
      await this.start('likely', { file: file.fsPath });
    }
  }

  /** Does what a key stands for. */
  press(name: unknown): Promise<void> {
    return this.inTurn(async () => {
      if (this.editor === undefined || this.isPaused) {
        return;
      }
      if (typeof name === 'number') {
        await this.accept(name - 1);
      } else {
        await KEYS.get(String(name))?.run(this);
      }
    });
  }

  /** Lists all keys, and does what is chosen. */
  async keys(): Promise<void> {
    const items = [...KEYS].map(([name, { shown, what }]) => ({ label: what, description: shown, name }));
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Keys of the review; 1 to 9 choose who said it') });
    if (chosen !== undefined) {
      await this.press(chosen.name);
    }
  }

  /** Goes on after something was typed into a tag. */
  resume(): Promise<void> {
    return this.inTurn(async () => {
      if (this.isPaused) {
        this.hold(true);
        await this.refresh();
      }
    });
  }

  /** Takes the current one, with a speaker by its number from 0. */
  async accept(number?: number): Promise<void> {
    await this.take(number);
    await this.refresh();
  }

  /** Leaves the current one for later. */
  async skip(): Promise<void> {
    if (this.current !== undefined) {
      this.skipped.add(this.current.key);
      await this.refresh();
    }
  }

  /** Takes the current one, and has a topic typed into its tag. */
  async acceptWithTopic(): Promise<void> {
    const cursor = await this.take();
    if (cursor === undefined || this.editor === undefined) {
      return;
    }
    this.pause();
    this.editor.selection = new vscode.Selection(cursor, cursor);
    // As if it were typed: the menu opens after it.
    await vscode.commands.executeCommand('type', { text: ' ' });
  }

  /** Moves the end to the next candidate. */
  moveEnd(): Promise<void> {
    const ends = this.current?.ends.length ?? 0;
    if (ends < 2) {
      void vscode.window.setStatusBarMessage(vscode.l10n.t('No other end is proposed.'), 3000);
    } else {
      this.bounds = { ...this.bounds, ending: (this.bounds.ending + 1) % ends };
      this.draw();
    }
    return Promise.resolve();
  }

  /** Moves the beginning to the next candidate. */
  moveStart(): Promise<void> {
    const starts = this.current?.starts.length ?? 0;
    if (starts < 2) {
      void vscode.window.setStatusBarMessage(vscode.l10n.t('No other beginning is proposed.'), 3000);
    } else {
      this.bounds = { ...this.bounds, beginning: (this.bounds.beginning + 1) % starts };
      this.draw();
    }
    return Promise.resolve();
  }

  /** Has the current one proposed no more. */
  async refuse(): Promise<void> {
    if (this.current !== undefined) {
      await this.ask('refuse', { key: this.current.key });
      await this.refresh();
    }
  }

  /** Says in the file that the current one is no quote. */
  async noQuote(): Promise<void> {
    const { current, found } = this;
    if (current !== undefined && found !== undefined) {
      const answer = await this.ask<{ edit: object }>('noQuote', { key: current.key, version: found.version });
      await this.write(answer?.edit, current.key, 0);
      await this.refresh();
    }
  }

  /** Goes to the one before. */
  back(): Promise<void> {
    const place = this.place();
    const before = this.found?.proposals[place - 2];
    if (before !== undefined) {
      this.skipped.delete(before.key);
      this.current = before;
      this.bounds = AS_PROPOSED;
      this.draw();
    }
    return Promise.resolve();
  }

  /** Takes the last yes back, in the article and in the cast. */
  async undo(): Promise<void> {
    const last = this.written.at(-1);
    if (last === undefined) {
      void vscode.window.setStatusBarMessage(vscode.l10n.t('Nothing was written in this review.'), 3000);
      return;
    }
    const edit = inverse(last);
    if (edit === undefined) {
      void vscode.window.showWarningMessage(vscode.l10n.t('A file was changed since: undo it there.'));
      return;
    }
    this.written.pop();
    await this.whileWriting(() => vscode.workspace.applyEdit(edit));
    await this.refresh(last.key);
  }

  /** Takes all that are sure. */
  async acceptSure(): Promise<void> {
    const { found } = this;
    if (found !== undefined) {
      const answer = await this.ask<{ edit: object; count: number }>('acceptAll', { version: found.version, tier: 'sure' });
      if (answer === undefined || answer.count === 0) {
        void vscode.window.setStatusBarMessage(vscode.l10n.t('No quote here is sure.'), 3000);
        return;
      }
      await this.write(answer.edit, this.current?.key ?? '', answer.count);
      await this.refresh();
    }
  }

  /** Shows what is merely possible as well, or no more. */
  async switchTier(): Promise<void> {
    this.tier = this.tier === 'likely' ? 'possible' : 'likely';
    await this.refresh(this.current?.key);
  }

  /** Goes on with those who are merely named, or again with the quotes. */
  async switchNames(): Promise<void> {
    const isNames = this.what === 'names';
    this.what = isNames ? 'quotes' : 'names';
    this.tier = isNames ? 'likely' : 'possible';
    this.current = undefined;
    await this.refresh();
  }

  /** Has what was refused last proposed again. */
  async bringBack(): Promise<void> {
    const brought = (await this.ask<number>('bringBack', {})) ?? 0;
    if (brought === 0) {
      void vscode.window.setStatusBarMessage(vscode.l10n.t('Nothing was refused in this article.'), 3000);
    }
    await this.refresh(this.current?.key);
  }

  /** Ends the review, and says what was done. */
  leave(): Promise<void> {
    void vscode.window.setStatusBarMessage(this.summary(), 8000);
    this.end();
    return Promise.resolve();
  }

  dispose(): void {
    this.end();
    this.listeners.dispose();
    this.shown.dispose();
    this.item.dispose();
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    this.work = this.work.then(task).catch((error: unknown) => {
      void vscode.window.showWarningMessage(error instanceof Error ? error.message : String(error));
    });
    return this.work;
  }

  private ask<Answer>(question: string, wanted: object): Promise<Answer | undefined> {
    const uri = this.editor?.document.uri.toString();
    const what = question === 'bringBack' || question === 'setDate' ? undefined : this.what;
    return this.server.execute(`quotemark.${question}`, [{ uri, what, ...wanted }]);
  }

  /** Asks for the proposals, and shows the one of that key, else the next that was not skipped. */
  private async refresh(wanted?: string): Promise<void> {
    const { editor } = this;
    if (editor === undefined) {
      return;
    }
    const found = await this.ask<Proposals>('proposals', { tier: this.tier });
    if (found === undefined || found.off !== null) {
      this.end();
      void vscode.window.showInformationMessage(found?.off ?? vscode.l10n.t('The Quotemark server is not running.'));
      return;
    }
    if (found.wrong.length > 0 && !this.isWrongSaid) {
      this.isWrongSaid = true;
      const more = found.wrong.length > 1 ? vscode.l10n.t(' (and {0} more, in the log)', found.wrong.length - 1) : '';
      this.server.log.warn(found.wrong.join('\n'));
      const file = typeof this.what === 'string' ? '' : `${basename(this.what.file)}: `;
      void vscode.window.showWarningMessage(`${file}${found.wrong[0] ?? ''}${more}`);
    }
    if (found.undated !== null && !this.isDateAsked) {
      this.isDateAsked = true;
      if (await this.askDate(found)) {
        await this.refresh(wanted);
        return;
      }
    }
    const from = this.current === undefined ? new vscode.Position(0, 0) : startOf(this.current);
    this.found = found;
    const open = found.proposals.filter(({ key }) => !this.skipped.has(key));
    const next =
      found.proposals.find(({ key }) => key === wanted) ??
      open.find((one) => startOf(one).isAfterOrEqual(from)) ??
      open[0];
    if (next?.key !== this.current?.key) {
      this.bounds = AS_PROPOSED;
    }
    this.current = next;
    if (next === undefined) {
      const isFresh = this.written.length === 0 && this.skipped.size === 0;
      const nothing = this.what === 'names' ? vscode.l10n.t('Nobody else is named here.') : vscode.l10n.t('No quote is proposed here.');
      const said = isFresh ? nothing : this.summary();
      const possible = this.tier === 'likely' ? found.counts.possible : 0;
      if (isFresh && possible > 0) {
        // Asked for a review, and there is nothing else to review.
        const left = vscode.l10n.t('Nothing else is proposed. What is shown may be meant: it is right half the time.');
        void vscode.window.setStatusBarMessage(left, 8000);
        this.tier = 'possible';
        await this.refresh();
        return;
      }
      this.end();
      void this.offerPossible(said, possible);
      return;
    }
    this.draw();
  }

  /** Asks for the date of an article that has none; whether it was written. */
  private async askDate(found: Proposals): Promise<boolean> {
    let value = found.undated?.[0] ?? '';
    let prompt = vscode.l10n.t('Roles are known on the day of an article. Escape goes on without them.');
    for (;;) {
      const date = await vscode.window.showInputBox({
        title: vscode.l10n.t('Date of this article, such as 2011-12-01'),
        prompt,
        value,
        ignoreFocusOut: true,
      });
      if (date === undefined || date.trim() === '') {
        return false;
      }
      try {
        const answer = await this.ask<{ edit: object }>('setDate', { version: found.version, date });
        await this.write(answer?.edit, '', 0);
        return answer !== undefined;
      } catch (error: unknown) {
        // What was typed stays, to be put right.
        value = date;
        prompt = error instanceof Error ? error.message : String(error);
      }
    }
  }

  /** Says how the review ended, and offers what is merely possible. */
  private async offerPossible(said: string, possible: number): Promise<void> {
    const show = vscode.l10n.t('Show {0} Possible', possible);
    const chosen = await vscode.window.showInformationMessage(said, ...(possible > 0 ? [show] : []));
    if (chosen === show) {
      await this.start('possible');
    }
  }

  private draw(): void {
    const { editor, found, current } = this;
    if (editor === undefined || found === undefined || current === undefined) {
      return;
    }
    const place = this.written.reduce((sum, one) => sum + one.count, this.place());
    const total = place - this.place() + found.proposals.length;
    this.shown.show(editor, found.proposals, current, this.bounds, `${String(place)}/${String(total)}`);
    const start = startOf(current);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    const keys = vscode.l10n.t('Enter yes · Space later · 1–9 who · x not now · t topic · ? keys');
    this.item.text = `$(checklist) ${String(place)}/${String(total)} · ${keys}`;
    this.item.tooltip = vscode.l10n.t('Quotemark review. Click for all keys.');
    this.item.show();
  }

  /** The number of the current one, from 1. */
  private place(): number {
    return (this.found?.proposals.findIndex(({ key }) => key === this.current?.key) ?? -1) + 1;
  }

  /** Writes the current one; gives the place after the id of its tag. */
  private async take(chosen?: number): Promise<vscode.Position | undefined> {
    const { current, found } = this;
    if (current === undefined || found === undefined) {
      return undefined;
    }
    const choice = chosen ?? current.chosen ?? undefined;
    if (choice === undefined) {
      void vscode.window.setStatusBarMessage(current.question ?? vscode.l10n.t('Choose who said it by its number.'), 4000);
      return undefined;
    }
    if (current.choices[choice] === undefined) {
      return undefined;
    }
    const answer = await this.ask<{ edit: object; cursor: { line: number; character: number } }>('accept', {
      version: found.version,
      key: current.key,
      choice,
      start: this.bounds.beginning,
      end: this.bounds.ending,
    });
    await this.write(answer?.edit, current.key, 1);
    return answer && new vscode.Position(answer.cursor.line, answer.cursor.character);
  }

  private async write(edit: object | undefined, key: string, count: number): Promise<void> {
    if (edit !== undefined) {
      const made = await this.server.edit(edit);
      const written = await this.whileWriting(() => applied(made, key, count));
      if (written !== undefined) {
        this.written.push(written);
      }
    }
  }

  private async whileWriting<Result>(task: () => Thenable<Result>): Promise<Result> {
    this.isWriting = true;
    try {
      return await task();
    } finally {
      this.isWriting = false;
    }
  }

  private summary(): string {
    const count = this.written.reduce((sum, one) => sum + one.count, 0);
    const quotes = count === 1 ? vscode.l10n.t('1 quote written') : vscode.l10n.t('{0} quotes written', count);
    const later = this.found?.proposals.filter(({ key }) => this.skipped.has(key)).length ?? 0;
    return later === 0
      ? vscode.l10n.t('Review: {0}.', quotes)
      : vscode.l10n.t('Review: {0}, {1} left for later.', quotes, later);
  }

  private pause(): void {
    this.hold(false);
    this.isPaused = true;
    void vscode.commands.executeCommand('setContext', PAUSED, true);
    if (this.editor !== undefined) {
      this.shown.clear(this.editor);
    }
    this.item.text = `$(checklist) ${vscode.l10n.t('Esc goes on with the review')}`;
  }

  /** Whether keys are the review's. */
  private hold(isOn: boolean): void {
    this.isPaused = false;
    void vscode.commands.executeCommand('setContext', PAUSED, false);
    void vscode.commands.executeCommand('setContext', REVIEWING, isOn);
    this.typing?.dispose();
    this.typing = undefined;
    if (isOn) {
      try {
        this.typing = vscode.commands.registerCommand('type', () => undefined);
      } catch {
        // Another extension has the keys, such as one that imitates Vim: what it lets through is typed.
      }
    }
  }

  private end(): void {
    this.hold(false);
    if (this.editor !== undefined) {
      this.shown.clear(this.editor);
    }
    this.item.hide();
    this.editor = undefined;
    this.found = undefined;
    this.current = undefined;
    this.bounds = AS_PROPOSED;
  }
}

function startOf({ fragments }: Proposal): vscode.Position {
  const first = fragments[0];
  return first === undefined ? new vscode.Position(0, 0) : rangeOf(first).start;
}
