/** What is told of a quote while the mouse is over it. */
import type { Quote } from '../src/server/answers';

/** As many names of one kind are told. */
const MOST_NAMES = 12;

/** Everything about a quote but its words, a line for each thing. */
export function told(quote: Quote): string {
  const names = (entities: readonly { readonly name: string }[]): string => few(entities.map((entity) => entity.name));
  const lines = [
    spoken(quote),
    quote.organisations.length > 0 ? `on behalf of ${names(quote.organisations)}` : '',
    quote.addressees.length > 0 ? `to ${names(quote.addressees)}` : '',
    few(quote.topics.map((topic) => `${topic.side} ${topic.name}`)),
    [quote.kind, quote.date].filter(Boolean).join(', '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Who said it; where several speak, each with their own roles. */
function spoken({ speakers }: Quote): string {
  const shown = speakers.slice(0, MOST_NAMES).map(({ name, roles }) => ({ name, roles: few(roles) }));
  const roles = shown[0]?.roles ?? '';
  if (shown.every((speaker) => speaker.roles === roles)) {
    return [few(speakers.map(({ name }) => name)), roles].filter(Boolean).join(', ');
  }
  const told = shown.map((speaker) => (speaker.roles === '' ? speaker.name : `${speaker.name} (${speaker.roles})`));
  return few([...told, ...speakers.slice(MOST_NAMES).map(({ name }) => name)]);
}

/** Words with commas between; of many, how many more there are. */
export function few(words: readonly string[]): string {
  const more = words.length - MOST_NAMES;
  return [...words.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
