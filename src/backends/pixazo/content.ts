import * as z from 'zod';
import type { ReferenceFile } from '../../core/reference-file.ts';
import { renderReferences } from '../../prompt/references/references.ts';
import { text } from '../parameters.ts';
import { findReferenceFiles } from '../reference-files.ts';

/** Ark's `content`: what Seedance 2.0 takes at Pixazo, and may be given as it is (docs/wire.md, Pixazo operations). */

const role = z.enum(['first_frame', 'last_frame', 'reference_image', 'reference_video', 'reference_audio']).optional();
const file = z.strictObject({ url: text });

export const contentItem = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text }),
  z.strictObject({ type: z.literal('image_url'), image_url: file, role }),
  z.strictObject({ type: z.literal('video_url'), video_url: file, role }),
  z.strictObject({ type: z.literal('audio_url'), audio_url: file, role }),
]);

export type ContentItem = z.infer<typeof contentItem>;

/** Pixazo's spelling of a reference inside the text; the n-th of its type in `content`. */
export function mention(type: string, n: number): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)} ${n}`;
}

/** Mentions of files in Pixazo's spelling. */
export function writeText(words: string): string {
  return renderReferences(words, mention);
}

/** The text of a request, wherever it stands. */
export function textIn({
  prompt,
  text: native,
  content,
}: Record<string, unknown>): { words: string; path: string } | undefined {
  if (typeof prompt === 'string') return { words: prompt, path: 'parameters.prompt' };
  if (typeof native === 'string') return { words: native, path: 'parameters.text' };
  if (!Array.isArray(content)) return undefined;
  const texts = content.flatMap((item: unknown) =>
    typeof item === 'object' && item !== null && 'text' in item && typeof item.text === 'string' ? [item.text] : [],
  );
  return texts.length > 0 ? { words: texts.join('\n'), path: 'parameters.content' } : undefined;
}

/** `content` of a request in the common vocabulary: text, images, videos, audio. With roles, two frames say which is which. */
export function composeContent(input: Record<string, unknown>, withRoles: boolean): ContentItem[] {
  const text = textIn(input);
  const files = findReferenceFiles(input);
  const twoFrames = withRoles && files.some(({ field }) => field === 'last_frame');
  return [
    ...(text ? [{ type: 'text' as const, text: writeText(text.words) }] : []),
    ...files.map((file) => contentOf(file, twoFrames)),
  ];
}

function contentOf({ type, url, field }: ReferenceFile, twoFrames: boolean): ContentItem {
  if (type === 'video') return { type: 'video_url', video_url: { url } };
  if (type === 'audio') return { type: 'audio_url', audio_url: { url } };
  const isFrame = field === 'first_frame' || field === 'last_frame';
  return { type: 'image_url', image_url: { url }, ...(isFrame && twoFrames && { role: field }) };
}
