/** Who speaks in an article. */
import type { Quote } from '../src/server/answers';

/** Somebody who speaks. */
export interface Voice {
  readonly name: string;
  /** The number of the tint, in the order in which they speak. */
  readonly tint: number;
  /** The numbers of their quotes. */
  readonly quotes: ReadonlySet<number>;
  /** Their roles in what they said, the first few of them. */
  readonly roles: readonly string[];
}

/** As many roles are told of somebody. */
const MOST_ROLES = 12;

/** The speakers of an article by their ids, in the order in which they speak. Every quote is looked at once. */
export function voicesOf(quotes: readonly Quote[]): Map<string, Voice> {
  const voices = new Map<string, { name: string; tint: number; quotes: Set<number>; roles: Set<string> }>();
  for (const [number, quote] of quotes.entries()) {
    for (const { id, name, roles } of quote.speakers) {
      let voice = voices.get(id);
      if (voice === undefined) {
        voice = { name, tint: voices.size, quotes: new Set(), roles: new Set() };
        voices.set(id, voice);
      }
      voice.quotes.add(number);
      for (const role of roles) {
        if (voice.roles.size === MOST_ROLES) {
          break;
        }
        voice.roles.add(role);
      }
    }
  }
  return new Map([...voices].map(([id, voice]) => [id, { ...voice, roles: [...voice.roles] }]));
}

/** The place of the first value of which something holds, as it does of all behind it; their number if there is none. */
export function firstAt<T>(values: readonly T[], holds: (value: T) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const value = values[middle];
    if (value !== undefined && holds(value)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
