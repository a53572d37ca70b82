/** Choosing from a list of which the server sends what is shown. */
import * as vscode from 'vscode';

/** As many choices are asked for at a time. */
export const PAGE = 200;

/** How long typing is left to settle before the server is asked, in milliseconds. */
const SETTLING = 100;

/** A line of the list, and what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** What is to be chosen, and from what. */
export interface Asked<T> {
  readonly placeHolder: string | ((total: number) => string);
  /** What is said where there is nothing to choose. */
  readonly none: string;
  /** The choices after the last one that is known, `known` of which are; and how many there are in all. */
  page(last: T | undefined, known: number): Promise<{ readonly total: number; readonly values: readonly Choice<T>[] }>;
  /** The choices that fit what is typed, where it is not enough to look through those that are known. */
  fitting?(words: string): Promise<readonly Choice<T>[]>;
  /** Told of each choice as one moves through the list. */
  moved?(value: T): void;
}

type Line<T> = Choice<T> | (vscode.QuickPickItem & { readonly value?: undefined });

/** Lets the user choose; nothing where nothing was chosen. */
export async function choose<T>(asked: Asked<T>): Promise<T | undefined> {
  const { total, values } = await asked.page(undefined, 0);
  if (values.length === 0) {
    void vscode.window.showInformationMessage(asked.none);
    return undefined;
  }
  const pick = vscode.window.createQuickPick<Line<T>>();
  pick.placeholder = typeof asked.placeHolder === 'string' ? asked.placeHolder : asked.placeHolder(total);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // A page that was clicked on, as the walkthrough, may take the focus back.
  pick.ignoreFocusOut = vscode.window.activeTextEditor === undefined;
  const known = [...values];
  const more = (): Line<T>[] =>
    known.length < total
      ? [{ label: vscode.l10n.t('$(ellipsis) Show more ({0} left)', total - known.length), alwaysShow: true }]
      : [];
  pick.items = [...known, ...more()];

  let settling: NodeJS.Timeout | undefined;
  let round = 0;
  const narrow = async (words: string): Promise<void> => {
    round += 1;
    const typed = round;
    if (words === '') {
      pick.items = [...known, ...more()];
      return;
    }
    pick.busy = true;
    const found = await asked.fitting?.(words).catch(() => []);
    if (typed === round && found !== undefined) {
      // The server knows other names too than those that are shown.
      pick.items = found.map((choice) => ({ ...choice, alwaysShow: true }));
      pick.busy = false;
    }
  };
  const showMore = async (): Promise<void> => {
    pick.busy = true;
    const next = await asked.page(known.at(-1)?.value, known.length).catch(() => undefined);
    known.push(...(next?.values ?? []));
    pick.keepScrollPosition = true;
    pick.items = [...known, ...more()];
    const first = next?.values[0];
    pick.activeItems = first === undefined ? [] : [first];
    pick.busy = false;
  };
  return new Promise((resolve) => {
    pick.onDidChangeActive(([active]) => {
      if (active?.value !== undefined) {
        asked.moved?.(active.value);
      }
    });
    pick.onDidChangeValue((words) => {
      if (asked.fitting !== undefined && known.length < total) {
        clearTimeout(settling);
        settling = setTimeout(() => void narrow(words.trim()), SETTLING);
      }
    });
    pick.onDidAccept(() => {
      const [active] = pick.activeItems;
      if (active === undefined) {
        return;
      }
      if (active.value === undefined) {
        void showMore();
        return;
      }
      resolve(active.value);
      pick.hide();
    });
    pick.onDidHide(() => {
      clearTimeout(settling);
      round += 1;
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
