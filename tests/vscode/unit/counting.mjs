/** Counts what the built-in functions of JavaScript go over: elements of arrays, maps and sets, and characters. */

let gone = 0;

/** How much an action goes over. */
export async function workOf(action) {
  const restore = count();
  try {
    gone = 0;
    await action();
    return gone;
  } finally {
    restore();
  }
}

/** Adds something that is done outside of JavaScript. */
export function add(number) {
  gone += number;
}

function count() {
  const undo = [];
  const wrap = (owner, name, size) => {
    const original = owner[name];
    owner[name] = function (...values) {
      gone += 1 + size(this, values);
      return Reflect.apply(original, this, values);
    };
    undo.push(() => {
      owner[name] = original;
    });
  };
  const length = (self) => self.length;
  for (const name of Object.getOwnPropertyNames(Array.prototype)) {
    if (typeof Array.prototype[name] === 'function' && !['constructor', 'push', 'pop', 'at'].includes(name)) {
      wrap(Array.prototype, name, length);
    }
  }
  // Spreading and `for … of` go by this.
  wrap(Array.prototype, Symbol.iterator, length);
  for (const { prototype } of [Map, Set]) {
    for (const name of ['keys', 'values', 'entries', 'forEach', Symbol.iterator]) {
      wrap(prototype, name, (self) => self.size);
    }
  }
  for (const name of ['split', 'replace', 'replaceAll', 'indexOf', 'includes']) {
    wrap(String.prototype, name, length);
  }
  wrap(JSON, 'stringify', () => 0);
  return () => undo.forEach((step) => step());
}
