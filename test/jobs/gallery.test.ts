import { expect, it, vi } from 'vitest';
import { createGalleryWriter } from '../../src/jobs/gallery.ts';
import { writeGallery } from '../../src/media/gallery.ts';
import { createFileStore } from '../../src/store/files/file-store.ts';
import { createTestClock } from '../clock.ts';
import { temporaryFolder } from '../folder.ts';

const clock = createTestClock();

vi.mock('../../src/media/gallery.ts', () => ({ writeGallery: vi.fn() }));

it('a gallery is written once for all that ask while it is being written, and again for what came later', async () => {
  const ends: (() => void)[] = [];
  vi.mocked(writeGallery).mockImplementation(
    (directory) => new Promise((resolve) => ends.push(() => resolve(`${directory}/index.html`))),
  );
  const write = createGalleryWriter(createFileStore(temporaryFolder(), clock.now), clock);
  const first = write('/films');
  await expect.poll(() => ends).toHaveLength(1);
  const second = [1, 2, 3].map(() => write('/films'));
  const other = write('/pictures');
  await expect.poll(() => ends).toHaveLength(2);
  for (const end of ends) end();
  expect(await Promise.all([first, other])).toEqual(['/films/index.html', '/pictures/index.html']);
  await expect.poll(() => ends).toHaveLength(3);
  ends[2]?.();
  expect(new Set(await Promise.all(second))).toEqual(new Set(['/films/index.html']));

  vi.mocked(writeGallery).mockRejectedValueOnce(new Error('no'));
  expect(await write('/films')).toBeUndefined();
  const last = write('/films');
  await expect.poll(() => ends).toHaveLength(4);
  ends[3]?.();
  expect(await last).toBe('/films/index.html');
});

it('a gallery that nobody waits for is written once for all that came in a while, which is longer where a write takes long', async () => {
  const written = vi.mocked(writeGallery).mockReset();
  written.mockImplementation(async (directory) => `${directory}/index.html`);
  const write = createGalleryWriter(createFileStore(temporaryFolder(), clock.now), clock);
  const writeSoon = async (): Promise<void> => {
    for (let takes = 0; takes < 10; takes++) expect(await write('/films', 'soon')).toBeUndefined();
  };
  await writeSoon();
  expect(written).not.toHaveBeenCalled();
  await clock.advance(1_000);
  await expect.poll(() => written.mock.calls).toHaveLength(1);

  written.mockImplementationOnce(async (directory) => {
    await clock.sleep(5_000);
    return `${directory}/index.html`;
  });
  await writeSoon();
  await clock.advance(6_000);
  await expect.poll(() => written.mock.calls).toHaveLength(2);
  await writeSoon();
  await clock.advance(19_000);
  expect(written).toHaveBeenCalledTimes(2);
  await clock.advance(1_000);
  await expect.poll(() => written.mock.calls).toHaveLength(3);
});

it('a clock that is set while a gallery is written keeps the next one waiting for a minute at most', async () => {
  const written = vi.mocked(writeGallery).mockReset();
  let setMs = 0;
  const jumping = { ...clock, now: () => clock.now() + setMs };
  written.mockImplementation(async (directory) => {
    setMs += 8 * 60 * 60 * 1000;
    return `${directory}/index.html`;
  });
  const write = createGalleryWriter(createFileStore(temporaryFolder(), clock.now), jumping);
  await write('/films');
  await write('/films', 'soon');
  await clock.advance(59_000);
  expect(written).toHaveBeenCalledTimes(1);
  await clock.advance(1_000);
  await expect.poll(() => written.mock.calls).toHaveLength(2);
});
