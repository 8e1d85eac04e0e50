import { AppError } from '../../core/errors.ts';
import { addPrices } from '../../core/price.ts';
import type { SavedFile } from '../../core/saved-file.ts';
import type { FilmOrder, UsedTake } from '../../media/film.ts';
import type { Production } from '../../store/productions/production.ts';
import { awaitsJoin, clipsOf, pricesOf, takesOfFilm } from '../../store/productions/progress.ts';
import { statusOf, type Task, taskIdOf } from '../../store/task.ts';
import { isHere, isSaved } from '../find.ts';
import { saveFiles } from '../get.ts';
import type { Jobs } from '../jobs.ts';

type Options = { saveDirectory?: string; signal?: AbortSignal };

/** Whether its used takes are to be joined: for the first time, after another choice, for another folder, or because the film is gone. */
export async function isUnjoined(production: Production, saveDirectory?: string): Promise<boolean> {
  if (takesOfFilm(production) === undefined) return false;
  const { joined } = production;
  if (awaitsJoin(production) || !joined) return true;
  if (saveDirectory !== undefined && joined.directory !== saveDirectory) return true;
  const [film] = joined.files;
  return film !== undefined && !(await isSaved(film));
}

/** Joins the takes of a film that are used, from their files on this disk. Free. Throws where a file is missing. */
export async function joinFilm(jobs: Jobs, production: Production, options: Options): Promise<void> {
  const { plan } = production;
  const outline = await jobs.store.readFilm(plan.key);
  const keys = takesOfFilm(production);
  if (!outline || !keys) return;
  const takes: UsedTake[] = [];
  for (const [n, key] of keys.entries()) {
    const task = await jobs.store.findTask(key);
    const file = task && (await findFile(jobs, task, options));
    if (!task || !file) throw notSaved(n + 1);
    takes.push({ file, taskId: taskIdOf(task), prompt: task.asked.prompt });
  }
  const directory = options.saveDirectory ?? jobs.outputDirectory;
  const order: FilmOrder = {
    ...{ directory, outline, takes, taskId: plan.key, submittedAt: plan.at, signal: options.signal },
    record: describeRecord(production),
  };
  const written = await jobs.writeFilm(order);
  const joined = { type: 'plan_joined', key: plan.key, at: jobs.clock.now(), takes: keys, directory } as const;
  await jobs.store.tryRecord({ ...joined, ...written });
  await jobs.writeGallery(directory);
}

/** The file as it was saved; saved again where it is gone. */
async function findFile(jobs: Jobs, task: Task, { saveDirectory, signal }: Options): Promise<SavedFile | undefined> {
  const [known] = task.files;
  if (known && saveDirectory === undefined && (await isSaved(known))) return known;
  const { service } = jobs.services.forTask(task);
  if (!isHere(service, task)) return undefined;
  const { task: saved } = await saveFiles(jobs, service, task, { save: true, saveDirectory, signal });
  return saved.files[0];
}

function describeRecord(production: Production): FilmOrder['record'] {
  const price = addPrices(pricesOf(production));
  const amounts = 'amounts' in price ? price.amounts : [{ amount: price.amount ?? 0, unit: price.unit }];
  const clips = clipsOf(production);
  return {
    price: { amounts },
    ...(production.plan.rehearsal && { rehearsal: true }),
    takesOf: (number) => {
      const clip = clips.find((one) => one.clip === number);
      return (clip?.takes ?? []).flatMap(({ task }) => {
        if (!task) return [];
        const { amount, unit } = task.price;
        return [
          { task_id: taskIdOf(task), used: task === clip?.used, status: statusOf(task), price: { amount, unit } },
        ];
      });
    },
  };
}

function notSaved(clip: number): AppError {
  return new AppError(
    'not_found',
    `The film cannot be joined: the file of clip ${clip} is not saved, and its link is dead.`,
    {
      nextStep: 'Submit the same draft again: it pays for that clip only.',
    },
  );
}
