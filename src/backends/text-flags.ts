import type { Diagnostic } from '../core/diagnostic.ts';
import { parameterError } from './parameter-error.ts';

/** Flags that the maker's models read in a prompt, and the parameters that say the same (docs/wire.md, Flags in the prompt). */
const parameterOf: Readonly<Record<string, string>> = {
  ...{ ratio: 'ratio', rt: 'ratio', ar: 'ratio', duration: 'duration', dur: 'duration' },
  ...{ resolution: 'resolution', rs: 'resolution', seed: 'seed', watermark: 'watermark', wm: 'watermark' },
  ...{ camerafixed: 'camera_fixed', cf: 'camera_fixed' },
};

const pattern = new RegExp(`(^|\\s)(?:--|—|–)(${Object.keys(parameterOf).join('|')})[ =]+([^\\s,;"”]+)`, 'gi');

/** What else may stand in a row of flags. */
const anyFlag = /(^|\s)--[a-z_]+(?:[ =]+[^\s-]\S*)?/gi;

type Parameters = Record<string, unknown>;

export type Lifted = { parameters: Parameters; problems: Diagnostic[] };

/** What a model says of a parameter: whether it takes it, and what to do instead. */
export type Known = { id: string; takes(name: string): boolean; hint(name: string): string | undefined };

/**
 * Takes flags such as `--ratio 9:16 --duration 10` out of the text and makes them parameters: in the text they would change what is
 * rendered and charged behind the parameters that are checked. Where the two contradict each other, the parameter wins. They stand at
 * the edge of a line: inside a sentence they are words of it.
 */
export function liftTextFlags(given: Parameters, model: Known): Lifted {
  const parameters = { ...given };
  const problems: Diagnostic[] = [];
  const takeOut = ({ said, name, value, path, isInside }: Flag): boolean => {
    const isTaken = model.takes(name);
    const without = model.hint(name) ?? 'Take the flag out of the text.';
    if (isInside) {
      const message = `${said} stands inside a sentence and was left there: flags are read at the end.`;
      const fix = isTaken ? `Give ${name} instead.` : without;
      problems.push({ rule: 'text-flag', severity: 'warn', path, message, fix });
      return false;
    }
    const own = parameters[name];
    if (!isTaken) {
      problems.push(
        parameterError('text-flag', path, `${said} stands in the text, and ${model.id} has no ${name}.`, without),
      );
      return false;
    }
    if (own === undefined || own === null || own === '') {
      parameters[name] = value;
      problems.push({
        rule: 'text-flag',
        severity: 'warn',
        path,
        message: `${said} was taken out of the text and sent as ${name}.`,
      });
    } else if (String(own).toLowerCase() !== String(value).toLowerCase()) {
      const message = `The text says ${said}, but ${name} is ${JSON.stringify(own)}: the parameter counts, the flag was taken out.`;
      problems.push({ rule: name === 'duration' ? 'duration-conflict' : 'text-flag', severity: 'warn', path, message });
    }
    return true;
  };
  for (const key of ['prompt', 'text']) if (key in given) parameters[key] = readText(given[key], key, takeOut);
  if (Array.isArray(given.content)) {
    parameters.content = given.content.map((item: unknown) =>
      typeof item === 'object' && item !== null && 'text' in item
        ? { ...item, text: readText(item.text, 'content', takeOut) }
        : item,
    );
  }
  return { parameters, problems };
}

type Flag = { said: string; name: string; value: string | number | boolean; path: string; isInside: boolean };

/** The text without the flags that are taken out. */
function readText(text: unknown, field: string, takeOut: (flag: Flag) => boolean): unknown {
  if (typeof text !== 'string') return text;
  const bare = text.replace(pattern, (said: string, blank: string, flag: string, value: string, at: number) => {
    const name = parameterOf[flag.toLowerCase()] ?? flag;
    const hasAfter = hasWords(text.slice(at + said.length).split('\n')[0]);
    const isInside =
      hasAfter &&
      hasWords(
        text
          .slice(0, at + blank.length)
          .split('\n')
          .pop(),
      );
    const found = { said: said.trim(), name, value: readValue(value), path: `parameters.${field}`, isInside };
    if (!takeOut(found)) return said;
    return hasAfter && blank === '\n' ? blank : '';
  });
  return bare === text ? text : bare.trim();
}

/** Whether something but flags stands on this part of a line. */
function hasWords(part = ''): boolean {
  return /[\p{L}\p{N}]/u.test(part.replace(pattern, '').replace(anyFlag, ''));
}

/** `10`, `10s` and `true` are what they say; the full stop of the sentence is no part of them. */
function readValue(text: string): string | number | boolean {
  const value = text.replace(/[.。]+$/, '');
  if (/^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return /^-?\d+(?:\.\d+)?s?$/.test(value) ? Number.parseFloat(value) : value;
}
