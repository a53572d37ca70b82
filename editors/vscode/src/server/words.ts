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

/**
 * How many quotes are somebody's, as hovers and the counts above declarations say it. Of an organisation for which others
 * speak it says how many are which: `1 its own, 20 on its behalf`; nothing where there are none.
 */
export function said({ kind, quotes, onBehalf, withParts }: Speaker): string {
  if (onBehalf === null) {
    return quotes === 0 ? '' : counted(quotes, kind === 'person' ? 'quote' : 'own quote');
  }
  const all = quotes + onBehalf;
  const parts = [
    ...(onBehalf > 0 ? [`${quotes} its own`, `${onBehalf} on its behalf`] : []),
    ...(withParts !== null && withParts > all ? [`${withParts} with its parts`] : []),
  ];
  if (parts.length === 0) {
    return all === 0 ? '' : counted(all, 'quote');
  }
  return `${counted(all, 'quote')} (${parts.join(', ')})`;
}

/**
 * The same in a few letters, for a line of a list: `1+20` are one of its own and twenty on its behalf. Where it says
 * nothing itself: `20 on behalf`, else `3 with parts`.
 */
export function saidInShort(speaker: Speaker): string {
  const { quotes, onBehalf, withParts } = speaker;
  if (onBehalf === null || onBehalf === 0) {
    return quotes === 0 && withParts !== null && withParts > 0 ? `${withParts} with parts` : quotes === 0 ? '' : String(quotes);
  }
  return quotes === 0 ? `${onBehalf} on behalf` : `${quotes}+${onBehalf}`;
}

/** What somebody says, and how often somebody is mentioned. */
export function counts(speaker: Speaker): string {
  const parts = [said(speaker), speaker.mentions > 0 ? counted(speaker.mentions, 'mention') : ''];
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
    quote.organisations.length > 0 ? `on behalf of ${named(quote.organisations)}` : '',
    quote.addressees.length > 0 ? `to ${named(quote.addressees)}` : '',
    sided(quote.topics),
    [quote.kind, quote.date].filter(Boolean).join(', '),
  ];
  return parts.filter((part) => part !== '');
}
