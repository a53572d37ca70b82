/** What the server's commands answer. */
import type { Location, Position } from 'vscode-languageclient/node';

/** An entity as lists show it; the id of a speaker not yet known is `?`. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** A person or an organisation: a row of `quotemark.speakers`. */
export interface Speaker extends Named {
  readonly location: Location | null;
  readonly kind: 'person' | 'organisation';
  readonly quotes: number;
  readonly mentions: number;
  readonly articles: number;
  readonly roles: readonly string[];
}

/** The stand that a quote takes. */
export type Side = 'on' | 'for' | 'against';

/** A topic with the stand that a quote takes. */
export interface SidedTopic extends Named {
  readonly side: Side;
}

/** A statement: a row of `quotemark.quotes`. */
export interface Quote {
  readonly location: Location | null;
  readonly title: string | null;
  /** The date of the article. */
  readonly published: string | null;
  /** When it was said. */
  readonly date: string | null;
  readonly speakers: readonly Named[];
  readonly roles: readonly string[];
  readonly organisations: readonly Named[];
  readonly addressees: readonly Named[];
  readonly topics: readonly SidedTopic[];
  readonly kind: 'direct' | 'mixed' | 'indirect';
  readonly words: string | null;
}

/** Which quotes are wanted; what is left out does not matter. */
export interface QuoteFilter {
  readonly by?: string;
  readonly of?: string;
  readonly on?: string;
  readonly from?: string;
  readonly to?: string;
}

/** An article without its markup: the answer to `quotemark.preview`. */
export interface Preview {
  readonly title: string | null;
  readonly date: string | null;
  readonly quotes: readonly Quote[];
  readonly blocks: readonly PreviewBlock[];
}

/** A heading (level 1 to 6) or a paragraph (level 0). */
export interface PreviewBlock {
  readonly level: number;
  readonly text: string;
  /** Where stretches of the text stand in the file; none is longer than its line. */
  readonly pieces: readonly { readonly start: number; readonly position: Position }[];
  /** What is known of the text, outer spans before inner ones. */
  readonly spans: readonly PreviewSpan[];
}

/** Words of which something is known. */
export type PreviewSpan = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'quote'; readonly quote: number }
  | { readonly kind: 'mention'; readonly entity: Named; readonly roles: readonly string[] }
  | { readonly kind: 'note'; readonly note: string }
);
