/** As much of the editor's interface as the modules under test need. */

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
  constructor(...ends) {
    const [line, character, endLine, endCharacter] = ends;
    [this.start, this.end] = ends.length === 2 ? ends : [new Position(line, character), new Position(endLine, endCharacter)];
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

const uri = (text) => ({ path: new URL(text).pathname, toString: () => text });

export const Uri = { parse: uri, joinPath: (base, ...parts) => uri([base.toString(), ...parts].join('/')) };

export const l10n = { t: (text, ...values) => text.replace(/\{(\d)\}/g, (_, number) => values[number]) };

export const StatusBarAlignment = { Left: 1, Right: 2 };

export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };

export class ThemeColor {
  constructor(id) {
    this.id = id;
  }
}

/** What the editor was made to show and to set. */
export const shown = { statusBarItems: [], contexts: {}, picks: [], messages: [], panels: [], documents: [] };

export const ViewColumn = { Active: -1, Beside: -2, One: 1 };

export const Disposable = { from: (...all) => ({ dispose: () => all.forEach((one) => one?.dispose()) }) };

/** A page of the editor; the tests do what it and its user would. */
class WebviewPanel {
  visible = true;
  viewColumn = ViewColumn.One;
  sent = [];
  #listeners = {};
  constructor() {
    const on = (name) => (listener) => {
      this.#listeners[name] = listener;
      return { dispose() {} };
    };
    this.onDidDispose = on('dispose');
    this.onDidChangeViewState = on('viewState');
    this.webview = {
      asWebviewUri: (of) => of,
      onDidReceiveMessage: on('message'),
      postMessage: async (message) => void this.sent.push(message),
    };
    shown.panels.push(this);
  }
  reveal() {}
  dispose() {
    this.#listeners.dispose?.();
  }
  hears(message) {
    return this.#listeners.message(message);
  }
  becomes(visible) {
    this.visible = visible;
    this.#listeners.viewState({});
  }
}

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
  createWebviewPanel: () => new WebviewPanel(),
  showTextDocument: async (document, options) => void shown.documents.push({ document: document.toString(), ...options }),
  showInformationMessage: async (message) => void shown.messages.push(message),
};

export const languages = { createLanguageStatusItem: () => ({}) };

const registered = {};

export const commands = {
  registerCommand: (name, run) => {
    registered[name] = run;
    return { dispose() {} };
  },
  executeCommand: async (command, key, value) => {
    await registered[command]?.(key);
    if (command === 'setContext') {
      shown.contexts[key] = value;
    }
  },
};
