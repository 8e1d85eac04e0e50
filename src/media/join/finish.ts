import { open } from 'node:fs/promises';
import { readAt } from '../../core/regular-file.ts';
import { outlineMp4 } from '../container.ts';
import { blankDates, markInBand } from './boxes.ts';
import { measureClip } from './measure.ts';
import type { Reel, Written } from './remux.ts';

/** Makes the bytes depend on the clips alone, says where the parameter sets are, and brings the file to the disk. */
export async function finishIndex(path: string, { isInBand, pictures }: Reel): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const { index } = await outlineMp4(file, (await file.stat()).size);
    if (!index) throw new Error('the joined file has no index');
    const moov = await readAt(file, index.position, index.length);
    blankDates(moov);
    if (isInBand || pictures.some(({ picture }) => picture.sampleEntry === 'hev1')) markInBand(moov);
    await file.write(moov, 0, moov.length, index.position);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** What a joined file lacks, read back from the disk; undefined when it is whole. */
export async function findFlaw(path: string, reel: Reel, written: Written): Promise<string | undefined> {
  const { picture, sound } = await measureClip(path);
  const packets = reel.pictures.reduce((sum, one) => sum + one.picture.packets, 0);
  if (picture.packets !== packets) return `it has ${picture.packets} of ${packets} pictures`;
  const wanted = reel.pictures.at(-1)?.end ?? 0;
  const tolerance = reel.pictures.reduce((sum, one) => sum + one.picture.packetSeconds, 0); // a frame a clip
  if (Math.abs(picture.seconds - wanted) > tolerance) {
    return `it lasts ${picture.seconds.toFixed(2)} s instead of ${wanted.toFixed(2)}`;
  }
  const heard = sound?.packets ?? 0;
  return heard === written.sounds ? undefined : `it has ${heard} of ${written.sounds} packets of sound`;
}
