/** Sentences about what the server answers. */
import type { Quote, SidedTopic, Speaker, Summary } from './answers';

/** A number with its noun: `1 quote`, `2 quotes`. */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Names as in a sentence: `A, B and C`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1);
  return last === undefined || names.length === 1 ? (last ?? '') : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The names of entities as in a sentence. */
export function named(entities: readonly { readonly name: string }[]): string {
  return listed(entities.map((entity) => entity.name));
}

/** The topics of a quote with their sides: `against Outsourcing, on Choice`. */
export function sided(topics: readonly SidedTopic[]): string {
  return topics.map((topic) => `${topic.side} ${topic.name}`).join(', ');
}

/** What somebody says, as counts. */
export function counts(speaker: Speaker): string {
  const parts = [
    speaker.quotes > 0 ? counted(speaker.quotes, 'quote') : '',
    speaker.mentions > 0 ? counted(speaker.mentions, 'mention') : '',
  ];
  return parts.filter((part) => part !== '').join(', ') || 'no quotes';
}

/**
 * Who said it and in which role: `Laurence Buckman, chairman of General Practitioners Committee`.
 * Where several speak, each has their own roles: `Ann (mayor), Cy (editor) and Dee`.
 */
export function spoken(quote: Quote): string {
  const [first, ...others] = quote.speakers;
  const roles = listed(first?.roles ?? []);
  if (others.every((speaker) => listed(speaker.roles) === roles)) {
    return [named(quote.speakers), roles].filter((part) => part !== '').join(', ');
  }
  return listed(quote.speakers.map(({ name, roles }) => (roles.length === 0 ? name : `${name} (${listed(roles)})`)));
}

/** How much the corpus holds, as the status bar tells it; nothing where nothing is said. */
export function held(summary: Summary): string {
  return summary.quotes === 0 ? '' : `${counted(summary.quotes, 'quote')}, ${counted(summary.speakers, 'speaker')}`;
}

/** Everything about a quote but its words, a line for each thing. */
export function circumstances(quote: Quote): string[] {
  const parts = [
    spoken(quote),
    quote.organisations.length > 0 ? `for ${named(quote.organisations)}` : '',
    quote.addressees.length > 0 ? `to ${named(quote.addressees)}` : '',
    sided(quote.topics),
    [quote.kind, quote.date].filter(Boolean).join(', '),
  ];
  return parts.filter((part) => part !== '');
}
