import { type Analysis, hitsOf } from '../analysis.ts';
import { phrases } from '../languages/index.ts';
import { type Rule, wholePath } from './rule.ts';

export const taskRules: readonly Rule[] = [
  {
    id: 'edit-says-reference',
    meaning: 'An edit or an extension says "reference" of its clip.',
    severity: 'error',
    source: 'docs/storyboard.md, Editing and extending',
    find: (analysis) => {
      if (analysis.task !== 'edit' && analysis.task !== 'extend') return [];
      const target =
        analysis.bound.find(({ role }) => role?.id === 'target') ?? analysis.bound.find(({ type }) => type === 'video');
      const said = target ? referenceSaid(analysis, target.n) : undefined;
      if (!said) return [];
      const verb = analysis.task === 'edit' ? 'Strictly edit' : 'Extend';
      return [
        {
          path: wholePath(analysis),
          message: `"${said}" makes the service copy the clip instead of changing it.`,
          fix: `Write "${verb} ${analysis.target.renderReference('video', target?.n ?? 1)}".`,
        },
      ];
    },
  },
  {
    id: 'generate-reads-as-edit',
    meaning: 'A generation opens like an edit.',
    severity: 'warn',
    source: 'docs/storyboard.md, Editing and extending',
    find: (analysis) => {
      if (analysis.input.task !== 'generate') return [];
      const opens =
        /^\W{0,4}(?:strictly edit|edit the|edit @|extend @|extend video|extend the video|严格编辑|将.{0,14}(?:延长|替换为)|向[前后]延长)/i.exec(
          analysis.text.trimStart().slice(0, 80),
        )?.[0];
      return opens
        ? [
            {
              path: wholePath(analysis),
              message: `It opens like an edit ("${opens.slice(0, 24)}"), but the task is generate.`,
              fix: `${analysis.counts.video === 0 ? 'Add the clip to references and set' : 'Set'} task: "${/exten|延长/i.test(opens) ? 'extend' : 'edit'}".`,
            },
          ]
        : [];
    },
  },
  {
    id: 'extend-repeat',
    meaning: 'An extension tells the last action again.',
    severity: 'warn',
    source: 'docs/storyboard.md, Editing and extending',
    find: (analysis) => {
      const again =
        analysis.task === 'extend'
          ? /\b(?:again|once more|repeats?|replay(?:s|ing)?)\b|再次|重复|重新上演/i.exec(
              analysis.shots[0]?.words.slice(0, 2000) ?? '',
            )?.[0]
          : undefined;
      const negated = again !== undefined && new RegExp(`(?:not|never|don't|不要?) ?${again}`, 'i').test(analysis.text);
      return again && !negated
        ? [
            {
              path: analysis.shots[0]?.path ?? wholePath(analysis),
              message: `"${again}": an extension that re-tells the last action shows it twice.`,
              fix: 'Begin with what happens next.',
            },
          ]
        : [];
    },
  },
  {
    id: 'task-needs-video',
    meaning: 'The task needs a video that is not given.',
    severity: 'error',
    source: 'docs/storyboard.md, Editing and extending',
    find: ({ task, counts }) => {
      const needed = task === 'bridge' ? 2 : task === 'edit' || task === 'extend' ? 1 : 0;
      if (counts.video >= needed) return [];
      return [
        {
          path: 'references',
          message: `${task} needs ${needed === 2 ? 'two videos' : 'a video'}; ${counts.video} given.`,
          fix: 'Add {url, type: "video", role: "target"}.',
        },
      ];
    },
  },
  {
    id: 'duration-unstated',
    meaning: 'No duration is given and the length of the clip is unknown.',
    severity: 'warn',
    source: 'docs/wire.md, Seedance 2.0 limits',
    find: ({ task, duration, counts }) => {
      if (duration !== undefined || counts.video === 0 || (task !== 'edit' && task !== 'bridge')) return [];
      return [
        {
          path: 'duration',
          message: 'No duration is given and the length of the clip is unknown; the service will make it 5 s.',
          fix: 'Give duration, or the seconds of every clip in references.',
        },
      ];
    },
  },
  {
    id: 'mode-exclusive',
    meaning: 'Files are mixed that this operation does not take together.',
    severity: 'error',
    source: 'docs/wire.md, Pixazo operations',
    find: ({ task, bound }) => {
      const other =
        task === 'first_last_frames'
          ? bound.find(({ type, role }) => type !== 'image' || (role && !role.id.endsWith('_frame')))
          : undefined;
      return other
        ? [
            {
              path: other.path,
              message: 'First and last frames cannot be mixed with other references.',
              fix: 'Leave this file out, or drop task first_last_frames and keep the frames as references.',
            },
          ]
        : [];
    },
  },
  {
    id: 'model-for-task',
    meaning: 'The service has no model for the task.',
    severity: 'error',
    source: 'docs/wire.md, Pixazo operations',
    find: ({ model, task, target }) =>
      model
        ? []
        : [
            {
              path: 'task',
              message: `${target.id} has no model for ${task}.`,
              fix: 'Use another task, or give model_id.',
            },
          ],
  },
  {
    id: 'no-subtitle-missing',
    meaning: 'A line is spoken and subtitles are not ruled out.',
    severity: 'info',
    source: 'docs/storyboard.md, Dialogue and sound',
    find: (analysis) => {
      const speaks = analysis.shots.some(({ lines }) => lines.length > 0);
      if (!speaks || hitsOf(analysis, 'subtitle').length > 0) return [];
      return [
        {
          path: analysis.mode === 'text' ? 'prompt' : 'constraints',
          message: 'Spoken lines tend to be written into the picture.',
          fix: phrases[analysis.language].noSubtitles,
        },
      ];
    },
  },
];

/** `reference @video_file_1`, `参考@视频1` as the verb that governs the clip. Its use as a noun (`@video_file_1 参考`) is none. */
function referenceSaid({ text, mentions }: Analysis, n: number): string | undefined {
  for (const mention of mentions) {
    if (mention.type !== 'video' || !mention.numbers.includes(n)) continue;
    const before = /(?:reference|referring to|参考|参照|模仿)\s?$/i.exec(
      text.slice(Math.max(0, mention.start - 14), mention.start),
    )?.[0];
    const only = /^['’]?s? ?(?:的)?(?:camera|style|music|rhythm|editing|运镜|风格|音乐|剪辑|背景音乐|节奏|动作)/i.test(
      text.slice(mention.end, mention.end + 12),
    );
    if (before && !only) return `${before}${mention.text}`;
  }
  return undefined;
}
