import { phrases } from '../languages/index.ts';
import { findNames } from '../references/names.ts';
import type { Bound } from '../references/reference-binding.ts';
import type { RoleId } from '../references/roles.ts';
import type { Counts } from '../text/mentions.ts';
import { findReferences } from '../text/references.ts';

/** A shot as far as it uses files. */
export type FileUser = {
  /** What is seen and heard, without the names of voices from off the screen. */
  text: string;
  /** The name of its scene, and what is said of it. */
  scene: string;
  /** The names of those who speak. */
  speakers: string;
};

type Story = {
  bound: readonly Bound[];
  counts: Counts;
  /** Words that apply to every shot: style, mood, constraints. */
  head: string;
  shots: readonly FileUser[];
};

/**
 * The files of every shot: those it mentions or names, what belongs to its people, the place of its scene. A file that no shot mentions
 * is for the whole film, unless it shows somebody and the shots name others; a first frame is for the first shot, a last frame for the last.
 */
export function findUsedFiles({ bound, counts, head, shots }: Story): ReadonlySet<Bound>[] {
  const direct = followPeople(
    shots,
    shots.map((shot) => filesIn(`${shot.text}\n${shot.scene}`, bound, counts)),
  );
  const mentioned = new Set(direct.flatMap((files) => [...files]));
  const always = filesIn(head, bound, counts);
  for (const one of bound) if (isOfWhole(one, mentioned)) always.add(one);
  return shots.map((shot, i) => {
    const used = new Set([...always, ...(direct[i] ?? [])]);
    const at = { isFirst: i === 0, isLast: i === shots.length - 1 };
    for (const one of bound) if (belongs(one, used, shot, at)) used.add(one);
    return used;
  });
}

function isOfWhole(one: Bound, mentioned: ReadonlySet<Bound>): boolean {
  if (mentioned.has(one) || isOwned(one) || roleIn(one, ends)) return false;
  return !(roleIn(one, ['character']) && [...mentioned].some((other) => roleIn(other, ['character'])));
}

/** `She` is the person last seen. */
function followPeople(shots: readonly FileUser[], direct: readonly Set<Bound>[]): Set<Bound>[] {
  let last: Bound[] = [];
  return direct.map((files, i) => {
    const people = [...files].filter((one) => roleIn(one, ['character']));
    if (people.length > 0) last = people;
    const isMeant = people.length === 0 && saysPronoun(shots[i]?.text ?? '');
    return isMeant ? new Set([...files, ...last]) : files;
  });
}

/** Whether words speak of somebody who was named before. */
function saysPronoun(words: string): boolean {
  return Object.values(phrases).some(({ pronouns }) => pronouns.test(words));
}

/** The word for somebody who was named before, where words begin with one. */
export function openingPronoun(words: string): string | undefined {
  const first = Object.values(phrases).map(({ pronouns }) => pronouns.exec(words.trimStart()));
  return first.find((found) => found?.index === 0)?.[0];
}

const ends: readonly RoleId[] = ['first_frame', 'last_frame', 'target'];

function roleIn({ role }: Bound, ids: readonly RoleId[]): boolean {
  return role !== undefined && ids.includes(role.id);
}

/** Whether it follows a person: a voice, a costume, a movement, another view. */
function isOwned({ role, owner }: Bound): boolean {
  return role?.id === 'extra_view' || (role?.ofPerson === true && owner !== undefined) || role?.id === 'voice';
}

type At = { isFirst: boolean; isLast: boolean };

function belongs(one: Bound, used: ReadonlySet<Bound>, { speakers }: FileUser, { isFirst, isLast }: At): boolean {
  if (roleIn(one, ['first_frame', 'target'])) return isFirst;
  if (roleIn(one, ['last_frame'])) return isLast;
  const whose = (one.role?.ofPerson ? one.owner : one.label)?.words.toLowerCase();
  if (one.role?.id === 'voice') return whose === undefined ? speakers !== '' : speakers.includes(whose);
  if (!isOwned(one)) return false;
  return [...used].some(({ label, role }) => role?.id === 'character' && label?.words.toLowerCase() === whose);
}

/** The files that words mention by number or name, with or without `@`. */
function filesIn(text: string, bound: readonly Bound[], counts: Counts): Set<Bound> {
  const references = findReferences(text, counts, 'field');
  const { named } = findNames(text, bound, references);
  const lower = text.toLowerCase();
  return new Set([
    ...references.flatMap(({ type, numbers }) => bound.filter((one) => one.type === type && numbers.includes(one.n))),
    ...named.map((mention) => mention.named),
    ...bound.filter((one) => isSaid(one, lower)),
  ]);
}

/** Whether words say the name of somebody, something or a place without its mark. What a file does to the whole has a name for `@` only. */
function isSaid(one: Bound, lower: string): boolean {
  const name = one.label?.words.toLowerCase() ?? '';
  if (name === '' || !lower.includes(name) || !roleIn(one, ['character', 'extra_view', 'product', 'scene']))
    return false;
  return !/^[\w -]+$/.test(name) || new RegExp(`(?<!\\w)${name}(?!\\w)`).test(lower);
}
