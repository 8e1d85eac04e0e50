import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exportFormats } from '../../../src/prompt/export/index.ts';
import { createShotList } from '../../../src/prompt/export/shot-list.ts';
import type { Storyboard } from '../../../src/prompt/input.ts';
import { analyzeStoryboard } from '../../../src/prompt/storyboard.ts';
import { harbourFile, heroFile, xskill } from '../clean.ts';
import { OtioTimeline } from './otio-schema.ts';

const storyboard: Storyboard = {
  shots: [
    {
      seconds: 3,
      camera: 'wide shot, slow push-in to the door',
      visual: '@hero waits at @harbour, "alone"',
      sound: 'gulls',
    },
    {
      seconds: 4.5,
      camera: 'medium close-up, static camera',
      visual: '=SUM(A1)',
      dialogue: [{ speaker: '@hero', line: 'Made it, at last.', delivery: 'softly' }],
      transition: 'match cut to the moon',
    },
    { seconds: 4.5, visual: '船离开港口' },
  ],
  style: 'live-action',
  ratio: '21:9',
  music: 'strings',
  references: [heroFile, harbourFile],
};
const list = createShotList(analyzeStoryboard(storyboard, xskill));

describe('exportFormats', () => {
  it('otio: shots fill the track frame by frame, lines and sounds are markers', () => {
    const timeline = JSON.parse(exportFormats.otio.render(list));
    OtioTimeline.parse(timeline);
    expect(timeline.OTIO_SCHEMA).toBe('Timeline.1');
    const [picture, sound] = timeline.tracks.children;
    expect(picture.children.map(({ OTIO_SCHEMA }: { OTIO_SCHEMA: string }) => OTIO_SCHEMA)).toEqual([
      'Clip.2',
      'Clip.2',
      'Clip.2',
    ]);
    const frames = picture.children.map(
      (clip: { source_range: { duration: { value: number; rate: number } } }) => clip.source_range.duration,
    );
    expect(frames.map(({ value }: { value: number }) => value)).toEqual([72, 108, 108]);
    expect(frames[0].rate).toBe(24);
    expect(picture.children[0].media_references.DEFAULT_MEDIA.OTIO_SCHEMA).toBe('MissingReference.1');
    expect(picture.children[0].metadata.seedance).toMatchObject({
      size: 'WS',
      move: 'push_in',
      references: ['@image_file_1', '@image_file_2'],
    });
    expect(sound.children[0].markers.map(({ name }: { name: string }) => name)).toEqual([
      'gulls',
      'hero (softly): Made it, at last.',
    ]);
  });

  it('otio: a hole is a gap, so that every clip stands at its second', () => {
    const gaps = createShotList(
      analyzeStoryboard(
        {
          ...storyboard,
          shots: [
            { visual: 'a', start: 0, end: 3 },
            { visual: 'b', start: 4, end: 8 },
          ],
        },
        xskill,
      ),
    );
    const children = JSON.parse(exportFormats.otio.render(gaps)).tracks.children[0].children;
    expect(children.map(({ OTIO_SCHEMA }: { OTIO_SCHEMA: string }) => OTIO_SCHEMA)).toEqual([
      'Clip.2',
      'Gap.1',
      'Clip.2',
    ]);
    expect(children[1].source_range.duration.value).toBe(24);
  });

  it('csv: no line of any cell begins like a formula, however it is hidden', () => {
    const beginnings = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t=', ' =', '\u200b=', '\ufeff@', '\t'];
    const words = fc.tuple(
      fc.constantFrom('', 'gulls\n', 'gulls\r\n', '\r'),
      fc.constantFrom(...beginnings),
      fc.string(),
    );
    fc.assert(
      fc.property(words, ([before, beginning, after]) => {
        const sound = `${before}${beginning}cmd|' /C calc'!A0${after}`;
        const shots = list.shots.map((shot) => ({ ...shot, sound, transition: sound }));
        const cells = parseCsv(exportFormats.csv.render({ ...list, shots })).flat();
        for (const line of cells.flatMap((cell) => cell.split(/[\r\n]+/))) {
          expect(line).not.toMatch(/^(?:\t|[\s\u200b-\u200f]*[=+\-@＝＋－＠])/);
        }
      }),
      { seed: 14, numRuns: 300 },
    );
  });

  it('csv: RFC 4180 with a mark, and no cell that a spreadsheet would run', () => {
    const [head = [], ...rows] = parseCsv(exportFormats.csv.render(list));
    expect(head[0]).toBe('\uFEFFshot');
    expect(rows).toHaveLength(3);
    const row = (i: number) => Object.fromEntries(head.map((name, j) => [name.replace('\uFEFF', ''), rows[i]?.[j]]));
    expect(row(0)).toMatchObject({
      shot: '1',
      start: '0',
      end: '3',
      size: 'Wide / long shot (WS, LS)',
      picture: 'The hero waits at the harbour, "alone"',
    });
    expect(row(1)).toMatchObject({
      start: '3',
      end: '7.5',
      seconds: '4.5',
      picture: "'=SUM(A1)",
      dialogue: 'hero (softly): Made it, at last.',
    });
    expect(row(2).picture).toBe('船离开港口');
  });

  it('json: boards add up to the whole in milliseconds', () => {
    const file = JSON.parse(exportFormats.json.render(list));
    expect(file).toMatchObject({ fps: 24, aspectRatio: 2.3333 });
    expect(file.boards.map(({ time, duration }: { time: number; duration: number }) => [time, duration])).toEqual([
      [0, 3000],
      [3000, 4500],
      [7500, 4500],
    ]);
    expect(file.boards[1]).toMatchObject({ shot: '2A', dialogue: 'hero (softly): Made it, at last.' });
  });

  it('fountain: title, numbered shots, forced action, character, parenthetical and line', () => {
    const elements = parseFountain(exportFormats.fountain.render(list));
    expect(elements.filter(({ kind }) => kind === 'scene').map(({ text }) => text.match(/#(\d+)#/)?.[1])).toEqual([
      '1',
      '2',
      '3',
    ]);
    expect(elements.filter(({ kind }) => kind === 'action').map(({ text }) => text)).toEqual([
      'The hero waits at the harbour, "alone"',
      '=SUM(A1)',
      '船离开港口',
    ]);
    expect(elements.filter(({ kind }) => kind === 'character').map(({ text }) => text)).toEqual(['HERO']);
    expect(elements.filter(({ kind }) => kind === 'dialogue').map(({ text }) => text)).toEqual([
      '(softly)',
      'Made it, at last.',
    ]);
    expect(elements.filter(({ kind }) => kind === 'transition').map(({ text }) => text)).toEqual([
      'MATCH CUT TO THE MOON',
    ]);
  });

  it('lists a finished text as well', () => {
    const read = createShotList(
      analyzeStoryboard({ prompt: '0-3s: wide shot of a boat.\n3-8s: close-up. Ada says: "We made it."' }, xskill),
    );
    expect(read.shots.map(({ start, end, size, lines }) => [start, end, size?.id, lines.length])).toEqual([
      [0, 3, 'WS', 0],
      [3, 8, 'CU', 1],
    ]);
    for (const { render } of Object.values(exportFormats)) expect(render(read)).toContain('We made it.');
  });
});

function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g;
  for (const [whole, quoted, plain, end] of text.matchAll(cells)) {
    if (whole === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

type Element = { kind: 'scene' | 'action' | 'character' | 'dialogue' | 'transition'; text: string };

/** The rules of fountain.io that matter here: forced marks, and dialogue as the lines that follow a character without a blank. */
function parseFountain(text: string): Element[] {
  const lines = text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\[\[[\s\S]*?\]\]/g, '')
    .split('\n');
  const elements: Element[] = [];
  for (const [i, line] of lines.entries()) {
    const before = elements.at(-1)?.kind;
    const follows = lines[i - 1]?.trim() !== '' && (before === 'character' || before === 'dialogue');
    if (line.startsWith('.')) elements.push({ kind: 'scene', text: line.slice(1) });
    else if (line.startsWith('!')) elements.push({ kind: 'action', text: line.slice(1) });
    else if (line.startsWith('@')) elements.push({ kind: 'character', text: line.slice(1) });
    else if (line.startsWith('> ')) elements.push({ kind: 'transition', text: line.slice(2) });
    else if (line.trim() !== '' && follows) elements.push({ kind: 'dialogue', text: line });
  }
  return elements;
}
