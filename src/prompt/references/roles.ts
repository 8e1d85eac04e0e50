import { phrases } from '../languages/index.ts';
import { createTermMatcher, plainText } from '../terms/term-matcher.ts';
import type { ReferenceType } from '../text/mentions.ts';

export type RoleId =
  | (
      | 'first_frame'
      | 'last_frame'
      | 'extra_view'
      | 'character'
      | 'costume'
      | 'scene'
      | 'product'
      | 'style'
      | 'storyboard'
    )
  | ('camera' | 'action' | 'effect' | 'target')
  | ('voice' | 'music' | 'sound');

/** What a reference file is for. The words it is known by, and how it is said, stand in `languages/`. */
export type Role = {
  id: RoleId;
  /** The types of files that can have it; the first where neither the address nor the caller says. */
  types: readonly ReferenceType[];
  /** The dimension it owns alone: two files must not both control the camera. */
  owns?: string;
  /** Its sentence names a person. */
  ofPerson?: true;
};

const roles: readonly Role[] = [
  { id: 'first_frame', types: ['image'], owns: 'first frame' },
  { id: 'last_frame', types: ['image'], owns: 'last frame' },
  { id: 'extra_view', types: ['image'] },
  { id: 'character', types: ['image', 'video'] },
  { id: 'costume', types: ['image', 'video'], ofPerson: true },
  { id: 'scene', types: ['image', 'video'] },
  { id: 'product', types: ['image', 'video'] },
  { id: 'style', types: ['image', 'video'], owns: 'style' },
  { id: 'storyboard', types: ['image'], owns: 'panels' },
  { id: 'camera', types: ['video'], owns: 'camera movement' },
  { id: 'action', types: ['video', 'image'], owns: 'action', ofPerson: true },
  { id: 'effect', types: ['video', 'image'] },
  { id: 'target', types: ['video'] },
  { id: 'voice', types: ['audio', 'video'], owns: 'voice', ofPerson: true },
  { id: 'music', types: ['audio', 'video'], owns: 'music' },
  { id: 'sound', types: ['audio', 'video'], owns: 'sound' },
];

/** What a caller's words say of a file: its role, whom it belongs to, and what they add. */
export type ReadRole = { role: Role | undefined; owner: string | undefined; detail: string };

const roleById = new Map(roles.map((role) => [role.id, role]));
const roleWords = createTermMatcher(
  roles.flatMap(({ id }) => Object.values(phrases).map((say) => ({ tag: 'role', id, words: say.roleWords[id] }))),
);
const fillers = new RegExp(
  `^(?:${Object.values(phrases)
    .map((say) => say.roleFillers)
    .join('|')})$`,
  'i',
);

/**
 * The role that a caller's words name, by the type of the file and the order of the words: the last word for a role before "of", "for" or "from"
 * decides (`background music` on an mp3 is music), else one behind it (`source of the dance moves`).
 */
export function readRole(words: string, type: ReferenceType | undefined, names: readonly string[]): ReadRole {
  const said = words.trim();
  const [, whole = '', rest = ''] = /^([^:：,，(（;；]*)(.*)$/s.exec(said) ?? [];
  const { phrase, owner } = takeOwner(whole.replace(/_/g, ' '), names);
  const [, main = '', complement = ''] = /^(.*?)(?: (?:of|for|from|with|in|to) (.*))?$/is.exec(phrase.trim()) ?? [];
  const added = rest.replace(/^[\s:：,，;；]+/, '');
  if (isTarget(phrase) && fits('target', type)) return { role: roleById.get('target'), owner, detail: added };
  const inMain = lastRole(main, type);
  const role = inMain ?? lastRole(complement, type);
  if (!role) return { role: undefined, owner, detail: said };
  const beside = [leftOver(main), inMain && leftOver(complement) !== '' ? complement.trim() : leftOver(complement)];
  return { role, owner, detail: [...beside, added].filter((part) => part !== '').join(', ') };
}

function fits(id: RoleId, type: ReferenceType | undefined): boolean {
  return type === undefined || (roleById.get(id)?.types.includes(type) ?? false);
}

function lastRole(phrase: string, type: ReferenceType | undefined): Role | undefined {
  const hits = roleWords.find(plainText(phrase)).filter(({ id }) => id !== 'target' && fits(id as RoleId, type));
  return roleById.get(hits.at(-1)?.id as RoleId);
}

/** `source clip`, `video to extend`, `原视频`: words that can mean nothing but the clip that is worked on. */
function isTarget(phrase: string): boolean {
  const plain = plainText(phrase);
  const hits = roleWords.find(plain);
  return hits.some(({ id }) => id === 'target') && hits.every(({ id }) => id === 'target') && leftOver(phrase) === '';
}

/** What remains of a phrase without the words of roles and those that add nothing (`reference`, `参考`). */
function leftOver(phrase: string): string {
  const plain = plainText(phrase);
  const kept = roleWords
    .find(plain)
    .reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, phrase);
  const words = kept.split(/\s+/).filter((word) => word !== '' && !fillers.test(word));
  return words
    .join(' ')
    .replace(/^['’]s\b|^的|的$/g, '')
    .trim();
}

/** `voice of @mara`, `@mara's voice`, `@阿宁的声音`, `costume for mara`: whom a file belongs to. */
function takeOwner(phrase: string, names: readonly string[]): { phrase: string; owner: string | undefined } {
  const said = phrase.toLowerCase();
  for (const name of names) {
    if (!said.includes(name.toLowerCase())) continue;
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const owned = new RegExp(`(?:\\b(?:of|for|by|from|on) )?[@＠]?(?<![\\w])${escaped}(?!\\w)(?:['’]s|的)?`, 'i');
    const match = owned.exec(phrase);
    if (match && (match[0].includes('@') || match[0].includes('＠') || match[0].length > name.length)) {
      return { phrase: phrase.replace(match[0], ' '), owner: name };
    }
  }
  return { phrase, owner: undefined };
}
