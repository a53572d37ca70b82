/** Who speaks in an article. */
import type { Quote, QuoteSpeaker } from '../src/server/answers';

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

/** What tells a speaker of an article from the others: the id, or the words of one without a name. */
export function keyOf({ id, name }: QuoteSpeaker): string {
  return id ?? `“${name}”`;
}

/** The speakers of an article by their keys, in the order in which they speak. Every quote is looked at once. */
export function voicesOf(quotes: readonly Quote[]): Map<string, Voice> {
  const voices = new Map<string, { name: string; tint: number; quotes: Set<number>; roles: Set<string> }>();
  for (const [number, quote] of quotes.entries()) {
    for (const speaker of quote.speakers) {
      const { name, roles } = speaker;
      const key = keyOf(speaker);
      let voice = voices.get(key);
      if (voice === undefined) {
        voice = { name, tint: voices.size, quotes: new Set(), roles: new Set() };
        voices.set(key, voice);
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
  return new Map([...voices].map(([key, voice]) => [key, { ...voice, roles: [...voice.roles] }]));
}

/** The place of the first value of which something holds, as it does of all after it; their number if there is none. */
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
