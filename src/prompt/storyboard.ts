import { type Bound, bindReferences, countFiles } from './binding.ts';
import { findLines } from './dialogue.ts';
import { countHan, countLatinWords, type Draft, type DraftShot, draftShot, isChinese } from './draft.ts';
import { applyGenre } from './genres.ts';
import { type Language, limits, type Shot, type Storyboard } from './input.ts';
import { plainText } from './lexicon.ts';
import { mendText, nearestRatio } from './mend.ts';
import { type Counts, findReferences, mentionedNumbers, type ReferenceType } from './mentions.ts';
import { resolveNames, type UnknownName } from './names.ts';
import type { Problem } from './problem.ts';
import { checkReferences, renderReferences } from './references.ts';
import { movesOf } from './rules/camera.ts';
import { runRules } from './rules.ts';
import { scheduleShots, tidy } from './schedule.ts';
import type { Target, Task } from './target.ts';
import { readTimeline, type Timeline } from './timeline.ts';
import { ruleWords } from './words.ts';
import { shotWords, writePrompt } from './write.ts';

/** A row of the shot list. Camera words are ids of `vocabulary.ts`. */
export type TimelineRow = { shot: number; start: number; end: number; size?: string; angle?: string; move?: string };

/** What goes into `submit_task` unchanged. */
export type Submission = { model_id: string; parameters: Record<string, unknown> };

export type Composed = {
  prompt: string;
  /** Null while an error stands. */
  submit: Submission | null;
  problems: Problem[];
  timeline: TimelineRow[];
  references: Record<ReferenceType, number[]>;
  stats: { characters: number; words: number; words_per_second?: number; shots: number };
};

/** Structured shots, or a finished text, into the best prompt in the service's own words, with every mistake found. Pure: no clock, no network. */
export function compose(input: Storyboard, target: Target): Composed {
  return finish(createDraft(input, target));
}

/** Everything known about a storyboard before the rules are asked. */
export function createDraft(given: Storyboard, target: Target): Draft {
  const input = applyGenre(given);
  const bound = bindReferences(input.references ?? []);
  return input.prompt !== undefined && !input.shots?.length
    ? readStory(input, input.prompt, bound, target)
    : tellStory(input, bound, target);
}

export function finish(draft: Draft): Composed {
  const problems = runRules(draft);
  const isRefused = problems.some(({ severity }) => severity === 'error');
  const words = countHan(draft.text) + countLatinWords(draft.text);
  return {
    prompt: draft.text,
    submit: isRefused ? null : submission(draft),
    problems,
    timeline: draft.shots.flatMap(timelineRow),
    references: mentionedNumbers(draft.mentions),
    stats: {
      characters: draft.text.length,
      words,
      ...(draft.duration ? { words_per_second: Math.round((words / draft.duration) * 10) / 10 } : {}),
      shots: draft.shots.length,
    },
  };
}

/** Shots into text. */
function tellStory(input: Storyboard, bound: Bound[], target: Target): Draft {
  const shots = input.shots ?? [];
  const counts = countFiles(bound);
  const task = input.task ?? inferTask(bound);
  const language = input.language ?? languageOf(input);
  const timing = input.timing ?? 'timecodes';
  const slots = scheduleShots(shots, input.duration);
  const unknownNames: (UnknownName & { path: string })[] = [];
  const say = (one: Bound) => sayReference(one, bound, task, language, target);
  const render = (type: ReferenceType, n: number) =>
    task === 'first_last_frames' && type === 'image' ? frameName(n, bound, language) : target.renderReference(type, n);
  const inWords = (text: string, path: string): string => {
    const resolved = resolveNames(text, bound, say);
    unknownNames.push(...resolved.unknown.map((unknown) => ({ ...unknown, path })));
    return renderReferences(resolved.text, render);
  };
  const written = shots.map((shot, i) => ({
    ...writeShot(shot, `shots[${i}]`, inWords, bound),
    ...(slots[i] ?? { start: 0, end: 0 }),
  }));
  const ends = slots.at(-1)?.end;
  const duration =
    input.duration ??
    (task === 'edit' && shots.every(({ seconds, end }) => seconds === undefined && end === undefined)
      ? undefined
      : ends);
  const { ratio, mends } = mendRatioField(input.ratio);
  const story = {
    ...input,
    style: input.style && inWords(input.style, 'style'),
    music: input.music && inWords(input.music, 'music'),
  };
  const text = writePrompt({
    input: story,
    shots: written,
    bound,
    language,
    task,
    timing,
    duration: duration ?? 0,
    ratio,
    target,
  });
  const drafted = written.map((shot, i) =>
    draftTold(duration === undefined ? { ...shot, start: undefined, end: undefined } : shot, i, language),
  );
  const timeline: Timeline = { segments: [], from: 'timecodes', inclusive: false, restarts: 0, labels: [] };
  const head = [input.style, input.mood].filter(Boolean).join(', ');
  const shared = {
    input,
    target,
    mode: 'shots',
    language,
    task,
    timing,
    text,
    head,
    bound,
    counts,
    duration,
    ratio,
  } as const;
  return seal({ ...shared, shots: drafted, told: true, timeline, unknownNames, mends });
}

