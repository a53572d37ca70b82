/** Quotes as they are used, of quotes as they are sent. */
import type { Named, Preview, PreviewSpan, Quote, QuotesPage, QuoteTable, SentPreview, SentQuotesPage } from './answers';

/** The quotes of a table, in their order. */
export function quotesIn(table: QuoteTable): Quote[] {
  const entity = (number: number): Named => entityIn(table, number);
  return table.quotes.map((row): Quote => {
    const article = table.articles[row.article];
    const uri = article?.uri ?? null;
    return {
      location: uri === null ? null : { uri, range: row.range },
      title: article?.title ?? null,
      published: article?.published ?? null,
      date: row.date,
      speakers: row.speakers.map((speaker) => ({
        ...(table.entities[speaker.entity] ?? UNKNOWN),
        kind: speaker.kind,
        roles: rolesIn(table, speaker.roles),
      })),
      organisations: row.organisations.map(entity),
      addressees: row.addressees.map(entity),
      topics: row.topics.map((topic) => ({ ...entity(topic.entity), side: topic.side })),
      kind: row.kind,
      words: row.words,
    };
  });
}

/** A page of quotes; the one that was asked for by its place comes last where it is not on it. */
export function quotesPageOf(sent: SentQuotesPage): QuotesPage {
  const quotes = quotesIn(sent);
  const at = sent.at === null ? undefined : quotes.pop();
  return { version: sent.version, total: sent.total, quotes, at };
}

/** A preview. */
export function previewOf(sent: SentPreview): Preview {
  const blocks = sent.blocks.map((block) => ({
    ...block,
    spans: block.spans.map(
      (span): PreviewSpan =>
        span.kind === 'mention' ? { ...span, entity: entityIn(sent, span.entity), roles: rolesIn(sent, span.roles) } : span,
    ),
  }));
  return { title: sent.title, date: sent.date, quotes: quotesIn(sent), blocks };
}

const UNKNOWN: Named = { id: '?', name: '?' };

/** An entity that has an id: only a speaker may have none. */
function entityIn(table: QuoteTable, number: number): Named {
  const { id, name } = table.entities[number] ?? UNKNOWN;
  return { id: id ?? UNKNOWN.id, name };
}

function rolesIn(table: QuoteTable, numbers: readonly number[]): string[] {
  return numbers.map((number) => table.roles[number] ?? '');
}
