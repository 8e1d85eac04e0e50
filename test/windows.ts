import { onTestFinished } from 'vitest';
import { type Front, openFront } from './harness.ts';

/** A window that the test's end closes. The end is the test's own: files that share a worker load this file once. */
export async function open(options: Parameters<typeof openFront>[0] = {}): Promise<Front> {
  const front = await openFront(options);
  onTestFinished(() => front.close());
  return front;
}

/** Moves time on until the answer is there. */
export async function moveOn<T>(
  { clock }: Front,
  answer: Promise<T>,
  { stepMs = 15_000, mostMs = 3_600_000 } = {},
): Promise<T> {
  let done = false;
  answer.finally(() => (done = true)).catch(() => undefined);
  for (let moved = 0; !done && moved < mostMs; moved += stepMs) {
    const started = performance.now();
    await clock.advance(stepMs);
    // Other threads work in real time: on a busy machine they get more of it.
    await new Promise((resolve) => setTimeout(resolve, Math.max(1, performance.now() - started)));
  }
  return answer;
}
