import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkParameters } from '../../src/backends/check.ts';
import { backends, resolveModel } from '../../src/backends/index.ts';
import { compose } from '../../src/prompt/storyboard.ts';
import { temporaryFolder } from '../folder.ts';
import { type Front, keys, openFront } from '../harness.ts';
import { cleanStoryboard } from '../prompt/clean.ts';

/** 512 × 512, so that the check of links sees a picture. */
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000200000002000802000000', 'hex');

const front = await openFront({
  tamper: ({ url }) =>
    new URL(url).host === 'files.test'
      ? Promise.resolve(new Response(png, { headers: { 'content-type': 'image/png', 'content-length': '20000' } }))
      : undefined,
});
afterAll(() => front.close());

const shots = [
  { camera: 'wide shot, slow push-in to the pier', visual: '@hero stands at dawn', sound: 'gulls' },
  {
    camera: 'medium close-up, static camera',
    visual: '@hero turns',
    dialogue: [{ speaker: '@hero', line: 'We made it.' }],
  },
];
const references = [{ url: 'https://files.test/hero.png', name: 'hero', role: 'character' }];
const storyboard = { shots, references, style: 'live-action', duration: 8, ratio: '16:9', music: 'soft strings' };

describe('compose_storyboard', () => {
  it('answers what submit_task takes unchanged, with a listed price and the other service', async () => {
    const { data, isError } = await front.call('compose_storyboard', storyboard);
    expect(isError).toBe(false);
    expect(data).toMatchObject({
      submit: { draft_id: expect.stringMatching(/^draft:[0-9a-f]{16}$/) },
      model_id: 'st-ai/super-seed2',
      tier: 'fast',
      duration: 8,
      ratio: '16:9',
      problems: [],
      price: { amount: 80, unit: 'points', source: 'listed' },
      alternatives: [{ model_id: 'seedance-2-0/reference-to-video', price: { unit: 'USD' } }],
      timeline: [
        { shot: 1, start: 0, end: 4 },
        { shot: 2, start: 4, end: 8 },
      ],
    });
    const checked = await front.call('submit_task', { ...data.submit, dry_run: true });
    expect(checked).toMatchObject({ isError: false, data: { status: 'dry_run' } });
    expect(front.posts()).toEqual([]);
  });

  it('tells the files that the prompt mentions, and no others', async () => {
    const mentioned = async (given: object) =>
      (await front.call('compose_storyboard', given as Record<string, unknown>)).data.references;
    expect(await mentioned(storyboard)).toEqual({ image: [1] });
    expect(await mentioned({ shots: [{ seconds: 5, visual: 'A fox' }] })).toBeUndefined();
  });

  it('writes for the service of the model', async () => {
    const { data } = await front.call('compose_storyboard', {
      ...storyboard,
      model_id: 'seedance-2-0-fast/multimodal-reference-image-video-audio',
    });
    expect(data.prompt).toContain('Image 1 is the hero');
    expect(data.model_id).toBe('seedance-2-0-fast/multimodal-reference-image-video-audio');
    expect(await front.call('submit_task', { ...data.submit, dry_run: true })).toMatchObject({ isError: false });
  });

  it('tells what the model would refuse', async () => {
    const { data } = await front.call('compose_storyboard', {
      ...storyboard,
      references: [{ ...references[0], url: 'ftp://files.test/hero.png' }],
    });
    expect(data).toMatchObject({ submit: null, problems: [{ rule: 'ref-url', severity: 'error' }] });
    expect(data).not.toHaveProperty('price');
  });

  it('writes nothing that a model refuses, whatever the service and the task', () => {
    const clip = { url: 'https://files.test/a.mp4', role: 'target', seconds: 5 };
    const tasks = fc.constantFrom(
      'generate',
      'edit',
      'extend',
      'bridge',
      'first_last_frames',
      'text',
    ) as fc.Arbitrary<string>;
    fc.assert(
      fc.property(cleanStoryboard, fc.constantFrom(...backends), tasks, (clean, backend, task) => {
        const shots = (clean.shots ?? []).map((shot) => ({ ...shot, visual: 'a boat', dialogue: undefined }));
        const references = {
          generate: clean.references,
          edit: [clip],
          extend: [clip],
          bridge: [clip, clip],
          first_last_frames: [{ url: 'https://files.test/a.png', role: 'first frame' }],
          text: [],
        }[task];
        const storyboard =
          task === 'generate'
            ? clean
            : { ...clean, shots, references, ...(task !== 'text' && { task: task as 'edit' }) };
        const { submit, problems } = compose(storyboard, { id: backend.id, ...backend.dialect });
        expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
        const { input, problems: refused } = checkParameters(
          resolveModel(submit?.model_id ?? '').model,
          submit?.parameters,
        );
        expect(refused.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(input).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it('names an unknown field and an unknown model', async () => {
    expect(await front.call('compose_storyboard', { shotlist: [{ visual: 'fog' }] })).toMatchObject({
      isError: true,
      text: expect.stringContaining('"shotlist": no such field'),
    });
    expect(
      await front.call('compose_storyboard', { ...storyboard, model_id: 'seedance-2-0/text-to-vidoe' }),
    ).toMatchObject({ isError: true, text: expect.stringContaining('unknown_model') });
  });

  it('draws a sheet and exports, once each', async () => {
    const first = await front.call('compose_storyboard', { ...storyboard, sheet: true, export: 'csv' });
    expect(first.data.files).toMatchObject([{ media_type: 'text/html' }, { media_type: 'text/csv' }]);
    const [sheet, csv] = first.data.files.map(({ path }: { path: string }) => path);
    expect(sheet).toMatch(/storyboard-the-hero-stands-at-dawn\.html$/);
    expect(readFileSync(sheet, 'utf8')).toContain('<article>');
    expect(readFileSync(csv, 'utf8')).toContain('We made it.');
    expect(first.content.filter(({ type }) => type === 'resource_link')).toHaveLength(2);
    const again = await front.call('compose_storyboard', { ...storyboard, sheet: true, export: 'csv' });
    expect(again.data.files).toEqual(first.data.files);
  });

  it('keeps the storyboard when its folder takes no files, with one warning', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'taken'), '');
    const other = await openFront({ home, env: { ...keys, SEEDANCE_OUTPUT_DIR: join(home, 'taken/out') } });
    const { isError, data } = await other.call('compose_storyboard', { ...storyboard, sheet: true, export: 'csv' });
    await other.close();
    expect(isError).toBe(false);
    expect(data.files).toBeUndefined();
    expect(data.prompt).toContain('dawn');
    expect(data.submit).not.toBeNull();
    const unsaved = data.problems.filter(({ rule }: { rule: string }) => rule === 'file-not-saved');
    expect(unsaved).toMatchObject([{ severity: 'warn', message: expect.stringContaining('is not a folder') }]);
  });

  it('answers a film by its clips, without prompts, and keeps the whole as a draft', async () => {
    const shot = (visual: string) => ({ seconds: 8, camera: 'medium shot, static camera', visual });
    const film = {
      shots: [shot('@hero waits'), shot('@hero runs'), { ...shot('a train leaves'), scene: 'station' }],
      ...{ references, style: 'live-action', ratio: '16:9', tier: 'standard', sheet: true },
      scenes: '{"station": {"place": "a station at night"}}',
    };
    const { data, isError } = await front.call('compose_storyboard', film);
    expect(isError).toBe(false);
    expect(data).toMatchObject({
      clips: [
        { clip: 1, shots: '1', seconds: 8 },
        { clip: 2, shots: '2', seconds: 8 },
        { clip: 3, shots: '3', seconds: 8, scene: 'station' },
      ],
      ...{ duration: 24, model_id: 'st-ai/super-seed2', tier: 'standard', ratio: '16:9', problems: [] },
      price: { unit: 'points', source: 'listed' },
    });
    expect(data).not.toHaveProperty('prompt');
    expect(readFileSync(data.files[0].path, 'utf8')).toContain('3 · station');
    const draft = await filmOf(front, data.submit);
    expect(draft.price).toEqual(data.price);
    for (const { model_id, parameters } of draft.clips)
      expect(await front.call('submit_task', { model_id, parameters, dry_run: true })).toMatchObject({
        isError: false,
      });
  });

  it('makes pictures for Pixazo films where there is a key for the service that makes them', async () => {
    const shots = [shots15('@hero waits'), shots15('@hero runs')];
    const film = { shots, references, style: 'live-action', ratio: '16:9', continuity: 'keyframe', tier: 'fast' };
    const model_id = 'seedance-2-0-fast/text-to-video';
    const both = await front.call('compose_storyboard', { ...film, model_id });
    const draft = await filmOf(front, both.data.submit);
    expect(draft.pictures.map(({ picture }: { picture: number }) => picture)).toEqual([1, 2]);
    expect(JSON.stringify(draft.clips[0])).toMatch(/picture-1\.invalid.*picture-2\.invalid/);
    const other = await openFront({ env: { PIXAZO_API_KEY: keys.PIXAZO_API_KEY } });
    const without = await other.call('compose_storyboard', { ...film, model_id });
    await other.close();
    expect(without.data.submit).toBeNull();
    expect(without.data.problems[0]).toMatchObject({ rule: 'film-pictures', severity: 'error' });
  });

  it('refuses a film for what its model refuses of one clip, and says which', async () => {
    const film = { shots: [shots15('@hero waits'), shots15('a train')], style: 'live-action', ratio: '16:9' };
    const { data } = await front.call('compose_storyboard', {
      ...film,
      references: [{ ...references[0], url: 'ftp://files.test/hero.png' }],
    });
    const errors = data.problems.filter(({ severity }: { severity: string }) => severity === 'error');
    expect(data.submit).toBeNull();
    expect(errors).toMatchObject([{ rule: 'ref-url', message: expect.stringContaining('Clip 1: ') }]);
  });
});

function shots15(visual: string) {
  return {
    seconds: 15,
    camera: 'medium shot, static camera',
    visual: `${visual}, then stops, then looks up, then turns round`,
  };
}

/** A film draft as its resource tells it. */
async function filmOf(front: Front, { draft_id }: { draft_id: string }) {
  const { contents } = await front.client.readResource({ uri: `seedance://drafts/${draft_id.replace('draft:', '')}` });
  const [content] = contents;
  return JSON.parse(content && 'text' in content ? content.text : '');
}
