import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCalls } from '../../../agents/read-calls.ts';
import { shortenKeys } from '../../../scripts/shorten-keys.mjs';
import { createTranslator } from '../../../src/prompt/languages/told/translator.ts';
import { catalogue as zh } from '../../../src/prompt/languages/told/zh/index.ts';
import words from '../../../src/prompt/languages/told/zh/words.json' with { type: 'json' };
import { compose } from '../../../src/prompt/storyboard.ts';
import { tools } from '../../../src/tools/index.ts';
import { expectLinear } from '../../linear.ts';
import { findSentences, findTexts } from '../../steps/sentences.ts';
import { cleanStoryboard, xskill } from '../clean.ts';
import { mutations, tastes } from '../rules/mutations.ts';

/** Where the sentences of the composer, of checks, refusals and next steps stand. */
const places = [
  ...['rules', 'film', 'build', 'references'].map((folder) => `prompt/${folder}`),
  ...['check', 'connect-services', 'failure-words', 'index', 'media-check', 'refusal', 'remote-task', 'text-flags'].map(
    (name) => `backends/${name}.ts`,
  ),
  ...['tier.ts', 'parameters.ts', 'pixazo/check.ts', 'pixazo/refusal.ts', 'xskill/prompt.ts', 'xskill/refusal.ts'].map(
    (name) => `backends/${name}`,
  ),
  'tools',
  ...['drafts', 'earlier', 'foresee', 'get', 'list', 'own-results', 'refresh', 'spending', 'submit', 'unsaved'].map(
    (name) => `jobs/${name}.ts`,
  ),
  ...['roots', 'read-image', 'preflight', 'link-findings', 'limits', 'picture'].map((name) => `media/${name}.ts`),
  ...['afford', 'go-on', 'join-film', 'prepare-film', 'quote-clips', 'send-step', 'steer', 'submit'].map(
    (name) => `jobs/productions/${name}.ts`,
  ),
  ...['dead-uploads', 'send'].map((name) => `jobs/${name}.ts`),
  ...['download', 'ffmpeg', 'film', 'disk', 'frames/describe-checks'].map((name) => `media/${name}.ts`),
  'net/failure.ts',
  'core/errors.ts',
  'core/installation.ts',
  'core/issue-words.ts',
];
/** Lists of words, and what a model or a service reads. */
const untold = [
  /^prompt\/(?:film\/film-rules|rules\/camera-moves)/,
  /\(\?:|: (?:ink wash|skin pores|ultra wide|deep focus|Strictly edit|Figure \{0\}|code \{0\}|go on|node \{0\}|adopted .*|ffmpeg version ?|not found|\{0\} of \{1\}|HTTP \{0\})$/,
  /^backends\/remote-task.*(?:pending|running|succeed|failure) /,
];

const told = findSentences(...places).filter(({ file, text }) => !untold.some((one) => one.test(`${file}: ${text}`)));

/** What stands in the source as it is, and must stand so in every language: fields, their values, variables, options, addresses. */
const literal =
  /\b[a-z]+(?:_[a-z]+)+\b(?:: (?:true|false))?|\b[A-Z]+_[A-Z_]+\b|--[a-z-]+|https?:[\w:/.#-]+|\b(?:task|timing|transition|voice|scene|role|type|frames) ?:? ?"[^"{}]+"/g;
const numbers = (text: string) => new Set(text.match(/\{\d+\}/g));
const fill = (text: string) => text.replace(/\{(\d+)\}/g, 'xskill:$1');
const toolNames = tools.map(({ name }) => name);
const callsIn = (text: string) =>
  readCalls(fill(text), {
    tools: toolNames,
    answer: { task_id: 'xskill:7', output_urls: ['https://example.com/a.mp4'] },
    asked: { tool: 'submit_task', args: { draft_id: 'draft:1', dry_run: true } },
  }).map(({ tool, args }) => ({ tool, args }));

describe.each([['zh', zh]] as const)('what is told in %s', (_, catalogue: Readonly<Record<string, string>>) => {
  const rows = Object.entries(catalogue);
  // As it is packed.
  const translate = createTranslator(shortenKeys(catalogue, createTranslator));

  it('misses no sentence', () => {
    const missing = told.filter(({ text }) => !(text.trim() in catalogue));
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('keeps no sentence that the source no longer has', () => {
    const texts = new Set(
      findTexts('prompt', 'backends', 'tools', 'jobs', 'media', 'net', 'core').map((text) => text.trim()),
    );
    expect(rows.flatMap(([key]) => (texts.has(key) || key in words ? [] : [key]))).toEqual([]);
  });

  it('fills in nothing that the source does not, and keeps what must stand as it is', () => {
    for (const [key, said] of rows) {
      expect(
        [...numbers(said)].filter((one) => !numbers(key).has(one)),
        key,
      ).toEqual([]);
      for (const [word] of key.matchAll(literal)) expect(said, key).toContain(word);
    }
  });

  it('names the same calls', () => {
    for (const [key, said] of rows) expect(callsIn(said), key).toEqual(callsIn(key));
  });

  it('finds each sentence again, whatever is filled in', () => {
    // Of two that touch, nobody can tell where the second begins.
    const clear = rows.filter(([key]) => !key.includes('}{'));
    const fillIn = (text: string) => text.replace(/\{(\d+)\}/g, '$17');
    const lost = clear.filter(([key, said]) => translate(fillIn(key)) !== fillIn(said));
    expect(lost).toEqual([]);
  });

  it('follows one sentence by another', () => {
    const follows = rows.flatMap(([key]) => (/^\{0\} [A-Z]/.test(key) && !key.includes('}{') ? [key] : []));
    for (const key of follows) {
      const text = key.replace('{0}', 'Video is generating, estimated ~10 seconds.').replace(/\{(\d+)\}/g, '$17');
      expect(translate(text), text).toMatch(/^视频正在生成，预计约 10 秒。/);
      expect(englishIn(translate(text)), text).toEqual([]);
    }
  });

  it('leaves what the caller wrote as it is, however long and odd', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), (words) => {
        expect(translate(`"${words}" shows nothing by itself.`)).toContain(words.trim().split('\n')[0]?.trimEnd());
      }),
      { numRuns: 50 },
    );
    expectLinear(translate, 'of 1. x ');
  });

  it('says all that the rules find', () => {
    const [clean] = fc.sample(cleanStoryboard, { numRuns: 1, seed: 7 });
    const found = [...mutations, ...tastes].flatMap(
      ({ spoil, target = xskill }) => compose(spoil(clean!), target).problems,
    );
    const texts = found.flatMap(({ message, fix = '' }) => [message, fix]);
    const left = texts.filter((text) => englishIn(translate(text)).length > 0);
    expect(left.map((text) => `${text} | ${translate(text)}`)).toEqual([]);
  });
});

/** Whole English clauses. What the caller wrote is quoted as it is, and so is what to write in a name's place. */
function englishIn(text: string): string[] {
  return text.replace(/[“"][^”"]*[”"]|→[^;。]*/g, '').match(/(?:\b[A-Za-z']+ ){3,}[A-Za-z]+/g) ?? [];
}
