import { describe, expect, it } from 'vitest';
import type { ReferenceFile } from '../../src/core/reference-file.ts';
import { renderGallery } from '../../src/pictures/gallery/index.ts';
import { type GalleryTask, groupTakes } from '../../src/pictures/gallery/model.ts';

const task: GalleryTask = {
  task_id: 'xskill:1',
  model_id: 'st-ai/super-seed2',
  title: 'A red fox',
  prompt: 'Live action. A red fox',
  parameters: { prompt: "A fox's tail", duration: 5 },
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
  request: 'fox',
};
const render = (...tasks: GalleryTask[]) => renderGallery({ tasks, productions: [] });
const take = (id: string, at: string, more: Partial<GalleryTask> = {}): GalleryTask => ({
  ...task,
  task_id: id,
  submitted_at: at,
  ...more,
});

describe('renderGallery', () => {
  it('shows what a film person asks about a clip', () => {
    const page = render(task);
    for (const shown of [
      '<h3>A red fox</h3>',
      '200 points charged',
      '1280×720 · 5 s · sound · MP4 · 2.5 MB',
      'st-ai/super-seed2',
    ])
      expect(page).toContain(shown);
    expect(page).toContain('<video data-src="./fox.mp4"');
  });

  it('writes the same request as a command that a shell takes', () => {
    expect(render(task)).toContain(
      'submit --model st-ai/super-seed2 --params &#39;{&#34;prompt&#34;:&#34;A fox&#39;\\&#39;&#39;s tail&#34;,&#34;duration&#34;:5}&#39; --allow-duplicate',
    );
  });

  it('says where a file is not what was asked for, and where it is broken', () => {
    const [file] = task.files;
    const page = render({
      ...task,
      mismatches: [{ field: 'duration', asked: '10 s', got: '5 s' }],
      files: [
        {
          ...file!,
          checks: [
            { check: 'cut_short', start: 4.2, end: 5.04 },
            { check: 'silent', start: 0, end: 5.04 },
          ],
        },
      ],
    });
    for (const fault of ['duration: asked 10 s, got 5 s', 'cut short: 4.2–5 s', 'silent: the whole clip'])
      expect(page).toContain(`<li>${fault}</li>`);
    expect(page).toContain('data-status="faulty used"');
  });

  it.each<[GalleryTask['price'], string]>([
    [{ amount: 1.45, unit: 'USD', source: 'charged' }, '1.45 USD charged'],
    [{ amount: 200, unit: 'points', source: 'listed' }, '200 points listed'],
    [{ unit: 'points', source: 'unknown' }, 'price unknown'],
    [undefined, 'price unknown'],
  ])('tells the price %j as %s', (price, words) => {
    expect(render({ ...task, price })).toContain(`<span class="price">${words}</span>`);
  });

  it('gives a rehearsal no price', () => {
    expect(render({ ...task, rehearsal: true })).not.toMatch(/data-amount|200 points/);
  });

  it('links files by name beside the page, however they are named', () => {
    const files = [{ ...task.files[0]!, name: 'javascript:alert(1) #50%?"狐\'.mp4' }];
    const [, source = ''] = /<video data-src="([^"]*)"/.exec(render({ ...task, files })) ?? [];
    expect(source).toMatch(/^\.\//);
    expect(decodeURIComponent(source.replaceAll('&#39;', "'"))).toBe(`./${files[0]!.name}`);
  });

  it('links web addresses only, and asks for no picture by itself', () => {
    const references = [
      'https://example.com/a.png',
      'javascript:alert(1)',
      'data:text/html,x',
      '/home/me/fox #1.png',
    ].map((url): ReferenceFile => ({ type: 'image', url, field: 'image_files[0]' }));
    const film: ReferenceFile = { type: 'video', url: 'https://example.com/a.mp4', field: 'video_files[0]' };
    const page = render({ ...task, references: [...references, film] });
    expect([...page.matchAll(/(?:href|data-url)="(?![.#])([^"]*)"/g)].map(([, url]) => url)).toEqual([
      'https://example.com/a.png',
      'https://example.com/a.mp4',
    ]);
    expect([...page.matchAll(/<img [^>]*src="([^"]+)"/g)].map(([, url]) => url)).toEqual([
      'file:///home/me/fox%20%231.png',
    ]);
  });

  it('has a page for an empty folder', () => {
    expect(render()).toContain('Nothing has been saved here yet.');
  });
});

describe('groupTakes', () => {
  const first = take('a', '2026-11-20T12:00:00.000Z');
  const second = take('b', '2026-11-22T12:00:00.000Z');
  const other = take('c', '2026-11-21T12:00:00.000Z', { request: 'boat' });
  const usedIn = (tasks: GalleryTask[], productions: Parameters<typeof groupTakes>[0]['productions'] = []) =>
    groupTakes({ tasks, productions }).map(({ takes }) =>
      takes.filter(({ isUsed }) => isUsed).map(({ task_id }) => task_id),
    );

  it('keeps the takes of a request together, the oldest first; the request with the newest take comes first', () => {
    const groups = groupTakes({ tasks: [second, other, first], productions: [] });
    expect(groups.map(({ takes }) => takes.map(({ task_id }) => task_id))).toEqual([['a', 'b'], ['c']]);
  });

  it('takes the first completed take as used until somebody says another, in the record or in a film', () => {
    expect(usedIn([first, second, other])).toEqual([['a'], ['c']]);
    expect(usedIn([first, { ...second, usedAt: 1 }, other])).toEqual([['b'], ['c']]);
    const takes = [
      { task_id: 'a', used: false },
      { task_id: 'b', used: true },
    ];
    const film = {
      task_id: 'production:1',
      title: 'f',
      seconds: 5,
      submitted_at: '',
      price: { amounts: [] },
      clips: [{ clip: 1, start: 0, end: 5, takes }],
    };
    expect(usedIn([first, second], [film])).toEqual([['b']]);
    expect(groupTakes({ tasks: [first], productions: [film] })[0]?.productions).toEqual(['production:1']);
  });
});
