/** As much of the editor's interface as the Speakers view's list needs. */

export class EventEmitter {
  listeners = [];
  event = (listener) => {
    this.listeners.push(listener);
  };
  fire(value) {
    for (const listener of this.listeners) {
      listener(value);
    }
  }
}

export class TreeItem {
  constructor(label, collapsibleState) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class ThemeIcon {
  constructor(id) {
    this.id = id;
  }
}

export class Position {
  constructor(line, character) {
    this.line = line;
    this.character = character;
  }
  compareTo(other) {
    return this.line - other.line || this.character - other.character;
  }
}

export class Range {
  constructor(line, character, endLine, endCharacter) {
    this.start = new Position(line, character);
    this.end = new Position(endLine, endCharacter);
  }
  contains(position) {
    return this.start.compareTo(position) <= 0 && this.end.compareTo(position) >= 0;
  }
}

export class Location {
  constructor(uri, range) {
    this.uri = uri;
    this.range = range;
  }
}

export const Uri = { parse: (text) => ({ path: new URL(text).pathname, toString: () => text }) };

export const l10n = { t: (text, ...values) => text.replace(/\{(\d)\}/g, (_, number) => values[number]) };

export const StatusBarAlignment = { Left: 1, Right: 2 };

export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };

export class ThemeColor {
  constructor(id) {
    this.id = id;
  }
}

/** What the editor was made to show and to set. */
export const shown = { statusBarItems: [], contexts: {}, picks: [], messages: [] };

/** A list to choose from; the tests do what a user would. */
class QuickPick {
  items = [];
  activeItems = [];
  #listeners = {};
  constructor() {
    for (const name of ['ChangeActive', 'ChangeValue', 'Accept', 'Hide']) {
      this[`onDid${name}`] = (listener) => (this.#listeners[name] = listener);
    }
    shown.picks.push(this);
  }
  show() {}
  dispose() {}
  hide() {
    this.#listeners.Hide?.();
  }
  type(words) {
    this.#listeners.ChangeValue?.(words);
  }
  move(item) {
    this.activeItems = [item];
    this.#listeners.ChangeActive?.([item]);
  }
  accept(item) {
    this.activeItems = [item];
    this.#listeners.Accept?.();
  }
}

const listening = () => ({ dispose() {} });

export const window = {
  activeTextEditor: undefined,
  visibleTextEditors: [],
  onDidChangeActiveTextEditor: listening,
  onDidChangeVisibleTextEditors: listening,
  createStatusBarItem: () => {
    const item = { show() {}, hide() {} };
    shown.statusBarItems.push(item);
    return item;
  },
  createQuickPick: () => new QuickPick(),
  showInformationMessage: async (message) => void shown.messages.push(message),
};

export const languages = { createLanguageStatusItem: () => ({}) };

export const commands = {
  executeCommand: async (command, key, value) => {
    if (command === 'setContext') {
      shown.contexts[key] = value;
    }
  },
};
