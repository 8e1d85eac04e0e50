import * as fc from 'fast-check';
import widthOf from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { createView, cut, entry, flow, fold, pad, wrap } from '../../src/cli/text/view.ts';

const letters = fc.constantFrom('a', 'word', ' ', '，', '海', '浪', 'é', '😀', '/path/x');
const text = fc.array(letters, { maxLength: 60 }).map((parts) => parts.join(''));
const view = (columns: number) => createView(columns, { plain: true, nowMs: 0 });

describe('the layout', () => {
  it('cuts and pads to the columns that are there', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 90 }), (given, columns) => {
        const short = cut(given, columns);
        expect(widthOf(short)).toBeLessThanOrEqual(columns);
        if (widthOf(given) <= columns) expect(short).toBe(given);
        expect(widthOf(pad(short, columns))).toBe(columns);
      }),
      { seed: 16, verbose: true },
    );
  });

  it('wraps without losing a word, and wider than the columns only where a word is', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 90 }), (given, columns) => {
        const lines = wrap(given, view(columns), '  ');
        expect(lines.join('').replace(/\s/g, '')).toBe(given.replace(/\s/g, ''));
        for (const line of lines) if (widthOf(line) > columns) expect(line.trim()).not.toMatch(/\s/);
      }),
      { seed: 16, verbose: true },
    );
  });

  it('keeps a sentence with a command on one line, and wraps the others', () => {
    const command = 'To try again: `npx -y seedance-mcp submit --task-id production:abcdefgh12345678`.';
    const before = 'Clip 1 failed. The rest is finished, and only what changed is paid for.';
    expect(fold(`${before} ${command} All takes: /out/index.html`, view(40))).toEqual([
      ...wrap(before, view(40)),
      command,
      'All takes: /out/index.html',
    ]);
    expect(fold(`Saved /My Film. Cut 2 npx.mp4`, view(10))).toEqual(['Saved /My Film. Cut 2 npx.mp4']);
  });

  it('sets fields side by side and breaks none', () => {
    fc.assert(
      fc.property(fc.array(text), fc.integer({ min: 20, max: 90 }), (fields, columns) => {
        const lines = flow(fields, view(columns), '  ');
        for (const field of fields.filter((one) => one !== ''))
          expect(lines.some((line) => line.includes(field))).toBe(true);
      }),
      { seed: 16, verbose: true },
    );
    expect(flow(['abc', undefined, '', 'def'], view(20), '    ', '')).toEqual(['abc  def']);
    expect(flow(['abc', 'def'], view(5), '    ', '')).toEqual(['abc', '    def']);
  });

  it('gives a label its own line where there is no room beside it', () => {
    expect(entry('ok   node', 'as it should be', 12, view(60))).toEqual(['ok   node   as it should be']);
    expect(entry('ok   node', 'as it should be', 12, view(40))).toEqual(['ok   node', '  as it should be']);
  });
});
