import type { Price } from '../../core/price.ts';
import type { ReferenceFile } from '../../core/reference-file.ts';
import type { FileFacts, Mismatch } from '../../core/saved-file.ts';
import type { Check } from '../../media/frames/checks.ts';

/** One finished task, as its sidecar tells it. Times are ISO 8601. */
export type GalleryTask = {
  task_id: string;
  model_id: string;
  /** What is seen first. */
  title: string;
  prompt: string;
  parameters: Readonly<Record<string, unknown>>;
  references: readonly ReferenceFile[];
  price?: Price;
  rehearsal?: boolean;
  submitted_at: string;
  files: readonly GalleryFile[];
  mismatches: readonly Mismatch[];
  /** The same for all takes of one request. */
  request: string;
  /** When somebody chose it among the takes of its request. */
  usedAt?: number;
};

/** `name` is a file beside the page. */
export type GalleryFile = FileFacts & { name: string; checks?: readonly Check[] };

/** A film or a batch that was submitted as one. */
export type GalleryProduction = {
  task_id: string;
  title: string;
  seconds: number;
  submitted_at: string;
  rehearsal?: boolean;
  /** The joined file; left out while the clips stay apart, which `apart` explains. */
  film?: { name: string };
  apart?: string;
  price: { amounts: readonly { amount: number; unit: string }[] };
  clips: readonly GalleryClip[];
};

type GalleryClip = {
  clip: number;
  shots?: string;
  scene?: string;
  /** Seconds in the film. */
  start: number;
  end: number;
  takes: readonly { task_id: string; used: boolean; file?: { name: string } }[];
};

export type Gallery = { tasks: readonly GalleryTask[]; productions: readonly GalleryProduction[] };

/** All takes of one request, the oldest first. */
export type Group = { id: string; takes: readonly Take[]; productions: readonly string[] };

export type Take = GalleryTask & { isUsed: boolean };

/** Groups the takes of each request, the group with the newest take first. Where nobody chose a take, the first one is used. */
export function groupTakes({ tasks, productions }: Gallery): Group[] {
  const chosen = new Map(
    productions.flatMap(({ clips }) => clips.flatMap(({ takes }) => takes)).map(({ task_id, used }) => [task_id, used]),
  );
  const byRequest = new Map<string, GalleryTask[]>();
  for (const task of [...tasks].sort(
    (a, b) => compare(a.submitted_at, b.submitted_at) || compare(a.task_id, b.task_id),
  ))
    byRequest.set(task.request, [...(byRequest.get(task.request) ?? []), task]);
  return [...byRequest.values()]
    .map((takes, n) => {
      const ids = new Set(takes.map(({ task_id }) => task_id));
      const used = findUsed(takes) ?? takes.find(({ task_id }) => chosen.get(task_id)) ?? takes[0];
      return {
        id: `clip-${n + 1}`,
        takes: takes.map((take) => ({ ...take, isUsed: take === used })),
        productions: productions
          .filter(({ clips }) => clips.some((clip) => clip.takes.some(({ task_id }) => ids.has(task_id))))
          .map(({ task_id }) => task_id),
      };
    })
    .sort((a, b) => compare(newest(b), newest(a)));
}

/** The latest choice counts. */
function findUsed(takes: readonly GalleryTask[]): GalleryTask | undefined {
  return takes.filter(({ usedAt }) => usedAt).sort((a, b) => (b.usedAt ?? 0) - (a.usedAt ?? 0))[0];
}

function newest({ takes }: Group): string {
  return takes.at(-1)?.submitted_at ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
