/**
 * The page of the report. The server makes its HTML, in which words of a corpus are text and links lead within the
 * page; here it is taken over without being run, and what is clicked on is told to the extension by its number.
 */
import type { FromPage, ToPage } from './messages';

/** What is kept while the page is hidden: the quotes that are shown, and how far was scrolled. */
interface State {
  readonly open: string | undefined;
  readonly scroll: number;
  readonly scrollOfQuotes: number;
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): State | undefined;
  setState(state: State): void;
};

/** How a link names a place of the corpus. */
const SOURCE = '#source:';

const editor = acquireVsCodeApi();
// The frame has a style of its own.
const style = document.getElementById('style-of-page');
const notice = document.createElement('p');
notice.className = 'notice';
notice.setAttribute('role', 'status');
const page = document.createElement('div');
document.body.append(notice, page);

let version = '';
let state: State = editor.getState() ?? { open: undefined, scroll: 0, scrollOfQuotes: 0 };
/** What was clicked on to see quotes: it gets the focus back. */
let opener: string | undefined;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === 'problem') {
    tell(data.problem);
    return;
  }
  version = data.version;
  tell(data.complete ? '' : 'The corpus is still being read: numbers grow.');
  if (style !== null && style.textContent !== data.style) {
    style.textContent = data.style;
  }
  const focused = document.activeElement?.closest('a')?.getAttribute('href') ?? undefined;
  const { body } = new DOMParser().parseFromString(data.body, 'text/html');
  const { open, scroll, scrollOfQuotes } = state;
  page.replaceChildren(...body.childNodes);
  window.scrollTo({ top: scroll });
  if (open !== undefined) {
    show(open, scrollOfQuotes);
  }
  focusOn(focused);
});

// Before the frame's own listener, which scrolls to what is named and shows nothing.
document.addEventListener(
  'click',
  (event) => {
    const target = event.target instanceof Element ? event.target.closest('a') : null;
    const href = target?.getAttribute('href');
    if (href == null) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (href.startsWith(SOURCE)) {
      editor.postMessage({ kind: 'open', version, place: Number(href.slice(SOURCE.length)) });
      return;
    }
    const id = href.slice(1);
    if (document.getElementById(id)?.tagName === 'ASIDE') {
      opener = href;
      show(id, 0);
      shown()?.querySelector<HTMLElement>('.close a')?.focus({ preventScroll: true });
    } else {
      close();
    }
  },
  { capture: true },
);

document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') {
    close();
  }
});

window.addEventListener('scroll', () => keep({ ...state, scroll: window.scrollY }));

/** The quotes that are shown. */
function shown(): HTMLElement | null {
  return page.querySelector('aside.shown');
}

/** Shows the quotes of a mark, by its id; those of none where the page has no such mark any more. */
function show(id: string, scrolled: number): void {
  shown()?.classList.remove('shown');
  const quotes = document.getElementById(id);
  quotes?.classList.add('shown');
  if (quotes !== null) {
    quotes.scrollTop = scrolled;
    quotes.onscroll = (): void => keep({ ...state, scrollOfQuotes: quotes.scrollTop });
  }
  keep({ ...state, open: quotes === null ? undefined : id, scrollOfQuotes: scrolled });
}

function close(): void {
  if (shown() !== null) {
    shown()?.classList.remove('shown');
    keep({ ...state, open: undefined, scrollOfQuotes: 0 });
    focusOn(opener);
  }
}

/** Gives the focus to a link, by what it leads to. */
function focusOn(href: string | undefined): void {
  const links = href === undefined ? [] : [...page.querySelectorAll<HTMLElement>('a')];
  const link = links.find((one) => one.getAttribute('href') === href && one.getClientRects().length > 0);
  link?.focus({ preventScroll: true });
}

function tell(words: string): void {
  notice.textContent = words;
  notice.hidden = words === '';
}

function keep(now: State): void {
  state = now;
  editor.setState(now);
}

tell('');
editor.postMessage({ kind: 'ready' });
