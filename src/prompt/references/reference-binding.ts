import type { Language, ReferenceFile } from '../input.ts';
import { phrases } from '../languages/index.ts';
import type { Counts, ReferenceType } from '../text/mentions.ts';
import { bareName } from '../text/sentence.ts';
import { isPerson, type Label, labelOf } from './labels.ts';
import { type Role, readRole } from './roles.ts';

/** A reference file with its number: per type, from 1, in the order given. */
export type Bound = {
  file: ReferenceFile;
  type: ReferenceType;
  n: number;
  role: Role | undefined;
  /** What the caller added to the role, or the whole of free words. */
  detail: string;
  label: Label | undefined;
  /** Whose voice, movement or costume it is: `voice of @mara`. */
  owner: Label | undefined;
  path: string;
};

/** `paths`: where the files stand in the caller's words, if they are not all that the caller gave. */
export function bindReferences(files: readonly ReferenceFile[], paths: readonly string[] = []): Bound[] {
  const counts = { image: 0, video: 0, audio: 0 };
  const names = files.flatMap(({ name }) => (name ? [bareName(name)] : [])).sort((a, b) => b.length - a.length);
  const read = files.map((file) => {
    const given = file.type ?? typeOfUrl(file.url);
    const { role, owner, detail } = readRole(file.role, given, names);
    const type = given ?? role?.types[0] ?? 'image';
    const label = labelOf(file.name, role, detail);
    return { file, type, role, detail, owner, label: isOnlyFrame(role, label) ? undefined : label };
  });
  const labels = new Map(read.flatMap(({ file: { name }, label }) => (name && label ? [[bareName(name), label]] : [])));
  const bound = read.map(({ owner, ...one }, i): Bound => {
    counts[one.type] += 1;
    return {
      ...one,
      n: counts[one.type],
      owner: owner === undefined ? undefined : labels.get(owner),
      path: paths[i] ?? `references[${i}]`,
    };
  });
  return bound.map((one) => (one.role?.ofPerson ? { ...one, owner: ownerOf(one, bound) } : one));
}

/** A frame named `start` has no name of its own. */
function isOnlyFrame(role: Role | undefined, label: Label | undefined): boolean {
  const isFrame = role?.id === 'first_frame' || role?.id === 'last_frame';
  return isFrame && label !== undefined && Object.values(phrases).some((say) => say.frameWords.test(label.words));
}

/** Whose it is: as the role says, by the name it shares with a picture, or the only character there is. */
function ownerOf({ owner, type, label }: Bound, bound: readonly Bound[]): Label | undefined {
  if (owner) return owner;
  const pictures = bound.filter((one) => one.type === 'image' && one.label && !one.role?.ofPerson);
  const namesake = type === 'image' ? undefined : pictures.find((one) => one.label?.words === label?.words);
  if (namesake) return namesake.label;
  const people = charactersOf(bound);
  return people.length === 1 ? people[0]?.label : undefined;
}

/** The characters, each once however many pictures show it. */
export function charactersOf(bound: readonly Bound[]): Bound[] {
  const characters = bound.filter(({ role }) => role?.id === 'character');
  return characters.filter(
    ({ label }, i) => !label || characters.findIndex((one) => one.label?.words === label.words) === i,
  );
}

export function countFiles(bound: readonly Bound[]): Counts {
  const of = (type: ReferenceType) => bound.filter((one) => one.type === type).length;
  return { image: of('image'), video: of('video'), audio: of('audio') };
}

/** The sentence that binds a file to its role and says what not to take from it. `spell` writes the names inside the caller's words. */
export function describeBinding(
  { file, role, detail, label, owner }: Bound,
  tag: string,
  language: Language,
  spell: (words: string) => string,
): string {
  const say = phrases[language];
  const sentence = role && say.roles[role.id];
  const whose = role?.ofPerson ? owner : label;
  const named = whose && say.label(whose, ',');
  const ignore = file.ignore ? spell(file.ignore) : sentence?.ignore;
  const binding = sentence
    ? sentence.say(tag, named, isPerson(label, detail))
    : say.freeRole(tag, named, spell(detail));
  const more = sentence && detail ? say.parenthesis(bare(spell(detail))) : '';
  return `${bare(binding)}${more}${ignore ? say.ignore(ignore) : ''}${say.end}`;
}

function bare(words: string): string {
  return words.replace(/^[(（]+|[)）。.;；\s]+$/g, '');
}

const extensions: Record<string, ReferenceType> = {
  ...{
    png: 'image',
    jpg: 'image',
    jpeg: 'image',
    webp: 'image',
    bmp: 'image',
    tiff: 'image',
    gif: 'image',
    heic: 'image',
  },
  ...{ mp4: 'video', mov: 'video', webm: 'video', mkv: 'video', avi: 'video' },
  ...{ mp3: 'audio', wav: 'audio', m4a: 'audio', aac: 'audio', flac: 'audio', ogg: 'audio' },
};

/** The extension of an address, without its query. */
export function extensionOf(url: string): string {
  return /\.([a-z0-9]{2,4})$/i.exec(url.split(/[?#]/, 1)[0] ?? '')?.[1]?.toLowerCase() ?? '';
}

function typeOfUrl(url: string): ReferenceType | undefined {
  return extensions[extensionOf(url)];
}
