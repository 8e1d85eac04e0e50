import fc from 'fast-check';
import '../seeded.ts';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/core/diagnostic.ts';
import type { ReferenceFile, Shot, Storyboard } from '../../../src/prompt/input.ts';
import { autofixRules } from '../../../src/prompt/rules/autofixes.ts';
import { compose } from '../../../src/prompt/storyboard.ts';
import { cleanStoryboard, xskill } from '../clean.ts';
import { mutations, tastes } from './mutations.ts';

/** Does to a storyboard what a fix says, word for word. */
type Obey = (storyboard: Storyboard, diagnostic: Diagnostic) => Storyboard;

const quoted = ({ fix = '' }: Diagnostic, n = 0) => [...fix.matchAll(/"([^"]+)"/g)].map(([, words]) => words)[n] ?? '';
const named = ({ fix = '' }: Diagnostic, pattern: RegExp) => pattern.exec(fix)?.[1] ?? '';
const indexOf = ({ path }: Diagnostic) => Number(/\[(\d+)\]/.exec(path)?.[1] ?? 0);

const mapText = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapText(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === 'url' ? one : mapText(one, change)]),
  );
};
const inText = (storyboard: Storyboard, change: (text: string) => string) => {
  const { references, model_id, task, ...words } = storyboard;
  return { ...(mapText(words, change) as Storyboard), references, model_id, task };
};
const withoutWords = (storyboard: Storyboard, words: string) =>
  inText(storyboard, (text) =>
    text.replace(new RegExp(`[,;.]? ?${words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`, 'gi'), ''),
  );
const inShot = (storyboard: Storyboard, at: number, change: Partial<Shot>): Storyboard => ({
  ...storyboard,
  shots: storyboard.shots?.map((shot, i) => (i === at ? { ...shot, ...change } : shot)),
});
const inReference = (storyboard: Storyboard, at: number, change: Partial<ReferenceFile>): Storyboard => ({
  ...storyboard,
  references: storyboard.references?.map((one, i) => (i === at ? { ...one, ...change } : one)),
});
const dropReferences = (storyboard: Storyboard, isKept: (one: ReferenceFile, i: number) => boolean): Storyboard => ({
  ...storyboard,
  references: storyboard.references?.filter(isKept),
});
const place: Obey = (storyboard, diagnostic) => {
  const [written = '', start = '', end = ''] = /([\d.]+)-([\d.]+)s/.exec(diagnostic.fix ?? '') ?? [];
  if (storyboard.prompt) {
    const odd = [...diagnostic.message.matchAll(/\(([\d.]+-[\d.]+) s\)/g)].map(([, times]) => `${times}s`);
    const wrong = diagnostic.rule === 'time-gap' ? odd.at(-1) : odd[0];
    return { ...storyboard, prompt: storyboard.prompt.replace(wrong ?? '', written) };
  }
  return inShot(storyboard, indexOf(diagnostic), { start: Number(start), end: Number(end) });
};
const count = (diagnostic: Diagnostic) => Number(named(diagnostic, /(?:Leave out|Cut|the) (\d+)/) || 1);
/** Of the two that a message names, what is not kept goes. */
const keepOnly: Obey = (storyboard, { message, fix = '' }) => {
  const kept = /Keep "([^"]+)"/.exec(fix)?.[1];
  const other = [...message.matchAll(/"([^"]+)"/g)].map(([, words]) => words ?? '').findLast((words) => words !== kept);
  const pattern = new RegExp(`(?:, | and | but )?\\b${(other ?? kept ?? '').replaceAll(' ', '[- ]')}\\w*`, 'i');
  return inText(storyboard, (text) => text.replace(pattern, ''));
};

