/** What the extension and the page of the report tell each other. */
import type { Report } from '../src/server/answers';

/** To the page. */
export type ToPage =
  | ({ readonly kind: 'report' } & Pick<Report, 'version' | 'complete' | 'style' | 'body'>)
  | { readonly kind: 'problem'; readonly problem: string };

/** From the page. */
export type FromPage =
  | { readonly kind: 'ready' }
  /** The Nth place of the report of that version. */
  | { readonly kind: 'open'; readonly version: string; readonly place: number };
