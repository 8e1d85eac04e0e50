import { describe, expect, it } from 'vitest';
import type { Expected } from '../../src/backends/backend.ts';
import type { FileFacts } from '../../src/core/saved-file.ts';
import { mismatches } from '../../src/media/mismatch.ts';

const wish: Expected = {
  prompt: '',
  references: [],
  durationSeconds: 5,
  ratio: '16:9',
  resolution: '720p',
  audio: true,
};
const file: FileFacts = {
  media_type: 'video/mp4',
  bytes: 1,
  width: 1280,
  height: 720,
  duration_seconds: 5.04,
  has_audio: true,
};

const fields = (asked: Partial<Expected>, got: Partial<FileFacts>) =>
  mismatches({ ...wish, ...asked }, { ...file, ...got }).map(({ field }) => field);

describe('mismatches', () => {
  it('knows no resolution of the name that every object has', () => {
    expect(fields({ resolution: 'constructor' }, {})).toEqual([]);
  });

  // Sizes that Seedance really gives (runware.ai, "Seedance 1.0 Pro": dimension combinations; Seedance 2.0: 640×640 and 834×1112).
  it.each([
    ['480p', '16:9', 864, 480],
    ['480p', '16:9', 864, 496],
    ['480p', '4:3', 736, 544],
    ['480p', '1:1', 640, 640],
    ['480p', '9:16', 480, 864],
    ['480p', '21:9', 960, 416],
    ['720p', '16:9', 1280, 720],
    ['720p', '16:9', 1248, 704],
    ['720p', '3:4', 834, 1112],
    ['720p', '1:1', 960, 960],
    ['720p', '1:1', 720, 720],
    ['720p', '21:9', 1504, 640],
    ['1080p', '16:9', 1920, 1088],
    ['1080p', '1:1', 1440, 1440],
    ['1080p', '21:9', 2176, 928],
  ])('accepts %s %s as %i×%i', (resolution, ratio, width, height) => {
    expect(fields({ resolution, ratio }, { width, height })).toEqual([]);
  });

  it.each<[Partial<Expected>, Partial<FileFacts>, string[]]>([
    [{}, {}, []],
    [{ durationSeconds: 10 }, {}, ['duration']],
    [{}, { duration_seconds: 6 }, ['duration']],
    [{}, { duration_seconds: 5.5 }, []],
    [{ durationSeconds: -1 }, { duration_seconds: 9 }, []],
    [{ ratio: '9:16' }, {}, ['ratio']],
    [{ ratio: '9:16' }, { width: 720, height: 1280 }, []],
    [{ ratio: 'adaptive' }, { width: 700, height: 710 }, []],
    [{ ratio: '0:0' }, {}, []],
    [{ resolution: '1080p' }, {}, ['resolution']],
    [{}, { width: 864, height: 480 }, ['resolution']],
    [{}, { width: 640, height: 640, duration_seconds: 1 }, ['duration', 'ratio', 'resolution']],
    [{ resolution: 'auto_2K' }, {}, []],
    [{}, { has_audio: false }, ['audio']],
    [{ audio: false }, {}, ['audio']],
    [{ audio: undefined }, { has_audio: false }, []],
    [{}, { media_type: 'image/png', duration_seconds: undefined, has_audio: undefined, width: 2560, height: 1440 }, []],
    [{}, { width: undefined, height: undefined }, []],
  ])('asked %o, got %o: %o', (asked, got, expected) => {
    expect(fields(asked, got)).toEqual(expected);
  });

  it('tells both sides in words', () => {
    expect(mismatches({ ...wish, durationSeconds: 10 }, file)).toEqual([
      { field: 'duration', asked: '10 s', got: '5.04 s' },
    ]);
  });
});
