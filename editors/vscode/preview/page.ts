/**
 * The page of the reading preview. Whatever comes from an article becomes text nodes and
 * attributes, never HTML, so nothing in it can run.
 */
import type { Position } from 'vscode-languageclient/node';
import type { PreviewBlock, PreviewSpan, Preview, Quote } from '../src/server/answers';
import type { FromPage, ToPage } from './messages';

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void; setState(state: unknown): void };

/** The styles of underlines, which go round beside the tints; wavy ones are for slips. */
const LINES = ['solid', 'double', 'dotted', 'dashed'];

const editor = acquireVsCodeApi();
const legend = element('nav', 'legend');
legend.setAttribute('aria-label', 'Speakers');
const article = element('main', 'article');
document.body.append(legend, article);

/** The blocks on the page with the lines at which they begin in the file. */
let anchors: { readonly line: number; readonly node: HTMLElement }[] = [];
let blocks = new Map<HTMLElement, PreviewBlock>();
let shownUri = '';
let chosenSpeaker: string | undefined;
/** Where the page was scrolled to from the text: that is not to scroll the text back. */
let scrolledByText = Number.NaN;

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  switch (data.kind) {
    case 'article':
      show(data.preview, data.uri);
      break;
    case 'problem':
      anchors = [];
      legend.replaceChildren();
      article.replaceChildren(element('p', 'problem', data.problem));
      break;
    case 'scroll':
      scrollTo(data.line);
      break;
  }
});

window.addEventListener('scroll', () => {
  const isEcho = Math.abs(window.scrollY - scrolledByText) < 1;
  scrolledByText = Number.NaN;
  if (!isEcho) {
    const top = anchors.findLast(({ node }) => node.getBoundingClientRect().top <= legend.offsetHeight + 8);
    editor.postMessage({ kind: 'scrolled', line: top?.line ?? 0 });
  }
});

article.addEventListener('click', (event) => {
  if (window.getSelection()?.isCollapsed === false) {
    return;
  }
  const place = placeAt(event);
  if (place !== undefined) {
    editor.postMessage({ kind: 'open', ...place });
  }
});

article.addEventListener('keydown', (event) => {
  if ((event.key === 'Enter' || event.key === ' ') && event.target instanceof HTMLElement) {
    const place = placeOf(event.target, 0);
    if (place !== undefined) {
      event.preventDefault();
      editor.postMessage({ kind: 'open', ...place });
    }
  }
});

editor.postMessage({ kind: 'ready' });

function show(preview: Preview, uri: string): void {
  const top = uri === shownUri ? window.scrollY : 0;
  shownUri = uri;
  const speakers = speakersOf(preview.quotes);
  blocks = new Map();
  const head = element('header', 'head');
  if (preview.title !== null) {
    head.append(element('h1', 'title', preview.title));
  }
  if (preview.date !== null) {
    head.append(element('p', 'date', preview.date));
  }
  const body = preview.blocks.map((block) => blockNode(block, preview, speakers));
  if (body.length === 0) {
    body.push(element('p', 'problem', 'This file holds no words of an article.'));
  }
  anchors = [...blocks].map(([node, block]) => ({ node, line: block.pieces[0]?.position.line ?? 0 }));
  legend.replaceChildren(...legendNodes(preview.quotes, speakers));
  article.replaceChildren(head, ...body);
  if (chosenSpeaker !== undefined && !speakers.has(chosenSpeaker)) {
    chosenSpeaker = undefined;
  }
  highlight();
  scrollPage(top);
}

/** The speakers of an article with the numbers of their tints, in the order in which they speak. */
function speakersOf(quotes: readonly Quote[]): Map<string, number> {
  const speakers = new Map<string, number>();
  for (const speaker of quotes.flatMap((quote) => quote.speakers)) {
    if (!speakers.has(speaker.id)) {
      speakers.set(speaker.id, speakers.size);
    }
  }
  return speakers;
}

function legendNodes(quotes: readonly Quote[], speakers: ReadonlyMap<string, number>): HTMLElement[] {
  return [...speakers].map(([id, tint]) => {
    const theirs = quotes.filter((quote) => quote.speakers.some((speaker) => speaker.id === id));
    const name = theirs[0]?.speakers.find((speaker) => speaker.id === id)?.name ?? id;
    const roles = [...new Set(theirs.flatMap((quote) => (quote.speakers.length === 1 ? quote.roles : [])))];
    const node = tinted(element('button', 'speaker'), tint);
    node.dataset['id'] = id;
    node.append(element('span', 'name', name));
    if (roles.length > 0) {
      node.append(element('span', 'role', roles.join(', ')));
    }
    node.append(element('span', 'count', `${theirs.length} quote${theirs.length === 1 ? '' : 's'}`));
    node.title = [name, ...roles, 'Click to show these quotes only'].join('\n');
    node.setAttribute('aria-pressed', 'false');
    node.addEventListener('click', () => {
      chosenSpeaker = chosenSpeaker === id ? undefined : id;
      highlight();
    });
    return node;
  });
}

