/** What the server's commands answer. */
import type { Location, Position, Range } from 'vscode-languageclient/node';

/** An entity as lists show it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** How much the corpus holds: the answer to `quotemark.summary`. */
export interface Summary {
  readonly articles: number;
  readonly people: number;
  readonly organisations: number;
  readonly topics: number;
  /** Those who say something themselves. */
  readonly speakers: number;
  readonly quotes: number;
  readonly mentions: number;
  /** Whether all files have been read. */
  readonly complete: boolean;
  /** How many quotes are proposed for the article that was asked about; nothing where they have not been counted. */
  readonly proposed?: number | null;
}

/** The answer to a question for a page that comes with its version and is still the same. */
export interface Unchanged {
  readonly version: string;
  readonly unchanged: true;
}

/** A person or an organisation. */
export interface Speaker extends Named {
  readonly kind: 'person' | 'organisation';
  /** Those that are its own. */
  readonly quotes: number;
  /** Those that others say on behalf of an organisation; null where that was too much to count. */
  readonly onBehalf: number | null;
  /** All of these, with those of its parts. */
  readonly withParts: number | null;
  readonly mentions: number;
  readonly articles: number;
  readonly roles: readonly string[];
}

/** Which people and organisations are wanted; what is left out does not matter. */
export interface WantedSpeakers {
  readonly quoted?: boolean;
  readonly on?: string;
  readonly side?: Side;
  readonly matching?: string;
  readonly after?: string;
  readonly limit?: number;
  readonly also?: readonly string[];
}

/** Some of the people and organisations: the answer to `quotemark.speakersPage`. */
export interface SpeakersPage {
  readonly version: string;
  readonly total: number;
  readonly speakers: readonly Speaker[];
  /** Those that were wanted as well and are not among these. */
  readonly also: readonly Speaker[];
}

/** What somebody says in a role: a row of the answer to `quotemark.byRole`. */
export interface RoleRow extends Named {
  readonly roles: readonly string[];
  /** The dates of the first quote and of the last one. */
  readonly from: string | null;
  readonly to: string | null;
  readonly quotes: number;
  readonly articles: number;
}

/** Some of the topics: the answer to `quotemark.topicsPage`. */
export interface TopicsPage {
  readonly version: string;
  readonly total: number;
  readonly topics: readonly (Named & { readonly quotes: number })[];
}

/** The stand that a quote takes. */
export type Side = 'on' | 'for' | 'against';

/** A topic with the stand that a quote takes. */
export interface SidedTopic extends Named {
  readonly side: Side;
}

/** Somebody who says a quote, with their roles then. The id of one who is unknown is `?`; one without a name has none, and its name are the words of the tag. */
export interface QuoteSpeaker {
  readonly id: string | null;
  readonly name: string;
  readonly kind: 'person' | 'organisation' | 'unnamed' | 'unknown';
  readonly roles: readonly string[];
}

/** A statement. */
export interface Quote {
  readonly location: Location | null;
  readonly title: string | null;
  /** The date of the article. */
  readonly published: string | null;
  /** When it was said. */
  readonly date: string | null;
  readonly speakers: readonly QuoteSpeaker[];
  readonly organisations: readonly Named[];
  readonly addressees: readonly Named[];
  readonly topics: readonly SidedTopic[];
  readonly kind: 'direct' | 'mixed' | 'indirect';
  readonly words: string | null;
}

/** Which quotes are wanted; what is left out does not matter. */
export interface WantedQuotes {
  /** What a person said; what was said by or for an organisation; what is on a topic. */
  readonly whose?: string;
  readonly on?: string;
  readonly side?: Side;
  readonly order?: 'said' | 'articles';
  readonly offset?: number;
  readonly limit?: number;
  readonly at?: { readonly uri: string; readonly position: Position };
}

/** Some quotes: the answer to `quotemark.quotesPage`. */
export interface QuotesPage {
  readonly version: string;
  readonly total: number;
  readonly quotes: readonly Quote[];
  /** The one that was asked for by its place, where it is not among these. */
  readonly at: Quote | undefined;
}

