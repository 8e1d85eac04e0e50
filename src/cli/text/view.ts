import { styleText } from 'node:util';
import widthOf from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';
import type { App } from '../../app.ts';
import { installation } from '../../core/installation.ts';

export type Style = 'strong' | 'faint' | 'good' | 'bad' | 'doubtful';

/** What a text is laid out for. A Chinese character takes two columns. */
export type View = {
  columns: number;
  nowMs: number;
  paint(style: Style, text: string): string;
};

const formats = { strong: 'bold', faint: 'dim', good: 'green', bad: 'red', doubtful: 'yellow' } as const;
const usualColumns = 80;

/** What a text is written to. */
type Stream = { isTTY?: boolean; columns?: number };

export function columnsOf({ columns }: Stream): number {
  return columns || usualColumns;
}

export function viewOn(stream: Stream, { now, parts: { config } }: App): View {
  return createView(columnsOf(stream), { plain: !stream.isTTY || config.plainOutput, nowMs: now() });
}

export function createView(columns: number, { plain, nowMs }: { plain: boolean; nowMs: number }): View {
  return {
    columns,
    nowMs,
    // Whether the stream takes colours was decided by the caller.
    paint: (style, text) => (plain ? text : styleText(formats[style], text, { validateStream: false })),
  };
}

/** Plain text, cut so that it fits. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let short = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(short + segment) >= columns) break;
    short += segment;
  }
  return `${short}…`;
}

export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

/** Lines of a text. A word that is too long, a path or an address, stays whole so that it can be copied. */
export function wrap(text: string, { columns }: Pick<View, 'columns'>, indent = ''): string[] {
  // Chinese and Japanese have no blanks to break at.
  const hard = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text);
  return wrapAnsi(text, Math.max(1, columns - indent.length), { hard })
    .split('\n')
    .map((line) => indent + line);
}

/** The lines of a message. What names a path or a command stays on one line, so that it can be copied. */
export function fold(text: string, view: Pick<View, 'columns'>): string[] {
  return text.split('\n').flatMap((line) => {
    if (line.startsWith('Saved ')) return [line];
    return line.includes(installation.command) ? foldAround(line, view) : wrap(line, view);
  });
}

/** A sentence with a command stands on a line of its own. */
function foldAround(line: string, view: Pick<View, 'columns'>): string[] {
  const lines: string[][] = [[]];
  for (const sentence of line.split(/(?<=[.。]) ?(?=\p{Lu}|\p{Script=Han})/u)) {
    if (sentence.includes(installation.command)) lines.push([sentence], []);
    else lines.at(-1)?.push(sentence);
  }
  return lines
    .map((sentences) => sentences.join(' '))
    .flatMap((part) => (part.includes(installation.command) ? [part] : part === '' ? [] : wrap(part, view)));
}

const gap = '  ';

/** Fields side by side, in as few lines as they need; none is broken. */
export function flow(
  fields: readonly (string | undefined)[],
  { columns }: Pick<View, 'columns'>,
  indent = '',
  first = indent,
): string[] {
  const lines: string[] = [];
  for (const field of fields.filter((one) => one !== undefined && one !== '')) {
    const last = lines.at(-1);
    const joined = `${last}${gap}${field}`;
    if (last !== undefined && widthOf(joined) <= columns) lines[lines.length - 1] = joined;
    else lines.push((last === undefined ? first : indent) + field);
  }
  return lines;
}

const narrowColumns = 60;

/** Whether there is no room for columns. */
export function isNarrow({ columns }: Pick<View, 'columns'>): boolean {
  return columns < narrowColumns;
}

/** A label and what it says, in a column of their own; below one another where there is no room. */
export function entry(label: string, text: string, labelColumns: number, view: View): string[] {
  if (text === '') return [label];
  if (isNarrow(view)) return [label, ...wrap(text, view, gap)];
  const indent = ' '.repeat(labelColumns);
  const [first = '', ...rest] = wrap(text, view, indent);
  return [pad(label, labelColumns) + first.slice(labelColumns), ...rest];
}