/** A finished text, read and put right. */
function readStory(input: Storyboard, original: string, bound: Bound[], target: Target): Draft {
  const counts = countFiles(bound);
  const task = input.task ?? inferTask(bound, original);
  const language = input.language ?? (isChinese(original) ? 'zh' : 'en');
  const resolved = resolveNames(original, bound, (one) => sayReference(one, bound, task, language, target));
  const { text, mends } = mendText(resolved.text, { target, task, counts });
  const timeline = readTimeline(text);
  const shots = readShots(text, timeline);
  const end = shots.at(-1)?.end;
  const stated = timeline.declaredSeconds;
  const duration = input.duration ?? (isLength(stated) ? stated : end);
  const head = text.slice(0, timeline.segments[0]?.mark?.start ?? timeline.labels[0]?.start ?? text.length);
  const field = mendRatioField(input.ratio ?? /(?<![\d:.])(?:21:9|16:9|4:3|1:1|3:4|9:16)(?![\d:])/.exec(head)?.[0]);
  const unknownNames = resolved.unknown.map((unknown) => ({ ...unknown, path: 'prompt' }));
  const told = timeline.segments.length > 0 || timeline.labels.length > 1;
  const timing = input.timing ?? 'timecodes';
  const shared = {
    input,
    target,
    mode: 'text',
    language,
    task,
    timing,
    text,
    head,
    bound,
    counts,
    duration,
    ratio: field.ratio,
  } as const;
  return seal({ ...shared, shots, told, timeline, unknownNames, mends: [...mends, ...field.mends] });
}

/** First and last frames have no numbers in the text, so none may be mentioned. */
function seal(draft: Omit<Draft, 'mentions' | 'hits' | 'modelId' | 'checked'>): Draft {
  const { counts, task, target, input, text } = draft;
  const modelId =
    input.model_id ?? target.modelFor(task, { images: counts.image, videos: counts.video, audios: counts.audio });
  const spoken = task === 'first_last_frames' ? { image: 0, video: 0, audio: 0 } : counts;
  const path = draft.mode === 'text' ? 'prompt' : 'shots';
  const checked = checkReferences({ text, counts: spoken, path, render: target.renderReference });
  return { ...draft, modelId, checked, mentions: findReferences(text), hits: ruleWords.find(plainText(text)) };
}

function readShots(text: string, { segments, labels }: Timeline): DraftShot[] {
  const parts =
    segments.length > 0
      ? segments
      : labels.length > 1
        ? labels.map(({ end }, i) => ({
            start: undefined,
            end: undefined,
            bodyStart: end,
            bodyEnd: labels[i + 1]?.start ?? text.length,
          }))
        : [{ start: undefined, end: undefined, bodyStart: 0, bodyEnd: text.length }];
  return parts.map(({ start, end, bodyStart, bodyEnd }, i) => {
    const words = text.slice(bodyStart, bodyEnd).trim();
    return draftShot({ number: i + 1, path: 'prompt', start, end, words, lines: findLines(words) });
  });
}

function draftTold(shot: Shot, i: number, language: Language): DraftShot {
  const words = shotWords({ ...shot, dialogue: undefined, sound: undefined }, language);
  return draftShot({
    number: i + 1,
    path: `shots[${i}]`,
    start: shot.start,
    end: shot.end,
    words,
    lines: shot.dialogue ?? [],
  });
}

function writeShot(
  shot: Shot,
  path: string,
  inWords: (text: string, path: string) => string,
  bound: readonly Bound[],
): Shot {
  const field = (name: 'camera' | 'action' | 'sound' | 'transition') =>
    shot[name] && { [name]: inWords(shot[name], `${path}.${name}`) };
  const dialogue = shot.dialogue?.map((line) => ({
    ...line,
    speaker: resolveNames(line.speaker, bound, ({ label, file }) => label ?? file.role).text,
  }));
  return {
    ...shot,
    ...field('camera'),
    ...field('action'),
    ...field('sound'),
    ...field('transition'),
    visual: inWords(shot.visual, `${path}.visual`),
    dialogue,
  };
}

