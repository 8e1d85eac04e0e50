import { describe, expect, it } from 'vitest';
import { readTimeline } from '../../../src/prompt/text/time/resolve.ts';
import { timeCases } from './time-sisters.ts';

describe.each(Object.entries(timeCases))('%s', (_, cases) => {
  it.each(cases.map((one) => [one.text, one] as const))('%j', (text, { shots, total, duration }) => {
    const timeline = readTimeline(text, duration);
    if (shots) expect(timeline.segments.map(({ start, end }) => `${start}-${end}`)).toEqual(shots);
    if (total !== undefined) expect(timeline.totals[0]?.seconds ?? null).toBe(total);
  });
});
