import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageSize } from 'image-size';
import { expect, it } from 'vitest';
import { makePicture } from '../../src/simulation/picture.ts';
import { temporaryFolder } from '../folder.ts';

const hasDecoder = spawnSync('ffprobe', ['-version']).status === 0;

it('has the asked size', () => {
  expect(imageSize(makePicture({ width: 321, height: 123 }, 'a boat'))).toMatchObject({
    type: 'png',
    width: 321,
    height: 123,
  });
});

it('is the same for one seed and another for another', () => {
  const size = { width: 64, height: 64 };
  const [one, again, other] = ['a boat', 'a boat', 'a cat'].map((seed) =>
    Buffer.from(makePicture(size, seed)).toString('hex'),
  );
  expect(one).toBe(again);
  expect(one).not.toBe(other);
});

it.skipIf(!hasDecoder && !process.env.CI)('decodes without a complaint', () => {
  const file = join(temporaryFolder(), 'picture.png');
  writeFileSync(file, makePicture({ width: 640, height: 360 }, 'a boat'));
  const told = execFileSync('ffprobe', [
    '-v',
    'warning',
    '-count_frames',
    '-show_entries',
    'stream=codec_name,nb_read_frames',
    '-of',
    'csv=p=0',
    file,
  ]);
  expect(told.toString().trim()).toBe('png,1');
});
