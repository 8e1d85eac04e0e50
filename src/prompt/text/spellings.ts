import type { ReferenceType } from '../../core/reference-file.ts';

/**
 * `bare`: speaks of a file without a mark too (`image 2`, `图2`). `capital`: only where it is written large (`Figure 2`; a figure 8 is a shape).
 * `marked`: too common in prose, needs an `@` or brackets. `at`: needs an `@`, since brackets name other things (`[Clip 1]`). `said`: has no number, but is what people call a file (`the first clip`). `given`: says that it was handed over.
 */
type Standing = 'bare' | 'capital' | 'marked' | 'at' | 'said' | 'given';

/** Every word that a reference may be spelled with. The patterns are built from these rows, the longest word first. */
const spellings: readonly { type: ReferenceType; standing: Standing; words: string }[] = [
  {
    type: 'image',
    standing: 'bare',
    words: 'image picture 图片 图像 图 圖片 圖像 圖 図 画像 이미지 imagen imagem immagine bild изображение',
  },
  { type: 'image', standing: 'capital', words: 'figure fig.' },
  { type: 'image', standing: 'marked', words: 'img pic photo 照片 写真 사진 foto фото картинка' },
  { type: 'image', standing: 'said', words: 'photograph bilder imágenes imagens immagini' },
  { type: 'image', standing: 'given', words: 'referenzbild' },
  { type: 'video', standing: 'given', words: 'referenzvideo' },
  { type: 'video', standing: 'bare', words: 'video 视频 視頻 影片 動画 영상 동영상 비디오 vídeo vidéo видео' },
  { type: 'video', standing: 'marked', words: '映像' },
  { type: 'video', standing: 'at', words: 'clip vid' },
  { type: 'video', standing: 'said', words: 'footage' },
  { type: 'audio', standing: 'bare', words: 'audio 音频 音頻 音訊 音讯 音檔 音声 オーディオ 오디오 áudio аудио' },
  { type: 'audio', standing: 'marked', words: '음성' },
  { type: 'audio', standing: 'at', words: 'sound music track bgm' },
  { type: 'audio', standing: 'said', words: 'recording song 录音 音乐 音樂' },
];

/** Products whose names look like a file: makers of models stand before the word (`GPT Image 2`), `Imagen` is a model in capitals, and `Video 8` a tape. */
export const productNames = {
  makers: /(?:^|[^a-z])(?:gpt|qwen|hunyuan|wan|grok|stable|flux|cog|dall-?e)[ -]?$/i,
  models: /^Imagen/,
  tapes: /^video[\W_]{0,3}8$/i,
};

export type Spelling = { type: ReferenceType; word: string; standing: Standing };

const byWord = new Map<string, Spelling>(
  spellings.flatMap(({ type, standing, words }) =>
    words.split(' ').map((word) => [word, { type, word, standing }] as const),
  ),
);

export function findSpelling(written: string): Spelling | undefined {
  const word = written.toLowerCase();
  return byWord.get(word) ?? byWord.get(word.replace(/s$/, ''));
}

/** The words of a kind as one piece of a pattern. */
export function spellingWords(isWanted: (spelling: Spelling) => boolean): string {
  const words = [...byWord.values()].filter(isWanted).map(({ word }) => word);
  return words
    .sort((a, b) => b.length - a.length)
    .join('|')
    .replace('.', '\\.');
}
