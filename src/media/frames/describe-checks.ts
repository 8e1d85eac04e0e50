import type { Check } from './checks.ts';

type Sentence = { what(part: string, check: Check): string; next: string };

const sentences: Record<Check['check'], Sentence> = {
  black: {
    what: (part) => `The picture is black ${part}.`,
    next: 'Look at the sheet. Unless this is meant, submit the request again with allow_duplicate: true.',
  },
  frozen: {
    what: (part) => `The picture does not move ${part}.`,
    next: 'Look at the sheet. Unless a still picture is meant, say in the prompt what moves, and submit again.',
  },
  silent: {
    what: (part) => `The sound track is silent ${part}.`,
    next: 'If sound is wanted, say in the prompt what is heard and submit again, or add sound when you edit.',
  },
  cut_short: {
    what: (_, { start, end }) => `The file ends at ${start} s although it declares ${end} s.`,
    next: 'Delete the file and call get_task again: it downloads the file again while the link works.',
  },
  letterbox: {
    what: (part) => `Black bars frame the picture ${part}.`,
    next: 'Name the wanted ratio in the request, leave letterbox and film formats out of the prompt, and submit again; or crop the bars when you edit.',
  },
};

/** A sentence for each check: what is seen, where, and what to do about it. */
export function describeChecks(checks: readonly Check[]): string[] {
  return checks.map((check) => {
    const { what, next } = sentences[check.check];
    return `${what(`from ${check.start} to ${check.end} s`, check)} ${next}`;
  });
}
