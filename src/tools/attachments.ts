import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { App } from '../app.ts';
import type { SavedFile } from '../core/saved-file.ts';

/** Content shown beside the JSON: saved files as links, a small picture as itself. */
export type Attachment =
  | { type: 'resource_link'; uri: string; name: string; mimeType?: string; description?: string }
  | { type: 'image'; data: string; mimeType: string };

/** Claude Desktop drops a result over 1 MB, and the path of a paid picture with it (docs/clients.md, Results stay small). */
const mostCharacters = 700_000;

/** A link for every file, and the pictures among them as far as they fit: each gets its share of the room that is left. */
export async function attachFiles(
  files: readonly Pick<SavedFile, 'path' | 'media_type'>[],
  { showPicture }: Pick<App, 'showPicture'>,
): Promise<Attachment[]> {
  const links = files.map(linkTo);
  let room = mostCharacters - JSON.stringify(links).length;
  let left = files.filter(isPicture).length;
  const shown: Attachment[] = [];
  for (const [i, file] of files.entries()) {
    const link = links[i];
    if (link) shown.push(link);
    if (!isPicture(file)) continue;
    const picture = await showPicture(file.path, bytesIn(Math.floor(room / left--)));
    if (!picture) continue;
    shown.push({ type: 'image', ...picture });
    room -= JSON.stringify(picture).length;
  }
  return shown;
}

function isPicture({ media_type: mimeType }: Pick<SavedFile, 'media_type'>): boolean {
  return mimeType.startsWith('image/');
}

function linkTo({ path, media_type: mimeType }: Pick<SavedFile, 'path' | 'media_type'>): Attachment {
  return { type: 'resource_link', uri: pathToFileURL(path).href, name: basename(path), mimeType };
}

/** How many bytes fit as base64, beside the words around them. */
function bytesIn(characters: number): number {
  return Math.floor(((characters - 100) / 4) * 3);
}
