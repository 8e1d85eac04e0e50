import { lazy } from '../../core/lazy.ts';
import type { Analysis } from '../analysis.ts';
import type { Reference } from '../text/mentions.ts';

const bareBefore = /(?:^|[。.!?;；\n])\s*(?:please\s)?(?:参考|参照|使用|用|reference|use|using|refer to|see)\s*$/i;
const bareAfter = /^\s*(?:[。.;；!]|$|\n)/;

/** `参考@图片1。` and nothing more: the top mistake. A mention that has a role elsewhere is none. */
export function bareMentions({ mentions, text }: Analysis): Reference[] {
  const times = lazy(() => countTimes(mentions));
  return runsOf(mentions).flatMap((run) => {
    const [first] = run;
    const last = run.at(-1);
    const opens = first !== undefined && bareBefore.test(text.slice(Math.max(0, first.start - 24), first.start));
    const closes = last !== undefined && bareAfter.test(text.slice(last.end, last.end + 4));
    return opens && closes ? run.filter((mention) => times().get(keyOf(mention)) === 1) : [];
  });
}

function countTimes(mentions: readonly Reference[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const mention of mentions) times.set(keyOf(mention), (times.get(keyOf(mention)) ?? 0) + 1);
  return times;
}

/** Mentions that stand side by side: `@图片1 @图片2、@图片3`. */
function runsOf(mentions: readonly Reference[]): Reference[][] {
  const runs: Reference[][] = [];
  for (const mention of mentions) {
    const run = runs.at(-1);
    if (run && mention.start - (run.at(-1)?.end ?? 0) <= 2) run.push(mention);
    else runs.push([mention]);
  }
  return runs;
}

function keyOf({ type, numbers }: Reference): string {
  return `${type}${numbers.join()}`;
}
