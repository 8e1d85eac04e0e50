import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Film, FilmLine } from '../../../src/prompt/export/film/film.ts';
import { filmExports } from '../../../src/prompt/export/film/index.ts';
import { checkFcpxml, parseXml } from './fcpxml-rules.ts';
import { OtioTimeline } from './otio-schema.ts';

const [otio, fcpxml, srt] = filmExports;
const readOtio = (film: Film) => OtioTimeline.parse(JSON.parse(otio!.render(film)));
const readFcpxml = (film: Film) => parseXml(fcpxml!.render(film));

const film: Film = {
  title: 'The "last" <boat> & 船',
  fps: 24,
  width: 1280,
  height: 720,
  clips: [
    {
      path: '/films/clip #1 100%.mp4',
      seconds: 121 / 24,
      hasSound: true,
      taskId: 'xskill:1',
      prompt: 'Lin waits & <listens>',
      shots: [
        { number: 1, start: 0, end: 2, picture: 'Lin waits at the harbour' },
        { number: 2, start: 2, end: 5, picture: 'She turns', scene: 'harbour' },
      ],
    },
    {
      path: '/films/2.mp4',
      seconds: 5,
      hasSound: false,
      shots: [{ number: 3, start: 0, end: 5, picture: '船离开港口' }],
    },
  ],
  lines: [
    { start: 2.5, end: 4, speaker: '@Lin', text: 'Made it, at last.' },
    { start: 6, end: 8.25, text: 'Nobody saw her leave.', isOffScreen: true },
  ],
  soundtrack: { path: '/films/music.mp3', startSeconds: 12, level: 0.5, seconds: 90 },
};

const clips = fc.array(
  fc.record({
    path: fc.constantFrom('/a/b c.mp4', '/films/船.mp4', '/x/100% #1?.mp4'),
    seconds: fc.integer({ min: 1, max: 400 }).map((frames) => frames / 24 + 0.001),
    hasSound: fc.boolean(),
    width: fc.option(fc.constantFrom(1280, 720), { nil: undefined }),
    prompt: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
    shots: fc.array(
      fc.record({
        number: fc.nat(99),
        start: fc.double({ min: 0, max: 10, noNaN: true }),
        end: fc.double({ min: 10, max: 20, noNaN: true }),
        picture: fc.string({ unit: 'binary' }),
      }),
      { maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 12 },
);
const lines: fc.Arbitrary<FilmLine[]> = fc.array(
  fc.record({
    start: fc.double({ min: 0, max: 100, noNaN: true }),
    end: fc.double({ min: 100, max: 200, noNaN: true }),
    speaker: fc.option(fc.string(), { nil: undefined }),
    text: fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.lorem({ maxCount: 30 }),
      fc.constant('船离开了港口。'.repeat(6)),
    ),
  }),
  { maxLength: 8 },
);
const anyFilm: fc.Arbitrary<Film> = fc.record({
  title: fc.string({ unit: 'binary' }),
  fps: fc.constantFrom(23.976, 24, 25, 29.97, 30, 60),
  width: fc.constant(1280),
  height: fc.constant(720),
  clips,
  lines,
  soundtrack: fc.option(
    fc.record({
      path: fc.constant('/films/music.mp3'),
      startSeconds: fc.double({ min: 0, max: 60, noNaN: true }),
      seconds: fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: undefined }),
      level: fc.double({ min: 0, max: 2, noNaN: true }),
    }),
    { nil: undefined },
  ),
});

describe('the OTIO of a film', () => {
  it('refers to its clips on measured times, with shots and lines as markers', () => {
    const [picture, sound, soundtrack] = readOtio(film).tracks.children;
    const media = picture!.children.map(
      (clip) => clip.OTIO_SCHEMA === 'Clip.2' && clip.media_references.DEFAULT_MEDIA!,
    );
    expect(media).toMatchObject([
      {
        OTIO_SCHEMA: 'ExternalReference.1',
        available_range: { start_time: { value: 0 }, duration: { value: 121, rate: 24 } },
      },
      { OTIO_SCHEMA: 'ExternalReference.1', available_range: { duration: { value: 120, rate: 24 } } },
    ]);
    expect(fileURLToPath((media[0] as { target_url: string }).target_url)).toBe('/films/clip #1 100%.mp4');
    expect(picture!.children[0]!.markers.map(({ name }) => name)).toEqual([
      '1: Lin waits at the harbour',
      '2: She turns',
    ]);
    expect(sound!.children.map(({ OTIO_SCHEMA }) => OTIO_SCHEMA)).toEqual(['Clip.2', 'Gap.1']);
    expect(sound!.markers.map(({ name, marked_range }) => [name, marked_range.start_time.value])).toEqual([
      ['Lin: Made it, at last.', 60],
      ['Nobody saw her leave.', 144],
    ]);
    expect(soundtrack!.children).toMatchObject([
      {
        source_range: { start_time: { value: 288 }, duration: { value: 241 } },
        metadata: { seedance: { level: 0.5 } },
      },
    ]);
  });

  it('is valid for every film, its tracks are of one length, and nothing is used that its media does not hold', () => {
    fc.assert(
      fc.property(anyFilm, (any) => {
        const { tracks } = readOtio(any);
        const [picture, sound] = tracks.children.map(({ children }) =>
          children.reduce((sum, { source_range }) => sum + source_range.duration.value, 0),
        );
        const seconds = any.clips.reduce((sum, clip) => sum + clip.seconds, 0);
        expect(picture).toBe(Math.round(seconds * any.fps));
        expect(sound).toBe(picture);
        for (const item of tracks.children.flatMap(({ children }) => children)) {
          const media = item.OTIO_SCHEMA === 'Clip.2' ? item.media_references.DEFAULT_MEDIA : undefined;
          const held = media?.available_range?.duration.value;
          const { start_time, duration } = item.source_range;
          if (held !== undefined && duration.value > 0)
            expect(start_time.value + duration.value).toBeLessThanOrEqual(held);
        }
      }),
    );
  });
});

