import { createRefusal } from '../refusal.ts';
import { wordsIn } from '../upstream.ts';
import { at } from '../urls.ts';

export const dashboardUrl = 'https://www.xskill.ai';

/** The words of xskill's own skill for "no key". */
export const missingKey = `There is no xskill API key yet. Set one, then call again:
export XSKILL_API_KEY=sk-your-api-key
Get your API Key: https://www.xskill.ai/#/v2/api-keys`;

/** Errors of xskill: an HTTP status, or a `code` other than 200 inside an HTTP 200 (docs/wire.md, xskill answers). */
export const refusal = createRefusal({
  title: 'xskill',
  dashboardUrl,
  codeInside: (json) => {
    const code = Number(at(json, 'code') ?? 200);
    return code === 200 ? undefined : code;
  },
  hasTask: (json) => Boolean(at(json, 'data', 'task_id') ?? at(json, 'task_id')),
  wordsOf,
  sentences: {
    unauthorized: () => ({
      nextStep:
        'Ask the user for a valid key: export XSKILL_API_KEY=sk-your-api-key. Get your API Key: https://www.xskill.ai/#/v2/api-keys',
    }),
    no_credit: ({ json, said }) => ({
      message: `The xskill account has too few points${missingPoints(json) ?? said}`,
    }),
  },
});

/** Codes above the HTTP statuses are the maker's own, and mean something. */
function wordsOf(json: unknown): string | undefined {
  const code = Number(at(json, 'code') ?? 0);
  return [code >= 600 ? `code ${code}` : undefined, wordsIn(json)].filter(Boolean).join('; ') || undefined;
}

function missingPoints(json: unknown): string | undefined {
  const [required, available] = ['required', 'available'].map((key) => at(json, 'data', key));
  return typeof required === 'number' && typeof available === 'number'
    ? `: ${required} are required, ${available} are there.`
    : undefined;
}
