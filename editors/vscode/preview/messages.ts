/** What the extension and the page of the preview tell each other. */
import type { Preview } from '../src/server/answers';

/** To the page. */
export type ToPage =
  | { readonly kind: 'article'; readonly uri: string; readonly preview: Preview }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'scroll'; readonly line: number };

/** From the page. */
export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly line: number; readonly character: number }
  | { readonly kind: 'scrolled'; readonly line: number };
