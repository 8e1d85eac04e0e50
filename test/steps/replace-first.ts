import { type Answer, type Front, submissionOf, type Tamper } from '../harness.ts';
import { finish, submit } from '../productions/stage.ts';

/** The first task that ends is refused for its content; others end as they would. */
export function failFirst(): Tamper {
  let failed: string | undefined;
  return async ({ path }, pass) => {
    if (!path.endsWith('/query')) return pass();
    const answer = JSON.parse(await new Response((await pass()).body as ReadableStream).text());
    const { task_id, status } = answer.data;
    if (status === 'completed') failed ??= task_id;
    if (task_id !== failed) return Response.json(answer);
    return Response.json({ code: 200, data: { task_id, status: 'failed', error: 'content policy' } });
  };
}

/** Makes the first clip of a film by itself, and uses that. */
export async function replaceFirst(front: Front, task_id: string, draft: { draft_id: string }): Promise<Answer> {
  const film = (await submissionOf(front, draft)) as unknown as { clips: { model_id: string; parameters: object }[] };
  const { model_id, parameters } = film.clips[0]!;
  const { data } = await submit(front, { model_id, parameters, allow_duplicate: true });
  await finish(front, data.task_id);
  return submit(front, { task_id, use: [data.task_id] });
}
