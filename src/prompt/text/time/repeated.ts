import { anyOf, hanNumber } from '../word-patterns.ts';
import { spelledNumber, toNumber } from './notation.ts';
import type { Total } from './total.ts';

const count = `(\\d{1,2}|${spelledNumber}|${hanNumber})`;
const length = `(\\d{1,2}(?:\\.\\d)?|${spelledNumber}|${hanNumber})[ \\t-]?(?:${anyOf('second')})`;
const many = anyOf('shots');
const shots = anyOf('shot', 'shots');
/** `hint`: what stands in each of its matches, and is looked for first: a pattern takes a third of a second to compile. */
const patterns = [
  { hint: new RegExp(many, 'i'), pattern: `${count}[ \\t]?[x×]?[ \\t]?${length}[ \\t-](?:long )?${many}` },
  {
    hint: /each|apiece/i,
    pattern: `${count}[ \\t]?${shots}[ \\t,，]{0,2}(?:of|at|each|with|[x×*@])?[ \\t]?${length}(?: long)?[ \\t](?:each|apiece)`,
  },
  {
    hint: /each|各|每/i,
    pattern: `${count}[ \\t]?${shots}[ \\t,，]{0,2}(?:each(?: of)?|各|每个?(?:镜头|段|画面)?)[ \\t]?${length}`,
  },
].map(({ hint, pattern }) => ({ hint, pattern: new RegExp(pattern, 'gi') }));

/** So many shots, each of the same length. */
export type Repeated = Total & { count: number };

/** `three 5-second shots`, `3 shots of 5s each`, `三个镜头，每个5秒`: how long that is together. */
export function findRepeated(text: string): Repeated[] {
  const likely = patterns.filter(({ hint }) => hint.test(text));
  return likely.flatMap(({ pattern }) =>
    [...text.matchAll(pattern)].slice(0, 4).flatMap((match): Repeated[] => {
      const [whole, times = '', each = ''] = match;
      const count = toNumber(times) ?? 0;
      const seconds = count * (toNumber(each) ?? 0);
      if (!(seconds > 0) || count === 1) return [];
      return [{ seconds, count, evidence: 'film', start: match.index, end: match.index + whole.length }];
    }),
  );
}
