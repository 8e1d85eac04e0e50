import { seedance1 } from '../seedance-limits.ts';
import { textIn, writeText } from './content.ts';

/** Options of Seedance 1.0, which stand as flags at the end of the text (docs/wire.md, Seedance 1.0 at Pixazo). */

/** What a request says, in fields or in its text. */
export type Said = {
  prompt?: string;
  text?: string;
  content?: unknown[];
  ratio?: string;
  resolution?: string;
  duration?: number;
  camera_fixed?: boolean;
};

/** Option → the flag that says it inside the text. */
export const flags = {
  ratio: 'ratio',
  resolution: 'resolution',
  duration: 'duration',
  camera_fixed: 'camerafixed',
} as const;
export const flagNames = Object.entries(flags) as [keyof typeof flags, string][];

export function flaggedText(input: Said): string {
  const given = flagNames.filter(([key]) => input[key] !== undefined).map(([key, flag]) => `--${flag} ${input[key]}`);
  return [writeText(textIn(input)?.words ?? ''), ...given].join(' ');
}

/** All options as flags in one order, wherever they were said, and the default length with them. */
export function canonicalInput<Input extends Said>(input: Input): Input {
  const said = new Map<string, string>([[flags.duration, `${seedance1.duration.default}`]]);
  const words = flaggedText(input).replace(anyFlag, (_, flag: string, value: string) => {
    said.set(flag.toLowerCase(), value);
    return '';
  });
  const sorted = [...said].sort().map(([flag, value]) => `--${flag} ${value}`);
  const asFlags = { ratio: undefined, resolution: undefined, duration: undefined, camera_fixed: undefined };
  return { ...input, ...asFlags, prompt: [words, ...sorted].join(' ') };
}

const anyFlag = /(?:^|\s)--(\w+)[ =](\S+)/g;

export function flagIn(prompt: string, flag: string): string | undefined {
  return new RegExp(`(?:^|\\s)--${flag}[ =](\\S+)`, 'i').exec(prompt)?.[1];
}
