import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FilmSidecar } from '../../src/media/film-sidecar.ts';
import type { Answer, Front } from '../harness.ts';
import { finish, open, submit } from './stage.ts';

type Row = { clip?: number; picture?: number; status: string; task_id: string; used?: boolean; stale?: boolean };

const story = (visuals: string[], more = {}) => ({
  ratio: '16:9',
  shots: visuals.map((visual) => ({ seconds: 8, camera: 'wide shot, static', visual })),
  ...more,
});
const night = ['a lighthouse at night', 'a boat in the waves', 'the harbour at dawn'];

/** A film of one clip a shot, as a draft. */
async function compose(front: Front, storyboard: object): Promise<{ draft_id: string }> {
  const { data } = await front.call('compose_storyboard', storyboard as Record<string, unknown>);
  expect(data.problems.filter(({ severity }: { severity: string }) => severity === 'error')).toEqual([]);
  return data.submit;
}

async function make(front: Front, args: Record<string, unknown>): Promise<Answer> {
  const { data } = await submit(front, args);
  return finish(front, data.task_id, { save: true });
}

describe('films', () => {
  it('are composed, quoted, made, joined and written down', async () => {
    const front = await open();
    const draft = await compose(front, story(night));
    const quoted = await submit(front, { ...draft, dry_run: true });
    expect(quoted.data).toMatchObject({
      status: 'dry_run',
      price: { amount: 240, unit: 'points' },
      clips: [{ clips: '1-3', takes: 1, price: { amount: 80 } }],
    });
    expect(front.posts()).toEqual([]);

    const { data } = await make(front, draft);
    expect(data).toMatchObject({ status: 'completed', counts: { all: 3, completed: 3 }, price: { amount: 240 } });
    expect(data.clips.map(({ clip, used }: Row) => [clip, used])).toEqual([1, 2, 3].map((clip) => [clip, true]));
    const [film] = data.files;
    expect(film).toMatchObject({ media_type: 'video/mp4' });
    expect(film.duration_seconds).toBeCloseTo(24, 0);
    expect(readFileSync(film.path).length).toBe(film.bytes);
    expect(data.next_step).toContain('Beside it: .otio, .fcpxml, .json');
    const sidecar = FilmSidecar.parse(JSON.parse(readFileSync(film.path.replace('.mp4', '.json'), 'utf8')));
    expect(sidecar).toMatchObject({ task_id: data.task_id, price: { amounts: [{ amount: 240, unit: 'points' }] } });
    expect(sidecar.clips.map(({ takes }) => takes[0]?.used)).toEqual([true, true, true]);
  });
});
