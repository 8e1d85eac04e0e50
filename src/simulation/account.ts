import * as z from 'zod';
import type { Memory } from './simulator.ts';
import { Task } from './tasks.ts';

/** A picture handed to the service: its bytes, or the URL that it was fetched from and that stands for them. */
export const Upload = z.object({
  id: z.string(),
  mediaType: z.string(),
  base64: z.string().optional(),
  from: z.string().optional(),
});
export type Upload = z.infer<typeof Upload>;

/** What a simulated service remembers. `refused` holds fingerprints of prompts that got their one 429. */
export const State = z.object({
  tasks: z.array(Task).default([]),
  uploads: z.array(Upload).default([]),
  refused: z.array(z.string()).default([]),
});
export type State = z.infer<typeof State>;

const bounds = { tasks: 1000, uploads: 20, uploadCharacters: 6_000_000, refused: 50 };

export type Account = { read(): State; update(change: (state: State) => void): void };

/** State of one service, kept in the process, or in `memory` beside that of other services. */
export function createAccount(service: string, memory?: Memory): Account {
  if (!memory) {
    const state = State.parse({});
    return { read: () => state, update: (change) => bound(change, state) };
  }
  return {
    read: () => readState(memory, service),
    update(change) {
      const state = readState(memory, service);
      bound(change, state);
      memory.write(JSON.stringify({ ...readAll(memory), [service]: state }));
    },
  };
}

function readState(memory: Memory, service: string): State {
  const parsed = State.safeParse(readAll(memory)[service] ?? {});
  return parsed.success ? parsed.data : State.parse({});
}

/** An unreadable memory is an empty one: a rehearsal has nothing to lose. */
function readAll(memory: Memory): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(memory.read() ?? '{}'));
  } catch {
    return {};
  }
}

function bound(change: (state: State) => void, state: State): void {
  change(state);
  state.tasks.splice(0, state.tasks.length - bounds.tasks);
  state.refused.splice(0, state.refused.length - bounds.refused);
  const characters = () => state.uploads.reduce((sum, upload) => sum + (upload.base64?.length ?? 0), 0);
  while (
    state.uploads.length > bounds.uploads ||
    (state.uploads.length > 1 && characters() > bounds.uploadCharacters)
  ) {
    state.uploads.shift();
  }
}