/** Where a step from quote to quote leads: the answer to `quotemark.step`. */
export interface Step {
  /** The number of the quote among all, from 1. */
  readonly number: number;
  readonly total: number;
  readonly location: Location | null;
}

/** An article without its markup. */
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

/** Quotes as they are sent: what many share is written once and named by its number, from 0. */
export interface QuoteTable {
  readonly articles: readonly { readonly uri: string | null; readonly title: string | null; readonly published: string | null }[];
  readonly entities: readonly { readonly id: string | null; readonly name: string }[];
  readonly roles: readonly string[];
  readonly quotes: readonly {
    readonly article: number;
    readonly range: Range;
    readonly date: string | null;
    readonly speakers: readonly { readonly entity: number; readonly kind: QuoteSpeaker['kind']; readonly roles: readonly number[] }[];
    readonly organisations: readonly number[];
    readonly addressees: readonly number[];
    readonly topics: readonly { readonly side: Side; readonly entity: number }[];
    readonly kind: Quote['kind'];
    readonly words: string | null;
  }[];
}

/** A page of quotes as it is sent. */
export interface SentQuotesPage extends QuoteTable {
  readonly version: string;
  readonly total: number;
  /** The number among all of the last quote, where it is not on the page. */
  readonly at: number | null;
}

/** A preview as it is sent. */
export interface SentPreview extends QuoteTable {
  readonly title: string | null;
  readonly date: string | null;
  readonly blocks: readonly (Omit<PreviewBlock, 'spans'> & { readonly spans: readonly SentSpan[] })[];
}

type SentSpan = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'quote'; readonly quote: number }
  | { readonly kind: 'mention'; readonly entity: number; readonly roles: readonly number[] }
  | { readonly kind: 'note'; readonly note: string }
);

/** Of which statements a report is wanted; what is left out does not matter. */
export interface WantedReport {
  readonly on?: string;
  readonly side?: Side;
}

/** The corpus at a glance, for a frame of the editor's: the answer to `quotemark.report`. */
export interface Report {
  readonly version: string;
  readonly title: string;
  readonly statements: number;
  readonly articles: number;
  /** Whether all files have been read. */
  readonly complete: boolean;
  readonly style: string;
  /** HTML whose links are fragments; `#source:N` stands for a place. */
  readonly body: string;
  readonly files: readonly (string | null)[];
  /** By N: the number of the file, the line and the character. */
  readonly places: readonly (readonly [number, number, number])[];
}

/** How sure a proposal is. */
export type Tier = 'sure' | 'likely' | 'possible';

/** A quote that the server proposes. */
export interface Proposal {
  /** Names it by its words: it stays the same while other tags are written. */
  readonly key: string;
  readonly tier: Tier;
  readonly kind: Quote['kind'];
  /** Why, in a few words. */
  readonly reason: string;
  readonly fragments: readonly Range[];
  /** Who may have said it, the likeliest first. */
  readonly choices: readonly { readonly label: string; readonly detail?: string | null; readonly tag: string; readonly declares: boolean }[];
  /** The number of the one that is taken without a question, from 0. */
  readonly chosen: number | null;
  /** What has to be asked. */
  readonly question: string | null;
  /** Where the words could begin; the first is where they do. */
  readonly starts: readonly Position[];
  /** Other ends; the first is `fragments`. */
  readonly ends: readonly (readonly Range[])[];
}

/** What is proposed for an article. */
export interface Proposals {
  /** What is wrong in a file of quotes that others have found. */
  readonly wrong: readonly string[];
  readonly version: number;
  readonly counts: Readonly<Record<Tier, number>>;
  readonly refused: number;
  /** Why nothing is proposed here at all. */
  readonly off: string | null;
  /** Where the article has no date: those that it may be of. */
  readonly undated: readonly string[] | null;
  readonly proposals: readonly Proposal[];
}
