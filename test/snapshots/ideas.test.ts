import { expect, it } from 'vitest';
import { compose } from '../../src/prompt/storyboard.ts';
import { pixazo, xskill } from '../prompt/clean.ts';
import { ideas } from './ideas.ts';

/** A prompt as it is read aloud, and what was said about it. */
function read(language: 'en' | 'zh', target: typeof xskill): string {
  return Object.entries(ideas)
    .map(([title, { [language]: storyboard }]) => {
      const { prompt, problems, submit } = compose({ ...storyboard, language }, target);
      const { prompt: _, ...parameters } = submit?.parameters ?? {};
      const told = problems.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
      return [`=== ${title}`, prompt, `--- ${submit?.model_id} ${JSON.stringify(parameters)}`, ...told, ''].join('\n');
    })
    .join('\n');
}

it.each([
  ['en', xskill],
  ['zh', xskill],
  ['en', pixazo],
  ['zh', pixazo],
] as const)('ten ideas in %s', async (language, target) => {
  await expect(read(language, target)).toMatchFileSnapshot(`./ideas.${target.id}.${language}.snap`);
});