/** Fades the quotes of all but the chosen speaker. */
function highlight(): void {
  for (const button of legend.querySelectorAll<HTMLElement>('.speaker')) {
    button.setAttribute('aria-pressed', String(button.dataset['id'] === chosenSpeaker));
  }
  for (const quote of article.querySelectorAll<HTMLElement>('.quote')) {
    const ids = (quote.dataset['speakers'] ?? '').split(' ');
    quote.classList.toggle('faded', chosenSpeaker !== undefined && !ids.includes(chosenSpeaker));
  }
}

function blockNode(block: PreviewBlock, preview: Preview, speakers: ReadonlyMap<string, number>): HTMLElement {
  // The title is the page's only heading of the first level.
  const node = element(block.level === 0 ? 'p' : `h${Math.min(block.level + 1, 6)}`, 'block');
  fill(node, block.text, 0, block.text.length, [...block.spans]);
  blocks.set(node, block);
  return node;

  function fill(parent: HTMLElement, text: string, from: number, to: number, spans: PreviewSpan[]): void {
    let at = from;
    while (spans.length > 0) {
      const span = spans.shift();
      if (span === undefined || span.start < at || span.end > to) {
        continue;
      }
      const inside = spans.filter((other) => other.start >= span.start && other.end <= span.end);
      spans.splice(0, spans.length, ...spans.filter((other) => !inside.includes(other)));
      parent.append(text.slice(at, span.start));
      const child = spanNode(span, preview, speakers);
      child.dataset['start'] = String(span.start);
      fill(child, text, span.start, span.end, inside);
      parent.append(child);
      at = span.end;
    }
    parent.append(text.slice(at, to));
  }
}

function spanNode(span: PreviewSpan, preview: Preview, speakers: ReadonlyMap<string, number>): HTMLElement {
  switch (span.kind) {
    case 'quote': {
      const quote = preview.quotes[span.quote];
      const first = quote?.speakers[0]?.id ?? '?';
      const node = tinted(element('span', `quote ${quote?.kind ?? ''}`), speakers.get(first) ?? 0);
      node.dataset['speakers'] = quote?.speakers.map((speaker) => speaker.id).join(' ') ?? '';
      node.title = quote === undefined ? '' : told(quote);
      node.tabIndex = 0;
      node.setAttribute('role', 'link');
      node.setAttribute('aria-description', node.title);
      return node;
    }
    case 'mention': {
      const node = element('span', 'mention');
      node.title = [span.entity.name, ...span.roles].join(', ');
      return node;
    }
    case 'note': {
      const node = element('span', 'note');
      node.title = `Note: ${span.note}`;
      return node;
    }
  }
}

function told(quote: Quote): string {
  const names = (entities: readonly { readonly name: string }[]): string => entities.map((entity) => entity.name).join(', ');
  const lines = [
    [names(quote.speakers), ...quote.roles].join(', '),
    quote.organisations.length > 0 ? `for ${names(quote.organisations)}` : '',
    quote.addressees.length > 0 ? `to ${names(quote.addressees)}` : '',
    quote.topics.map((topic) => `${topic.side} ${topic.name}`).join(', '),
    [quote.kind, quote.date].filter(Boolean).join(', '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function placeAt(event: MouseEvent): Position | undefined {
  const caret = document.caretPositionFromPoint(event.clientX, event.clientY);
  return caret === null ? undefined : placeOf(caret.offsetNode, caret.offset);
}

/** Where in the file a place on the page stands. */
function placeOf(node: Node, offset: number): Position | undefined {
  const near = node instanceof Element ? node : node.parentElement;
  const blockElement = near?.closest<HTMLElement>('.block');
  const block = blockElement == null ? undefined : blocks.get(blockElement);
  if (blockElement == null || block === undefined) {
    return undefined;
  }
  const before = document.createRange();
  before.selectNodeContents(blockElement);
  before.setEnd(node, offset);
  const at = before.toString().length;
  const piece = block.pieces.findLast(({ start }) => start <= at) ?? block.pieces[0];
  if (piece === undefined) {
    return undefined;
  }
  return { line: piece.position.line, character: piece.position.character + Math.max(0, at - piece.start) };
}

function scrollTo(line: number): void {
  const next = anchors.findIndex((anchor) => anchor.line >= line);
  const node = (next < 0 ? anchors.at(-1) : anchors[next])?.node;
  if (node !== undefined) {
    const isFirst = next <= 0;
    scrollPage(isFirst ? 0 : node.offsetTop - legend.offsetHeight - 8);
  }
}

function scrollPage(top: number): void {
  window.scrollTo({ top });
  scrolledByText = window.scrollY;
}

/** Gives something the tint and the underline of a speaker. Turning by the golden angle keeps any number of tints apart. */
function tinted(node: HTMLElement, number: number): HTMLElement {
  node.style.setProperty('--tint', String(Math.round(215 + number * 222.492) % 360));
  node.style.setProperty('--line', LINES[number % LINES.length] ?? 'solid');
  return node;
}

function element(name: string, classes: string, words?: string): HTMLElement {
  const node = document.createElement(name);
  node.className = classes;
  if (words !== undefined) {
    node.textContent = words;
  }
  return node;
}
