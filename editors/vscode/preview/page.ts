/**
 * The page of the reading preview. Whatever comes from an article becomes text nodes and
 * attributes, never HTML, so nothing in it can run.
 */
import type { Position } from 'vscode-languageclient/node';
import type { PreviewBlock, PreviewSpan, Preview, QuoteSpeaker } from '../src/server/answers';
import { firstAt, keyOf, type Voice, voicesOf } from './voices';
import type { FromPage, ToPage } from './messages';
import { few, told } from './told';

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
/** The nodes of quotes with the numbers of their quotes. */
let quoted: { readonly node: HTMLElement; readonly quote: number }[] = [];
let voices: ReadonlyMap<string, Voice> = new Map();
/** What is told of each quote: once, however many fragments it has. */
let hints: (string | undefined)[] = [];
/** The tints of those who say each quote, likewise. */
let tints: (readonly number[] | undefined)[] = [];
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
    const edge = legend.offsetHeight + 8;
    const below = firstAt(anchors, ({ node }) => node.getBoundingClientRect().top > edge);
    editor.postMessage({ kind: 'scrolled', line: anchors[below - 1]?.line ?? 0 });
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
  voices = voicesOf(preview.quotes);
  blocks = new Map();
  quoted = [];
  hints = [];
  tints = [];
  const head = element('header', 'head');
  if (preview.title !== null) {
    head.append(element('h1', 'title', preview.title));
  }
  if (preview.date !== null) {
    head.append(element('p', 'date', preview.date));
  }
  const body = preview.blocks.map((block) => blockNode(block, preview));
  labelQuotes(preview);
  if (body.length === 0) {
    body.push(element('p', 'problem', 'This file holds no words of an article.'));
  }
  anchors = [...blocks].map(([node, block]) => ({ node, line: block.pieces[0]?.position.line ?? 0 }));
  legend.replaceChildren(...legendNodes());
  article.replaceChildren(head, ...body);
  fitLegend();
  if (chosenSpeaker !== undefined && !voices.has(chosenSpeaker)) {
    chosenSpeaker = undefined;
  }
  highlight();
  scrollPage(top);
}

/**
 * Says after the last words of each quote what it is about, and on which side. It is no text of the article's, and stands in
 * an element of its own: it goes on in the line, without the underline, up to the full stop.
 */
function labelQuotes(preview: Preview): void {
  const last = new Map(quoted.map(({ node, quote }) => [quote, node]));
  for (const [quote, node] of last) {
    const topics = preview.quotes[quote]?.topics ?? [];
    if (topics.length > 0) {
      const label = element('span', 'topics');
      label.dataset['topics'] = few(topics.map((topic) => `${topic.side} ${topic.name}`));
      tintForAll(label, tints[quote] ?? []);
      node.after(label);
    }
  }
}

/** Leaves the roles out of the legend where they would take more than its room. */
function fitLegend(): void {
  legend.classList.toggle('tight', false);
  legend.classList.toggle('tight', legend.scrollHeight > legend.clientHeight + 1);
}

window.addEventListener('resize', fitLegend);

/** As many speakers get a button. */
const MOST_BUTTONS = 200;

function legendNodes(): HTMLElement[] {
  const nodes: HTMLElement[] = [];
  for (const [id, { name, roles, quotes, tint }] of voices) {
    if (nodes.length === MOST_BUTTONS) {
      nodes.push(element('span', 'role', `and ${voices.size - MOST_BUTTONS} more`));
      break;
    }
    const node = tinted(element('button', 'speaker'), tint);
    node.dataset['id'] = id;
    node.append(element('span', 'name', name));
    if (roles.length > 0) {
      node.append(element('span', 'role', roles.join(', ')));
    }
    node.append(element('span', 'count', `${quotes.size} quote${quotes.size === 1 ? '' : 's'}`));
    node.title = [name, ...roles, 'Click to show these quotes only'].join('\n');
    node.setAttribute('aria-pressed', 'false');
    node.addEventListener('click', () => {
      chosenSpeaker = chosenSpeaker === id ? undefined : id;
      highlight();
    });
    nodes.push(node);
  }
  return nodes;
}

