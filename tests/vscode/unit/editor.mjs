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