/** A named file inside a sentence: label and tag for a picture, the tag alone for a clip. */
function sayReference(
  { type, n, label }: Bound,
  bound: readonly Bound[],
  task: Task,
  language: Language,
  target: Target,
): string {
  if (task === 'first_last_frames' && type === 'image') return frameName(n, bound, language);
  const tag = target.renderReference(type, n);
  if (type !== 'image' || !label) return tag;
  return language === 'zh' ? `${label}（${tag}）` : `${label} (${tag})`;
}

function frameName(n: number, bound: readonly Bound[], language: Language): string {
  const [first] = frames(bound);
  const isFirst = first === undefined || (first.type === 'image' && first.n === n);
  if (language === 'zh') return isFirst ? '首帧' : '尾帧';
  return isFirst ? 'the first frame' : 'the last frame';
}

function inferTask(bound: readonly Bound[], text = ''): Task {
  const isFrames = bound.length > 0 && bound.length <= 2 && bound.every(({ role }) => role?.id.endsWith('_frame'));
  if (isFrames) return 'first_last_frames';
  const videos = bound.filter(({ type }) => type === 'video');
  const targets = videos.filter(({ role }) => role?.id === 'target');
  if (targets.length >= 2) return 'bridge';
  const opening = `${targets.map(({ file }) => file.role).join(' ')} ${videos.length > 0 ? text.trimStart().slice(0, 80) : ''}`;
  if (/\bextend\b|延长/i.test(opening)) return 'extend';
  return targets.length > 0 || /strictly edit|严格编辑/i.test(opening) ? 'edit' : 'generate';
}

function languageOf({ shots = [], style = '', music = '' }: Storyboard): Language {
  return isChinese(
    [style, music, ...shots.flatMap(({ visual, camera = '', action = '' }) => [visual, camera, action])].join(' '),
  )
    ? 'zh'
    : 'en';
}

function isLength(seconds: number | undefined): seconds is number {
  return seconds !== undefined && seconds >= limits.duration.least && seconds <= limits.duration.most;
}

function mendRatioField(given: string | undefined): { ratio: string | undefined; mends: Problem[] } {
  const ratio = given?.trim().replace('：', ':');
  const stand = ratio === undefined ? undefined : nearestRatio(ratio);
  if (!stand) return { ratio, mends: [] };
  const message = `${ratio} is no ratio that Seedance knows; the nearest was taken.`;
  return {
    ratio: stand,
    mends: [{ rule: 'ratio-not-enum', severity: 'info', path: 'ratio', message, fix: `${ratio} → ${stand}` }],
  };
}

function timelineRow(shot: DraftShot): TimelineRow[] {
  const { number, start, end, camera } = shot;
  if (start === undefined || end === undefined) return [];
  const of = (kind: string) => camera.find(({ term }) => term.kind === kind)?.term.id;
  const size = of('size');
  const angle = of('angle');
  const move = movesOf(shot)[0]?.term.id ?? of('move');
  return [
    {
      shot: number,
      start: tidy(start),
      end: tidy(end),
      ...(size && { size }),
      ...(angle && { angle }),
      ...(move && { move }),
    },
  ];
}

function submission({ text, modelId = '', bound, task, duration, ratio, counts }: Draft): Submission {
  const urls = (type: ReferenceType) => bound.filter((one) => one.type === type).map(({ file }) => file.url);
  const [first, last] = frames(bound);
  const files =
    task === 'first_last_frames' ? { first_frame: first?.file.url, last_frame: last?.file.url } : filesOf(counts, urls);
  const parameters = {
    prompt: text,
    ...files,
    ...secondsOf('video', bound),
    ...secondsOf('audio', bound),
    ratio,
    duration,
  };
  return {
    model_id: modelId,
    parameters: Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined)),
  };
}

function filesOf(counts: Counts, urls: (type: ReferenceType) => string[]): Record<string, unknown> {
  return {
    image_files: counts.image > 0 ? urls('image') : undefined,
    video_files: counts.video > 0 ? urls('video') : undefined,
    audio_files: counts.audio > 0 ? urls('audio') : undefined,
  };
}

/** First and last frame by role, else by order; a single picture is the first. */
function frames(bound: readonly Bound[]): [Bound | undefined, Bound | undefined] {
  if (bound.length < 2) return [bound[0], undefined];
  const last = bound.find(({ role }) => role?.id === 'last_frame') ?? bound[1];
  return [bound.find((one) => one !== last), last];
}

/** Known lengths of clips, for the price and the limits; left out unless every clip has one. */
function secondsOf(type: 'video' | 'audio', bound: readonly Bound[]): Record<string, unknown> {
  const seconds = bound.filter((one) => one.type === type).map(({ file }) => file.seconds);
  return {
    [`${type}_seconds`]: seconds.length > 0 && seconds.every((length) => length !== undefined) ? seconds : undefined,
  };
}