/** Fades the quotes of all but the chosen speaker. */
function highlight(): void {
  for (const button of legend.querySelectorAll<HTMLElement>('.speaker')) {
    button.setAttribute('aria-pressed', String(button.dataset['id'] === chosenSpeaker));
  }
  const theirs = chosenSpeaker === undefined ? undefined : voices.get(chosenSpeaker)?.quotes;
  for (const { node, quote } of quoted) {
    node.classList.toggle('faded', theirs !== undefined && !theirs.has(quote));
  }
}

function blockNode(block: PreviewBlock, preview: Preview): HTMLElement {
  // The title is the page's only heading of the first level.
  const node = element(block.level === 0 ? 'p' : `h${Math.min(block.level + 1, 6)}`, 'block');
  fill(node, block.text, block.spans, (span) => spanNode(span, preview));
  blocks.set(node, block);
  return node;
}

/** Puts a text into a node, and its spans into each other: outer ones come before inner ones. Every span is looked at once. */
function fill(outermost: HTMLElement, text: string, spans: readonly PreviewSpan[], made: (span: PreviewSpan) => HTMLElement): void {
  const open: { readonly node: HTMLElement; readonly end: number }[] = [{ node: outermost, end: text.length }];
  let at = 0;
  const closeTo = (place: number): void => {
    for (let last = open.at(-1); last !== undefined && last.end <= place; last = open.at(-1)) {
      last.node.append(text.slice(at, last.end));
      at = last.end;
      open.pop();
    }
  };
  for (const span of spans) {
    if (span.start < text.length) {
      closeTo(span.start);
    }
    const around = open.at(-1);
    if (around === undefined || span.start < at || span.end > around.end) {
      continue;
    }
    around.node.append(text.slice(at, span.start));
    const node = made(span);
    around.node.append(node);
    open.push({ node, end: span.end });
    at = span.start;
  }
  closeTo(text.length);
}

function spanNode(span: PreviewSpan, preview: Preview): HTMLElement {
  switch (span.kind) {
    case 'quote': {
      const quote = preview.quotes[span.quote];
      const node = element('span', `quote ${quote?.kind ?? ''}`);
      tintForAll(node, (tints[span.quote] ??= tintsOf(quote?.speakers ?? [])));
      quoted.push({ node, quote: span.quote });
      const hint = (hints[span.quote] ??= quote === undefined ? '' : told(quote));
      node.title = hint;
      node.tabIndex = 0;
      node.setAttribute('role', 'link');
      node.setAttribute('aria-description', hint);
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
  const next = firstAt(anchors, (anchor) => anchor.line >= line);
  const node = (anchors[next] ?? anchors.at(-1))?.node;
  if (node !== undefined) {
    const isFirst = next === 0 || next === anchors.length;
    scrollPage(isFirst ? 0 : node.offsetTop - legend.offsetHeight - 8);
  }
}

function scrollPage(top: number): void {
  window.scrollTo({ top });
  scrolledByText = window.scrollY;
}

/** Gives something the tint and the underline of a speaker. Turning by the golden angle keeps any number of tints apart. */
function tinted(node: HTMLElement, number: number): HTMLElement {
  node.style.setProperty('--tint', String(hueOf(number)));
  node.style.setProperty('--line', LINES[number % LINES.length] ?? 'solid');
  return node;
}

/** As many tints are shown of a quote of several speakers. */
const MOST_TINTS = 4;

function tintsOf(speakers: readonly QuoteSpeaker[]): readonly number[] {
  return speakers.slice(0, MOST_TINTS).map((speaker) => voices.get(keyOf(speaker))?.tint ?? 0);
}

/** Gives words the tints of all who say them, one above the other; the underline is that of the first. */
function tintForAll(node: HTMLElement, tints: readonly number[]): void {
  tinted(node, tints[0] ?? 0);
  if (tints.length > 1) {
    const share = 100 / tints.length;
    const bands = tints.map((tint, place) => `${colourOf(tint)} ${place * share}% ${(place + 1) * share}%`);
    node.style.setProperty('--tints', `linear-gradient(${bands.join(', ')})`);
    node.classList.toggle('joint', true);
  }
}

function hueOf(number: number): number {
  return Math.round(215 + number * 222.492) % 360;
}

function colourOf(tint: number): string {
  return `hsl(${hueOf(tint)} 70% 50% / 0.2)`;
}

function element(name: string, classes: string, words?: string): HTMLElement {
  const node = document.createElement(name);
  node.className = classes;
  if (words !== undefined) {
    node.textContent = words;
  }
  return node;
}
