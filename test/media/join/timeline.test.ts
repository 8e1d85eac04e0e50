import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layEndToEnd, placeOfPacket, soundWindows } from '../../../src/media/join/timeline.ts';

const packetSeconds = fc.constantFrom(1024 / 48_000, 1024 / 44_100, 1024 / 24_000);
type Clip = { frames: number; rate: number; soundStart?: number };

const clip: fc.Arbitrary<Clip> = fc.record({
  frames: fc.integer({ min: 1, max: 400 }),
  rate: fc.constantFrom(24, 25, 29.97, 30, 60),
  soundStart: fc.option(fc.double({ min: -0.15, max: 0.5, noNaN: true }), { nil: undefined }),
});
const film = fc.array(clip, { minLength: 1, maxLength: 80 });

describe('layEndToEnd', () => {
  it('leaves neither a hole nor an overlap, and adds up to the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 30, noNaN: true }), { minLength: 1 }), (seconds) => {
        const spans = layEndToEnd(seconds);
        expect(spans[0]!.start).toBe(0);
        for (const [n, span] of spans.entries()) {
          expect(span.start).toBe(n === 0 ? 0 : spans[n - 1]!.end);
          expect(span.end - span.start).toBeCloseTo(seconds[n]!, 9);
        }
      }),
    );
  });
});

describe('soundWindows', () => {
  const placed = (clips: Clip[], seconds: number) => {
    const spans = layEndToEnd(clips.map(({ frames, rate }) => frames / rate));
    const windows = soundWindows(
      clips.map(({ soundStart }, n) => ({ ...spans[n]!, soundStart })),
      seconds,
    );
    return { spans, windows };
  };

  it('gives every place to one clip only, in order', () => {
    fc.assert(
      fc.property(film, packetSeconds, (clips, seconds) => {
        let taken = Number.NEGATIVE_INFINITY;
        for (const window of placed(clips, seconds).windows) {
          if (!window) continue;
          expect(window.first).toBeGreaterThanOrEqual(taken);
          expect(window.end).toBeGreaterThan(window.first);
          taken = window.end;
        }
      }),
    );
  });

  it('keeps every packet within half a packet of its time, however many clips went before', () => {
    fc.assert(
      fc.property(film, packetSeconds, (clips, seconds) => {
        const { spans, windows } = placed(clips, seconds);
        for (const [n, window] of windows.entries()) {
          const soundStart = clips[n]!.soundStart;
          if (!window || soundStart === undefined) continue;
          for (let packet = 0; packet < 5; packet++) {
            const at = spans[n]!.start + soundStart + packet * seconds;
            const place = placeOfPacket(window, packet * seconds, seconds);
            expect(Math.abs(place * seconds - at)).toBeLessThanOrEqual(seconds / 2 + 1e-9);
          }
        }
      }),
    );
  });

  it('drops what lies beyond the picture, and of a run-up all but the packet that the decoder needs', () => {
    fc.assert(
      fc.property(film, packetSeconds, (clips, seconds) => {
        const { spans, windows } = placed(clips, seconds);
        for (const [n, window] of windows.entries()) {
          if (!window) continue;
          const { start, end } = spans[n]!;
          expect(window.end * seconds).toBeLessThanOrEqual(end + seconds / 2 + 1e-9);
          expect(window.first * seconds).toBeGreaterThan(start - 2.5 * seconds - 1e-6);
        }
      }),
    );
  });

  it('gives no place to a clip without sound', () => {
    const spans = layEndToEnd([1, 1, 1]);
    const windows = soundWindows([{ ...spans[0]!, soundStart: 0 }, spans[1]!, { ...spans[2]!, soundStart: 0 }], 0.02);
    expect(windows).toEqual([{ base: 0, first: 0, end: 50 }, undefined, { base: 100, first: 100, end: 150 }]);
  });
});
