import type * as z from 'zod';
import type { composeStoryboard } from '../../tools/compose-storyboard.ts';
import { renderCost, renderModel, renderNumbers } from './units.ts';
import { entry, flow, type View, wrap } from './view.ts';

type Composition = z.output<typeof composeStoryboard.output>;

const labelColumns = 18;

/** What will be paid for, the shots, and the prompt. The mistakes are told below. */
export function renderComposition(composition: Composition, view: View): string[] {
  const { duration, ratio, price, prompt, files = [] } = composition;
  const seconds = duration === undefined ? undefined : `${duration} s`;
  const head = flow([renderModel(composition), seconds, ratio, renderCost(price)], view);
  const blocks = [
    [...head.map((line) => view.paint('strong', line)), ...(price?.note ? wrap(price.note, view) : [])],
    renderShots(composition, view),
    prompt === undefined ? [] : prompt.split('\n').flatMap((line) => wrap(line, view)),
    files.map(({ path }) => `Saved ${path}`),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block) => [...block, '']);
}

function renderShots({ timeline = [], clips = [] }: Composition, view: View): string[] {
  const shots = timeline.map(({ shot, start, end, size, angle, move }) => {
    const camera = [size, angle, move].filter(Boolean).join(', ');
    return entry(`shot ${shot}  ${start}-${end} s`, camera, labelColumns, view);
  });
  const rows = clips.map(({ clip, shots, seconds, scene }) =>
    entry(
      `clip ${clip}  ${seconds} s`,
      [renderNumbers('shot', shots), scene].filter(Boolean).join(', '),
      labelColumns,
      view,
    ),
  );
  return [...shots, ...rows].flat();
}
