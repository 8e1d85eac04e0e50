/** A language's sentences by those of the source; `{0}`, `{1}` stand for what is filled in. */
export type Catalogue = Readonly<Record<string, string>>;

/** An open row ends with what is filled in: the rest of the text, whatever it holds. */
type Row = { literals: string[]; pattern: RegExp; isOpen: boolean; numbers: string[]; said: string };
type Fit = (value: string) => boolean;
type Match = { length: number; said: string };

/** Of a longer text the first sentences are read one by one. */
const longestRead = 4_000;

/** Says in another language what the source says in English. What the catalogue does not know stays as it is. */
export function createTranslator(catalogue: Catalogue): (text: string) => string {
  const rows = Object.entries(catalogue)
    .flatMap(([key, said]) => [[key, said] as const, ...withoutFirst(key, said)])
    .map(([key, said]) => createRow(key.trim(), said))
    .sort((a, b) => weightOf(b) - weightOf(a));

  function translate(text: string): string {
    const whole = findSentence(text);
    if (whole?.length === text.length) return whole.said;
    return text.split('\n').map(translateLine).join('\n');
  }

  function translateLine(line: string): string {
    const said: string[] = [];
    for (let rest = line; rest !== ''; ) {
      const found = findSentence(rest) ?? nextSentence(rest);
      said.push(joinable(said.at(-1) ?? '', found.said));
      rest = rest.slice(found.length);
    }
    return said.join('');
  }

  /** The sentence that the text begins with. What is filled in holds no other sentences, if that can be. */
  function findSentence(text: string): Match | undefined {
    const rest = text.trimStart();
    if (rest.length > longestRead) return undefined;
    const likely = rows.filter(({ literals }) => literals.every((literal) => rest.includes(literal)));
    const found =
      likely.map((row) => matchRow(row, rest, isPlain)).find(Boolean) ??
      likely.map((row) => matchRow(row, rest, () => true)).find(Boolean);
    return found && { ...found, length: found.length + text.length - rest.length };
  }

  function matchRow({ pattern, isOpen, numbers, said }: Row, text: string, isFit: Fit): Match | undefined {
    const [all, ...values] = pattern.exec(text) ?? [];
    const inside = isOpen ? values.slice(0, -1) : values;
    if (!all || !inside.every(isFit)) return undefined;
    const filled = said.replace(/(["“]?)\{(\d+)\}/g, (_, quote: string, number: string) => {
      const value = values[numbers.indexOf(number)] ?? '';
      return quote + (quote || !/[a-z]{2}/i.test(value) ? value : translate(value));
    });
    return { length: all.length, said: filled };
  }

  return translate;
}

/** What a sentence that is filled in is followed by: that sentence may be told already. */
function withoutFirst(key: string, said: string): [string, string][] {
  const [, rest] = /^\{0\} ([A-Z].*)$/s.exec(key) ?? [];
  return rest !== undefined && said.startsWith('{0}') ? [[rest, said.slice('{0}'.length).trimStart()]] : [];
}

/** `…` in a key stands for anything: the build cuts what is long (scripts/shorten-keys.mjs). */
function createRow(key: string, said: string): Row {
  const parts = key.split(/(\{\d+\}|…)/);
  const literals = parts.filter((_, i) => i % 2 === 0);
  const holes = parts.filter((_, i) => i % 2 === 1);
  const isOpen = literals.at(-1) === '';
  const source = parts.map((part, i) => {
    if (i % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const any = isOpen && i === parts.length - 2 ? '.*' : '.*?';
    return part === '…' ? any : `(${any})`;
  });
  const numbers = holes.flatMap((hole) => (hole === '…' ? [] : [hole.slice(1, -1)]));
  // What is no sentence is a value that is filled in, and stands alone.
  const end = /[.!?:]$/.test(key) ? '(?=\\s|$)' : '$';
  return { literals, isOpen, pattern: new RegExp(`^${source.join('')}${end}`, 's'), numbers, said };
}

/** The more a row says itself, the surer it is. */
function weightOf({ literals }: Row): number {
  return literals.join('').length;
}

function isPlain(value: string): boolean {
  return !/[.!?] [A-Z]/.test(value);
}

/** A sentence that is in no row, as it is. */
function nextSentence(text: string): Match {
  const [said] = /^\s*.*?[.!?:](?=\s)|^.*/s.exec(text) ?? [text];
  return { length: said.length, said };
}

/** The next piece of a text, with the space that it needs: there is none between full-width marks. */
function joinable(before: string, after: string): string {
  const last = before.at(-1) ?? '';
  if (/[\u3000-\u303f\uff00-\uffef]/.test(last)) return after.trimStart();
  return /[!-~]/.test(last) && !/^[\s（，。；：]/.test(after) ? ` ${after}` : after;
}