describe('the FCPXML of a film', () => {
  it('lays the clips on the storyline, the soundtrack below, and marks shots and lines', () => {
    const root = readFcpxml(film);
    checkFcpxml(root);
    const [resources, library] = root.children;
    const project = library!.children[0]!.children[0]!;
    expect(project.attributes.name).toBe(film.title);
    const [first, second] = project.children[0]!.children[0]!.children;
    expect(first!.attributes).toMatchObject({ offset: '0s', start: '0s', duration: '12100/2400s' });
    expect(second!.attributes).toMatchObject({ offset: '12100/2400s', duration: '12000/2400s' });
    expect(first!.children.map(({ name }) => name)).toEqual(['note', 'asset-clip', 'marker', 'marker', 'marker']);
    expect(first!.children[0]!.text).toBe('Lin waits & <listens>');
    expect(first!.children[1]).toMatchObject({
      attributes: { lane: '-1', offset: '0s', start: '28800/2400s', duration: '24100/2400s' },
      children: [{ name: 'adjust-volume', attributes: { amount: '-6dB' } }],
    });
    expect(first!.children.slice(2).map(({ attributes }) => [attributes.start, attributes.value])).toEqual([
      ['0s', '1: Lin waits at the harbour'],
      ['4800/2400s', '2: She turns'],
      ['6000/2400s', 'Lin: Made it, at last.'],
    ]);
    const sources = resources!.children.flatMap(({ children }) => children.map(({ attributes }) => attributes.src!));
    expect(sources.map((source) => fileURLToPath(source))).toEqual([
      '/films/clip #1 100%.mp4',
      '/films/2.mp4',
      '/films/music.mp3',
    ]);
  });

  it('is valid for every film, and its clips stand end to end on the frame grid', () => {
    fc.assert(
      fc.property(anyFilm, (any) => {
        const root = readFcpxml(any);
        checkFcpxml(root);
        const frame = seconds(root.children[0]!.children[0]!.attributes.frameDuration!);
        expect(Math.abs(1 / frame - any.fps)).toBeLessThan(0.001);
        const sequence = root.children[1]!.children[0]!.children[0]!.children[0]!;
        let at = 0;
        for (const { attributes } of sequence.children[0]!.children) {
          expect(seconds(attributes.offset!)).toBeCloseTo(at, 9);
          at += seconds(attributes.duration!);
        }
        expect(at).toBeCloseTo(seconds(sequence.attributes.duration!), 9);
        expect(Math.abs(at - any.clips.reduce((sum, clip) => sum + clip.seconds, 0))).toBeLessThanOrEqual(frame);
      }),
    );
  });
});

describe('the SRT of a film', () => {
  it('shows what is spoken, and voices from off the screen in italics', () => {
    expect(srt!.render(film)).toBe(
      '1\n00:00:02,500 --> 00:00:04,000\nMade it, at last.\n\n2\n00:00:06,000 --> 00:00:08,250\n<i>Nobody saw her leave.</i>\n',
    );
  });

  it('is empty when nobody speaks', () => {
    expect(srt!.render({ ...film, lines: [] })).toBe('');
  });

  it('breaks long lines between words, in Chinese too', () => {
    const rows = (text: string) =>
      srt!
        .render({ ...film, lines: [{ start: 0, end: 1, text }] })
        .trim()
        .split('\n')
        .slice(2);
    expect(rows('We waited for the last boat until the lights of the harbour went out.')).toEqual([
      'We waited for the last boat until the',
      'lights of the harbour went out.',
    ]);
    expect(rows('船离开了港口，我们在岸上等到最后一盏灯熄灭，谁也没有说话。')).toHaveLength(2);
  });

  it('loses no word and no time of any line, and numbers them in order', () => {
    fc.assert(
      fc.property(lines, (spoken) => {
        const cues = srt!
          .render({ ...film, lines: spoken })
          .split('\n\n')
          .filter((cue) => cue !== '');
        const said = spoken.filter(({ text }) => text.trim() !== '').sort((a, b) => a.start - b.start);
        expect(cues).toHaveLength(said.length);
        for (const [n, cue] of cues.entries()) {
          const [number, times, ...rows] = cue.trimEnd().split('\n');
          expect(number).toBe(String(n + 1));
          expect(times).toMatch(/^\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}$/);
          expect(rows.join('').replace(/\s+/g, '')).toBe(said[n]!.text.replaceAll('-->', '→').replace(/\s+/g, ''));
        }
      }),
    );
  });
});

/** `100/2400s` as a number. */
function seconds(time: string): number {
  const [, over = '0', under = '1'] = /^(\d+)(?:\/(\d+))?s$/.exec(time)!;
  return Number(over) / Number(under);
}
