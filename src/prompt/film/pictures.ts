import type { Diagnostic } from '../../core/diagnostic.ts';
import type { PlannedPicture } from '../../core/film-plan.ts';
import { spellField } from '../build/speller.ts';
import { phrases } from '../languages/index.ts';
import type { Bound } from '../references/reference-binding.ts';
import { bindReferences, countFiles, describeBinding } from '../references/reference-binding.ts';
import { capital, isClosed, trimEnd } from '../text/sentence.ts';
import { givenFrames, opensScene } from './link-clips.ts';
import { createLocalizer } from './localize.ts';
import type { Group } from './pack.ts';
import { sayScenes } from './scenes.ts';
import type { Story } from './story.ts';

/** The models that make pictures: from words and pictures, and from words alone. */
export type PictureModels = { edit: string; create: string };

/** The opening picture of every clip, unless the caller gives the first. */
export function planPictures(story: Story, groups: readonly Group[], models: PictureModels): PlannedPicture[] {
  const { first } = givenFrames(story);
  return groups.flatMap((group, i): PlannedPicture[] => {
    if (i === 0 && first) return [];
    const goesOn = i > 0 && !opensScene(story, group);
    const picture = { picture: i + 1, opens: i + 1, ...(goesOn && { ends: i }) };
    return [{ ...picture, ...requestOf(story, group, models) }];
  });
}

/** Pictures that are made from words alone look different from each other. */
export function tellPictures(pictures: readonly PlannedPicture[], models: PictureModels): Diagnostic[] {
  const fromWords = pictures.filter(({ model_id }) => model_id === models.create);
  if (fromWords.length === 0 || pictures.length < 2) return [];
  const numbers = fromWords.map(({ picture }) => picture).join(', ');
  return [
    {
      rule: 'film-picture-cast',
      severity: 'warn',
      path: 'references',
      message: `The opening shot of clip ${numbers} shows no reference, so its picture is made from words alone; people and places may change.`,
      fix: 'Give pictures of the cast and the place as references, and mention them in that shot.',
    },
  ];
}

function requestOf(
  story: Story,
  { from }: Group,
  models: PictureModels,
): Pick<PlannedPicture, 'model_id' | 'parameters'> {
  const seen = [...(story.files[from] ?? [])].filter(isShown).sort((a, b) => a.n - b.n);
  const prompt = pictureWords(story, from, seen);
  const ratio = story.analysis.ratio;
  const parameters = { prompt, ratio: ratio === undefined || ratio === 'adaptive' ? usualRatio : ratio };
  if (seen.length === 0) return { model_id: models.create, parameters };
  return { model_id: models.edit, parameters: { ...parameters, image_files: seen.map(({ file }) => file.url) } };
}

const usualRatio = '16:9';

function isShown({ type, role }: Bound): boolean {
  return type === 'image' && !['first_frame', 'last_frame', 'storyboard'].includes(role?.id ?? '');
}

/** What is seen in the first instant of a shot, with the pictures as figures. */
function pictureWords(story: Story, at: number, seen: readonly Bound[]): string {
  const { analysis, input, shots } = story;
  const { bound, counts, language, target } = analysis;
  const say = phrases[language];
  const figures = { ...target, renderReference: (_: unknown, n: number) => `Figure ${n}` };
  const localize = createLocalizer({ bound, counts, language, target: figures }, new Set(seen));
  const own = bindReferences(seen.map(({ file }) => file));
  const context = { bound: own, counts: countFiles(own), task: 'generate', language, target: figures } as const;
  const spell = (words: string) => spellField(localize(words), context, 'field').text;
  const shot = shots[at];
  const scene = sayScenes(input, shot ? [shot.shot] : [], [shot?.scene], language);
  const frame = (analysis.shots[at]?.camera ?? [])
    .filter(({ term }) => term.kind === 'size' || term.kind === 'angle')
    .map(({ word }) => word);
  const sentences = [
    frame.join(say.comma),
    spell(shot?.shot.visual ?? ''),
    spell(scene.setting ?? ''),
    spell(story.text?.head ?? ''),
    spell([scene.style, input.mood].filter(Boolean).join(say.comma)),
    ...own.map((one) => describeBinding(one, `Figure ${one.n}`, language, spell)),
  ];
  const words = sentences.map(trimEnd).filter((sentence) => sentence !== '');
  const closed = words.map((sentence) => `${say.opening(capital(sentence))}${isClosed(sentence) ? '' : say.end}`);
  return say.openingPicture(closed.join(say.space));
}