const obeys: Record<string, Obey> = {
  'time-gap': place,
  'time-overlap': (storyboard, diagnostic) => place(storyboard, diagnostic),
  'time-start': place,
  'time-sum': (storyboard, { fix = '' }) => {
    const length = Number(/(?:duration|write) ([\d.]+)/.exec(fix)?.[1]);
    return storyboard.prompt
      ? { ...storyboard, prompt: storyboard.prompt.replace(/\d+ seconds/, `${length} seconds`) }
      : { ...storyboard, duration: length };
  },
  'duration-conflict': (storyboard, diagnostic) => ({
    ...storyboard,
    duration: Number(named(diagnostic, /set duration (\d+)/)),
  }),
  'time-range': (storyboard, diagnostic) => {
    const wanted = Number(named(diagnostic, /Make it (\d+) s/));
    const sum = storyboard.shots?.reduce((all, { seconds = 0 }) => all + seconds, 0) ?? 0;
    return inShot(storyboard, 0, { seconds: (storyboard.shots?.[0]?.seconds ?? 0) + wanted - sum });
  },
  'time-both': (storyboard, diagnostic) => inShot(storyboard, indexOf(diagnostic), { seconds: undefined }),
  'ref-missing-file': (storyboard, { fix = '', message }) => {
    const [, to = '', from = ''] = /Write (\S+) instead of ([^.]+)\./.exec(fix) ?? [];
    return inText(storyboard, (text) => text.replace(from, to).replace(/@图片 7/, to === '' ? message : to));
  },
  'ref-unknown-name': (storyboard, { fix = '', message }) => {
    const near = /^Write (@[\p{L}\w]+)\./u.exec(fix)?.[1];
    const odd = /^(@[\p{L}\w]+)/u.exec(message)?.[1] ?? '';
    return inText(storyboard, (text) => text.replaceAll(odd, near ?? odd.slice(1)));
  },
  'ref-duplicate-name': (storyboard, diagnostic) =>
    inReference(storyboard, indexOf(diagnostic), { name: quoted(diagnostic) }),
  'ref-name-number': (storyboard, diagnostic) =>
    inReference(storyboard, indexOf(diagnostic), { name: quoted(diagnostic) }),
  'ref-number': (storyboard, { fix = '', message }) =>
    inText(storyboard, (text) => text.replace(message.split(':')[0] ?? '', /Write ([^.]+)\./.exec(fix)?.[1] ?? '')),
  'ref-unused': (storyboard) => dropReferences(storyboard, (_, i) => i < 2),
  'ref-role-missing': (storyboard, diagnostic) =>
    inText(storyboard, (text) => text.replace(/[^.\n]*@image_file_3[^.\n]*\./, `${quoted(diagnostic)}.`)),
  'ref-digit-runon': (storyboard, diagnostic) => {
    const good = quoted(diagnostic);
    return inText(storyboard, (text) => text.replace(/(?:@image_file_1|@图片1|Image 1)(?=跑)跑?/, good));
  },
  'ref-asset-id': (storyboard, diagnostic) =>
    inText(storyboard, (text) => text.replace(/\basset\S+/, named(diagnostic, /write ([^.]+)\./))),
  'ref-two-owners': (storyboard, diagnostic) => dropReferences(storyboard, (_, i) => i !== indexOf(diagnostic)),
  'ref-unbound': (storyboard, diagnostic) => inReference(storyboard, indexOf(diagnostic), { role: quoted(diagnostic) }),
  'ref-absent-in-shot': (storyboard, diagnostic) =>
    inShot(storyboard, indexOf(diagnostic), { action: 'she opens the door' }),
  'media-seconds': (storyboard, diagnostic) => {
    const most = Number(named(diagnostic, /Cut it to (\d+)/) || named(diagnostic, /at least (\d+)/));
    if (most) return inReference(storyboard, indexOf(diagnostic), { seconds: most });
    const over = Number(named(diagnostic, /Cut ([\d.]+) s/));
    const at = storyboard.references?.findIndex(({ seconds = 0 }) => seconds > over + 2) ?? 0;
    return inReference(storyboard, at, { seconds: (storyboard.references?.[at]?.seconds ?? 0) - over });
  },
  'audio-alone': (storyboard) => ({
    ...storyboard,
    references: [...(storyboard.references ?? []), { url: 'https://files.test/scene.png', role: 'scene' }],
  }),
  'real-face-upload': (storyboard, diagnostic) => inReference(storyboard, indexOf(diagnostic), { real_person: false }),
  'file-format': (storyboard, diagnostic) =>
    inReference(storyboard, indexOf(diagnostic), { url: `https://files.test/x.${named(diagnostic, /to (\w+)\./)}` }),
  'multi-view-sheet': (storyboard, diagnostic) =>
    inReference(storyboard, indexOf(diagnostic), { role: 'character: head shot' }),
  'many-people': (storyboard) => dropReferences(storyboard, ({ role }, i) => !role.startsWith('character') || i < 4),
  'many-files': (storyboard, diagnostic) =>
    dropReferences(storyboard, (_, i) => i < (storyboard.references?.length ?? 0) - count(diagnostic)),
  'field-ignored': (storyboard) => ({ ...storyboard, music: undefined, constraints: undefined, style: undefined }),
  'cam-none': (storyboard, diagnostic) => inShot(storyboard, indexOf(diagnostic), { camera: quoted(diagnostic) }),
  'cam-multi': (storyboard, diagnostic) => {
    const [, second = ''] = /then ([^"]+)"/.exec(diagnostic.fix ?? '') ?? [];
    const pattern = new RegExp(`(?:, |and |then )?${second.replaceAll(' ', '[- ]')}\\w*`, 'i');
    return inText(storyboard, (text) => text.replace(pattern, ''));
  },
  'cam-conflict': keepOnly,
  'cam-ambiguous': (storyboard, diagnostic) =>
    inText(storyboard, (text) => text.replace(/\b(?:Dolly|Crane|Arc|Dutch)\b/, quoted(diagnostic))),
  'cam-no-endpoint': (storyboard, diagnostic) =>
    inShot(storyboard, indexOf(diagnostic), { camera: quoted(diagnostic) }),
  'detail-vs-size': (storyboard, { fix = '', path }) =>
    inShot(storyboard, Number(/\d+/.exec(path)?.[0]), { camera: /close-up/.test(fix) ? 'close-up' : 'wide shot' }),
  'dlg-too-long': (storyboard, diagnostic) => {
    const most = Number(named(diagnostic, /line to (\d+)/));
    const at = indexOf(diagnostic);
    const line = storyboard.shots?.[at]?.dialogue?.[0];
    const words = /[\u4e00-\u9fff]/.test(line?.line ?? '')
      ? (line?.line ?? '').slice(0, most)
      : (line?.line ?? '').split(' ').slice(0, most).join(' ');
    return inShot(storyboard, at, { dialogue: line && [{ ...line, line: words }] });
  },
  'dlg-total': (storyboard, diagnostic) => {
    let left = count(diagnostic);
    return {
      ...storyboard,
      shots: storyboard.shots?.map((shot) => ({
        ...shot,
        dialogue: shot.dialogue?.map((line) => {
          const words = line.line.split(' ');
          const cut = Math.min(left, words.length - 1);
          left -= cut;
          return { ...line, line: words.slice(0, words.length - cut).join(' ') };
        }),
      })),
    };
  },
  'dlg-no-speaker': (storyboard, diagnostic) => {
    const at = indexOf(diagnostic);
    const [line] = storyboard.shots?.[at]?.dialogue ?? [];
    return inShot(storyboard, at, { dialogue: line && [{ ...line, speaker: quoted(diagnostic) }] });
  },
  'dlg-two-faces': (storyboard, diagnostic) => {
    const at = indexOf(diagnostic);
    const [first, second] = storyboard.shots?.[at]?.dialogue ?? [];
    return inShot(storyboard, at, { dialogue: first && second && [first, { ...second, delivery: 'off-screen' }] });
  },
  'dlg-wide': (storyboard, diagnostic) => inShot(storyboard, indexOf(diagnostic), { camera: 'medium close-up' }),
  'dlg-language': (storyboard, diagnostic) => {
    const at = indexOf(diagnostic);
    const [line] = storyboard.shots?.[at]?.dialogue ?? [];
    return inShot(storyboard, at, { dialogue: line && [{ ...line, language: quoted(diagnostic) }] });
  },
  'dlg-mixed': (storyboard, diagnostic) => {
    const at = indexOf(diagnostic);
    const [line] = storyboard.shots?.[at]?.dialogue ?? [];
    return inShot(storyboard, at, { dialogue: line && [{ ...line, line: line.line.replace(/[a-z ]+$/i, '') }] });
  },
  'voice-undescribed': (storyboard, diagnostic) =>
    inReference(storyboard, indexOf(diagnostic), { role: quoted(diagnostic) }),
  'audio-missing': (storyboard, diagnostic) => ({ ...storyboard, music: quoted(diagnostic) }),
  'music-name': (storyboard) => ({ ...storyboard, music: 'soft synths, 90 bpm, hopeful' }),
  'audio-exact-conflict': (storyboard) => ({ ...storyboard, music: undefined }),
  'angle-sound': (storyboard, diagnostic) => inText(storyboard, (text) => text.replace(/<[^>]+>/, quoted(diagnostic))),
  'shot-short': (storyboard, diagnostic) =>
    inShot(storyboard, indexOf(diagnostic), { seconds: Number(named(diagnostic, /Give it (\d+) s/)) }),
  'shot-density': (storyboard, diagnostic) => ({
    ...storyboard,
    shots: storyboard.shots?.slice(0, Number(named(diagnostic, /Keep (\d+)/))).map((shot) => ({ ...shot, seconds: 3 })),
  }),
  'shot-overload': (storyboard, diagnostic) =>
    inShot(storyboard, indexOf(diagnostic), { action: undefined, visual: 'a boat drifts by' }),
  'long-no-beats': (storyboard, diagnostic) => ({ ...storyboard, style: `${storyboard.style}, ${quoted(diagnostic)}` }),
  'timing-advice': (storyboard) => ({ ...storyboard, timing: 'shots' }),
  'oner-with-cuts': (storyboard, diagnostic) => withoutWords(storyboard, quoted(diagnostic)),
  'style-conflict': keepOnly,
  'optical-conflict': keepOnly,
  contradiction: keepOnly,
  'style-missing': (storyboard, diagnostic) => ({ ...storyboard, style: quoted(diagnostic) }),
  'quality-words': (storyboard, diagnostic) => withoutWords(storyboard, quoted(diagnostic)),
  'resolution-words': (storyboard, diagnostic) => withoutWords(storyboard, quoted(diagnostic)),
  'vague-words': (storyboard, diagnostic) => withoutWords(storyboard, quoted(diagnostic)),
  'fast-everywhere': (storyboard, diagnostic) =>
    inText(storyboard, (text) => text.replace(/fast (?=waves|clouds)/g, `${quoted(diagnostic)} `)),
  'ratio-not-enum': (storyboard, diagnostic) => ({ ...storyboard, ratio: named(diagnostic, /Use one of ([\d:]+)/) }),
  'ratio-mismatch': (storyboard, diagnostic) => ({ ...storyboard, ratio: named(diagnostic, /set ratio ([\d:]+)/) }),
  'mj-flags': (storyboard, diagnostic) => withoutWords(storyboard, quoted(diagnostic)),
  length: (storyboard, { fix = '' }) => {
    const over = Number(/(\d+) too many/.exec(fix)?.[1] ?? 0);
    return inText(storyboard, (text) => {
      const words = text.split(' ');
      return words.length > over ? words.slice(0, words.length - over - 200).join(' ') : text;
    });
  },
  'mixed-language': (storyboard) => inShot(storyboard, 0, { visual: 'a boat drifts by' }),
  'json-as-prompt': (storyboard) => ({
    ...storyboard,
    prompt: undefined,
    style: 'noir',
    shots: [{ visual: 'a boat drifts by' }],
  }),
  placeholder: (storyboard, diagnostic) =>
    inText(storyboard, (text) => text.replaceAll(named(diagnostic, /Replace (.+)\.$/), 'a tall woman')),
  'shots-or-prompt': (storyboard) => ({ ...storyboard, prompt: undefined }),
  'genre-unknown': (storyboard, diagnostic) => ({ ...storyboard, genre: named(diagnostic, /Use one of ([\w-]+)/) }),
  'shot-empty': (storyboard, diagnostic) => inShot(storyboard, indexOf(diagnostic), { visual: 'a boat drifts by' }),
  'edit-says-reference': (storyboard, diagnostic) =>
    inText(storyboard, (text) => text.replace(/(?:reference|参考) ?@\S+1/i, quoted(diagnostic))),
  'generate-reads-as-edit': (storyboard, diagnostic) => ({
    ...storyboard,
    task: quoted(diagnostic) as Storyboard['task'],
    references: [...(storyboard.references ?? []), { url: 'https://files.test/1.mp4', role: 'clip', seconds: 5 }],
  }),
  'extend-repeat': (storyboard, diagnostic) =>
    inShot(storyboard, indexOf(diagnostic), { visual: 'the boat turns', action: undefined }),
  'task-needs-video': (storyboard) => ({
    ...storyboard,
    references: [
      ...(storyboard.references ?? []),
      { url: 'https://files.test/1.mp4', type: 'video', role: 'target', seconds: 5 },
      { url: 'https://files.test/2.mp4', type: 'video', role: 'target', seconds: 5 },
    ],
  }),
  'duration-unstated': (storyboard) => ({ ...storyboard, duration: 5 }),
  'frames-count': (storyboard, { fix = '' }) =>
    fix.includes('role')
      ? inReference(storyboard, 0, { role: 'first frame' })
      : dropReferences(storyboard, (_, i) => i === 0 || i === (storyboard.references?.length ?? 0) - 1),
  'mode-exclusive': (storyboard) => ({ ...storyboard, task: 'generate' }),
  'model-for-task': (storyboard) => ({ ...storyboard, model_id: 'st-ai/super-seed2' }),
  'no-subtitle-missing': (storyboard, diagnostic) => ({
    ...storyboard,
    prompt: `${storyboard.prompt} ${quoted(diagnostic)}.`,
  }),
  'policy-ip': (storyboard, { fix = '' }) => {
    const [, name = '', other = ''] = /instead: ([^→]+) → ([^.;]+)/.exec(fix) ?? [];
    return inText(storyboard, (text) => text.replace(new RegExp(name, 'i'), other));
  },
  'policy-person': (storyboard, { fix = '' }) => {
    const [, name = '', other = ''] = /instead: ([^→]+) → ([^.;]+)/.exec(fix) ?? [];
    return inText(storyboard, (text) => text.replace(new RegExp(name, 'i'), other));
  },
  'policy-minor': (storyboard) => inShot(storyboard, 0, { visual: 'a boat drifts by' }),
  'policy-gore': (storyboard) => inShot(storyboard, 0, { visual: 'a hand lets go of the rail' }),
  'time-restart': (storyboard) => ({
    ...storyboard,
    prompt: storyboard.prompt
      ?.split(/\n(?=0-)/)
      .slice(0, 2)
      .join('\n'),
  }),
};
const limitRules = ['limit-images', 'limit-videos', 'limit-audio', 'limit-files'];
for (const rule of limitRules) {
  obeys[rule] = (storyboard, diagnostic) => {
    const extension = { 'limit-images': 'png', 'limit-videos': 'mp4', 'limit-audio': 'mp3' }[rule];
    let left = count(diagnostic);
    const kept = [...(storyboard.references ?? [])].reverse().filter(({ url }) => {
      const isDropped = left > 0 && (extension === undefined || url.endsWith(extension));
      if (isDropped) left -= 1;
      return !isDropped;
    });
    return { ...storyboard, references: kept.reverse() };
  };
}

const errorsOf = (diagnostics: readonly Diagnostic[]) =>
  new Set(diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule));

describe('a fix that is followed', () => {
  const all = [...mutations, ...tastes];
  const autofixed = new Set(autofixRules.map(({ id }) => id));

  it.each(all.map((one) => [one.kind, one.rule, one] as const))(
    '%s: %s is gone, and nothing breaks',
    (_, rule, { spoil, target = xskill }) => {
      fc.assert(
        fc.property(cleanStoryboard, (clean) => {
          const spoiled = spoil(clean);
          const before = compose(spoiled, target);
          const diagnostic = before.problems.find((one) => one.rule === rule);
          const isDone = diagnostic?.fix?.includes(' → ') && (autofixed.has(rule) || diagnostic.severity === 'info');
          const obeyed =
            isDone || !diagnostic
              ? {
                  ...spoiled,
                  shots: undefined,
                  prompt: before.prompt,
                  ratio: before.submit?.parameters.ratio as string | undefined,
                }
              : obeys[rule]?.(spoiled, diagnostic);
          expect(obeyed, rule).toBeDefined();
          const after = compose(obeyed ?? {}, target);
          const rest = after.problems.filter(
            (one) => one.rule === rule && one.path === diagnostic?.path && one.message === diagnostic?.message,
          );
          expect(rest).toEqual([]);
          const broken = [...errorsOf(after.problems)].filter((one) => !errorsOf(before.problems).has(one));
          expect(broken).toEqual([]);
        }),
        { numRuns: 8 },
      );
    },
  );
});
