/** One replacement in a text. */
export type Edit = { start: number; end: number; text: string };

export type Edited = {
  text: string;
  /** Where an offset of the original stands now; inside a replacement, the end of what replaced it. */
  at(offset: number): number;
};

/** Every replacement at once. Of two that overlap, the first is made. */
export function applyEdits(original: string, edits: readonly Edit[]): Edited {
  if (edits.length === 0) return { text: original, at: (offset) => offset };
  const parts: string[] = [];
  const made: Made[] = [];
  let from = 0;
  let written = 0;
  for (const { start, end, text } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < from) continue;
    parts.push(original.slice(from, start), text);
    written += start - from + text.length;
    made.push({ start, end, written });
    from = end;
  }
  parts.push(original.slice(from));
  return { text: parts.join(''), at: (offset) => moved(made, offset) };
}

/** `written`: where the replacement ends in the new text. */
type Made = { start: number; end: number; written: number };

function moved(made: readonly Made[], offset: number): number {
  let low = 0;
  let high = made.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((made[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const last = made[low - 1];
  return last ? last.written + Math.max(0, offset - last.end) : offset;
}
