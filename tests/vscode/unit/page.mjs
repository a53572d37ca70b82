/** As much of a browser's page as the preview needs. What it is given counts as work. */
import { add } from './counting.mjs';

export class HTMLElement {
  dataset = {};
  children = [];
  classes = new Set();
  style = {
    values: {},
    setProperty(name, value) {
      add(1);
      this.values[name] = value;
    },
  };
  offsetHeight = 0;
  listeners = {};
  text = undefined;

  constructor(name) {
    this.name = name;
    const { classes } = this;
    this.classList = {
      toggle: (name, isWanted) => {
        add(1);
        classes[isWanted ? 'add' : 'delete'](name);
      },
    };
  }

  set className(names) {
    this.classes.clear();
    names.split(' ').forEach((name) => this.classes.add(name));
  }

  set textContent(text) {
    add(text.length);
    this.children = [text];
  }

  get textContent() {
    return this.children.map((child) => (typeof child === 'string' ? child : child.textContent)).join('');
  }

  set title(text) {
    add(1);
    this.hint = text;
  }

  setAttribute(name, value) {
    add(1);
    this[name] = value;
  }

  append(...nodes) {
    for (const node of nodes) {
      add(typeof node === 'string' ? node.length : 1);
      this.children.push(node);
      if (node instanceof HTMLElement) {
        node.around = this;
      }
    }
  }

  after(node) {
    add(1);
    this.around.children.splice(this.around.children.indexOf(this) + 1, 0, node);
    node.around = this.around;
  }

  replaceChildren(...nodes) {
    this.children = [];
    this.append(...nodes);
  }

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }

  querySelectorAll(selector) {
    const found = [];
    const look = (node) => {
      add(1);
      for (const child of node.children) {
        if (typeof child !== 'string') {
          if (child.classes.has(selector.slice(1))) {
            found.push(child);
          }
          look(child);
        }
      }
    };
    look(this);
    return found;
  }

  /** A line below the other, ten points each. */
  getBoundingClientRect() {
    add(1);
    return { top: this.top ?? 0 };
  }

  get offsetTop() {
    return this.top ?? 0;
  }
}

/** Makes the page what scripts see, and gives what its script is told by and tells. */
export function openPage() {
  const listeners = {};
  const told = [];
  const body = new HTMLElement('body');
  Object.assign(globalThis, {
    HTMLElement,
    acquireVsCodeApi: () => ({ postMessage: (message) => told.push(message) }),
    document: { body, createElement: (name) => new HTMLElement(name) },
    window: {
      scrollY: 0,
      scrollTo: () => undefined,
      addEventListener: (name, listener) => {
        listeners[name] = listener;
      },
      getSelection: () => null,
    },
  });
  const scroll = () => {
    // Farther than where the text has scrolled the page to.
    globalThis.window.scrollY += 100;
    listeners.scroll();
  };
  return { body, told, tell: (data) => listeners.message({ data }), scroll };
}
