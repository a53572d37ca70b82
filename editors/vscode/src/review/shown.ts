/** How a review is drawn: the current proposal as it would be written, the others faintly. */
import * as vscode from 'vscode';
import type { Proposal } from '../server/answers';

/** What the server calls a range. */
interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A range as the editor names it. */
export function rangeOf({ start, end }: ProtocolRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Which of the beginnings and ends of a proposal are chosen, by their numbers. */
export interface Bounds {
  readonly beginning: number;
  readonly ending: number;
}

/** Those that are proposed first. */
export const AS_PROPOSED: Bounds = { beginning: 0, ending: 0 };

const TAG = { color: new vscode.ThemeColor('editorInlayHint.foreground') };

/** Draws proposals in an editor. */
export class Shown implements vscode.Disposable {
  private readonly current = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('diffEditor.insertedTextBackground'),
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly others = vscode.window.createTextEditorDecorationType({
    textDecoration: 'underline dotted var(--vscode-editorInlayHint-foreground)',
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  private readonly words = vscode.window.createTextEditorDecorationType({});

  /** Shows one proposal with the words of its fragments, and where the others are. */
  show(editor: vscode.TextEditor, proposals: readonly Proposal[], current: Proposal, bounds: Bounds, place: string): void {
    const fragments = fragmentsOf(current, bounds);
    const tag = current.choices[current.chosen ?? -1]?.tag ?? 'by …';
    editor.setDecorations(
      this.current,
      fragments.map((range, number) => ({
        range,
        hoverMessage: told(current),
        renderOptions: {
          before: { ...TAG, contentText: '[' },
          after: { ...TAG, contentText: `]{${number === 0 ? tag : 'more'}}` },
        },
      })),
    );
    editor.setDecorations(
      this.others,
      proposals.filter((other) => other !== current).flatMap((other) => other.fragments.map(rangeOf)),
    );
    const last = fragments.at(-1)?.end ?? editor.selection.active;
    const end = under(editor.document, last.line);
    const contentText = below(current, place);
    editor.setDecorations(this.words, [
      { range: new vscode.Range(end, end), renderOptions: { after: { ...TAG, contentText, fontStyle: 'italic' } } },
    ]);
  }

  /** Takes everything away. */
  clear(editor: vscode.TextEditor): void {
    for (const kind of [this.current, this.others, this.words]) {
      editor.setDecorations(kind, []);
    }
  }

  dispose(): void {
    this.current.dispose();
    this.others.dispose();
    this.words.dispose();
  }
}

/** All that is known of a proposal, as plain text: nothing that an article says is to become a link or a picture. */
function told(proposal: Proposal): vscode.MarkdownString {
  const message = new vscode.MarkdownString();
  message.appendText([proposal.question ?? proposal.reason, ...choicesOf(proposal, Infinity)].join('\n'));
  return message;
}

/** The words that would stand in brackets. */
function fragmentsOf({ ends, fragments, starts }: Proposal, { beginning, ending }: Bounds): vscode.Range[] {
  const start = starts[beginning];
  return (ends[ending] ?? fragments).map(rangeOf).map((range, number) => {
    const begin = number > 0 || start === undefined ? range.start : new vscode.Position(start.line, start.character);
    return begin.isBefore(range.end) ? range.with(begin) : range;
  });
}

/** The blank line under a paragraph, where words do not push others aside; the end of the text where there is none. */
function under(document: vscode.TextDocument, line: number): vscode.Position {
  for (let below = line + 1; below < document.lineCount; below += 1) {
    if (document.lineAt(below).isEmptyOrWhitespace) {
      return document.lineAt(below).range.end;
    }
  }
  return document.lineAt(document.lineCount - 1).range.end;
}

/** As many characters stand in the line under a paragraph, which does not wrap: a window that is 1,024 pixels wide has them beside the side bar. */
const WIDTH = 76;

/** As many characters are told of somebody where not everything fits. */
const DETAIL = 28;

/**
 * What stands under the paragraph: which one it is, what has to be asked, and who may have said it. Where that is too
 * long for a line, less is told of each, and then the last ones are only counted; when the pointer rests on the words,
 * everything is told.
 */
export function below(proposal: Proposal, place: string): string {
  const asked = proposal.question ?? proposal.reason;
  const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ');
  const head = `${place} ${proposal.tier}`;
  const inFull = joined([head, asked, ...choicesOf(proposal, Infinity)]);
  if (inFull.length <= WIDTH) {
    return inFull;
  }
  const begin = [head, shortened(asked, WIDTH / 2)];
  const choices = choicesOf(proposal, DETAIL);
  const bare = choicesOf(proposal, 0);
  for (let shown = choices.length; shown > 0; shown -= 1) {
    const rest = choices.length - shown;
    const more = rest === 0 ? '' : vscode.l10n.t('{0} more', rest);
    for (const told of [choices, [...choices.slice(0, 1), ...bare.slice(1)], bare]) {
      const line = joined([...begin, ...told.slice(0, shown), more]);
      if (line.length <= WIDTH || (shown === 1 && told === bare)) {
        return line;
      }
    }
  }
  return joined(begin);
}

/** Everybody who may have said it, by the keys that choose them; of each as much as that many characters hold. */
function choicesOf(proposal: Proposal, length: number): string[] {
  return proposal.choices.slice(0, 9).map(({ label, detail }, number) => {
    const more = detail == null || detail === '' || length === 0 ? '' : `, ${shortened(detail, length)}`;
    return `${String(number + 1)} ${label}${more}`;
  });
}

function shortened(words: string, length: number): string {
  return words.length > length ? `${words.slice(0, length)}…` : words;
}
