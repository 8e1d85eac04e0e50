import { describe, expect, it } from 'vitest';
import type { ReferenceFile } from '../../src/core/reference-file.ts';
import { type GalleryEntry, renderGallery } from '../../src/pictures/gallery.ts';

const entry: GalleryEntry = {
  task_id: 'xskill:1',
  model_id: 'st-ai/super-seed2',
  prompt: 'A red fox',
  references: [],
  price: { amount: 200, unit: 'points', source: 'charged' },
  submitted_at: '2026-11-21T12:00:00.000Z',
  files: [
    {
      name: 'fox.mp4',
      bytes: 2_500_000,
      media_type: 'video/mp4',
      width: 1280,
      height: 720,
      duration_seconds: 5.04,
      has_audio: true,
    },
  ],
  mismatches: [],
};

describe('renderGallery', () => {
  it('shows what a film person asks about a clip', () => {
    const page = renderGallery([entry]);
    for (const shown of [
      'A red fox',
      '200 points',
      '1280×720 · 5 s · sound · MP4 · 2.5 MB',
      'st-ai/super-seed2',
      '✓ as asked',
    ]) {
      expect(page).toContain(shown);
    }
    expect(page).toContain('<video src="./fox.mp4" controls');
  });

  it('puts the newest first', () => {
    const at = (day: number): GalleryEntry => ({
      ...entry,
      prompt: `day ${day}`,
      submitted_at: `2026-11-${day}T12:00:00.000Z`,
    });
    const shown = [...renderGallery([at(11), at(30), at(20)]).matchAll(/class="prompt">day (\d+)/g)].map(
      ([, day]) => day,
    );
    expect(shown).toEqual(['30', '20', '11']);
  });

  it('says where a file is not what was asked for', () => {
    const page = renderGallery([{ ...entry, mismatches: [{ field: 'duration', asked: '10 s', got: '5 s' }] }]);
    expect(page).toContain('duration: asked 10 s, got 5 s');
    expect(page).not.toContain('as asked');
  });

  it.each<[GalleryEntry['price'], string]>([
    [{ amount: 1.45, unit: 'USD', source: 'charged' }, '1.45 USD charged'],
    [{ amount: 200, unit: 'points', source: 'listed' }, '200 points listed'],
    [{ unit: 'points', source: 'unknown' }, 'price unknown'],
    [undefined, 'price unknown'],
  ])('tells the price %j as %s', (price, words) => {
    expect(renderGallery([{ ...entry, price }])).toContain(`<li class="price">${words}</li>`);
  });

  it('counts files and money, leaving rehearsals out of the money', () => {
    const image: GalleryEntry = {
      ...entry,
      task_id: 'b',
      files: [{ name: 'a.png', bytes: 10, media_type: 'image/png' }],
      price: { amount: 0.29, unit: 'USD', source: 'charged' },
    };
    const page = renderGallery([entry, image, { ...entry, task_id: 'c', rehearsal: true }]);
    expect(page).toContain('<p id="count">2 videos · 1 image · 200 points · 0.29 USD</p>');
  });

  it('links files by name beside the page, however they are named', () => {
    const files = [{ ...entry.files[0]!, name: 'javascript:alert(1) #50%?"狐\'.mp4' }];
    const [, source = ''] = /<video src="([^"]*)"/.exec(renderGallery([{ ...entry, files }])) ?? [];
    expect(source).toMatch(/^\.\//);
    expect(decodeURIComponent(source.replaceAll('&#39;', "'"))).toBe(`./${files[0]!.name}`);
  });

  it('makes links of web addresses only', () => {
    const references = ['https://example.com/a.png', 'javascript:alert(1)', 'data:text/html,x'].map(
      (url): ReferenceFile => ({
        type: 'image',
        url,
        field: 'image_files[0]',
      }),
    );
    const page = renderGallery([{ ...entry, references }]);
    expect([...page.matchAll(/<a href="(?!\.\/)([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://example.com/a.png',
    ]);
  });

  it('has a page for an empty folder', () => {
    expect(renderGallery([])).toContain('Nothing has been saved here yet.');
  });
});
