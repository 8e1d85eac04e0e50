export type ReferenceType = 'image' | 'video' | 'audio';

/**
 * `bare`: speaks of a file without a mark too (`image 2`, `图2`); the others are too common in prose and need an `@` or brackets.
 * `figure`: needs a mark in a video prompt, but is how a Seedream edit calls its images.
 */
type Standing = 'bare' | 'marked' | 'figure';

/** Every word that a reference may be spelled with. The patterns are built from these rows, the longest word first. */
const spellings: readonly { type: ReferenceType; standing: Standing; words: string }[] = [
  { type: 'image', standing: 'bare', words: 'image picture 图片 图像 图 圖片 圖' },
  { type: 'image', standing: 'marked', words: 'img pic photo 画像 照片' },
  { type: 'image', standing: 'figure', words: 'figure fig. fig' },
  { type: 'video', standing: 'bare', words: 'video 视频 視頻' },
  { type: 'video', standing: 'marked', words: '影片 動画' },
  { type: 'audio', standing: 'bare', words: 'audio 音频 音頻' },
  { type: 'audio', standing: 'marked', words: '音声' },
];

export type Spelling = { type: ReferenceType; word: string; standing: Standing };

const byWord = new Map<string, Spelling>(
  spellings.flatMap(({ type, standing, words }) =>
    words.split(' ').map((word) => [word, { type, word, standing }] as const),
  ),
);

export function findSpelling(written: string): Spelling | undefined {
  return byWord.get(written.toLowerCase());
}

/** A word, `_file` or a plural, and a number: where a mention may stand. */
export const mentionPattern = patternOf(({ standing }) => standing !== 'figure');
export const figurePattern = patternOf(({ type }) => type === 'image');

function patternOf(isWanted: (spelling: Spelling) => boolean): RegExp {
  const words = [...byWord.values()].filter(isWanted).map(({ word }) => word);
  const longestFirst = words
    .sort((a, b) => b.length - a.length)
    .join('|')
    .replace('.', '\\.');
  return new RegExp(`(${longestFirst})(_files?|s)?([ \\t_#-]{0,3})(\\d{1,15})`, 'gi');
}
