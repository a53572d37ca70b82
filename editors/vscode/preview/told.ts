/** What is told of a quote while the mouse is over it. */
import type { Quote } from '../src/server/answers';

/** As many names of one kind are told. */
const MOST_NAMES = 12;

/** Everything about a quote but its words, a line for each thing. */
export function told(quote: Quote): string {
  const names = (entities: readonly { readonly name: string }[]): string => few(entities.map((entity) => entity.name));
  const lines = [
    [names(quote.speakers), few(quote.roles)].filter(Boolean).join(', '),
    quote.organisations.length > 0 ? `for ${names(quote.organisations)}` : '',
    quote.addressees.length > 0 ? `to ${names(quote.addressees)}` : '',
    few(quote.topics.map((topic) => `${topic.side} ${topic.name}`)),
    [quote.kind, quote.date].filter(Boolean).join(', '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function few(words: readonly string[]): string {
  const more = words.length - MOST_NAMES;
  return [...words.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
