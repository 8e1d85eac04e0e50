import type { Draft } from './draft.ts';
import { plainText } from './lexicon.ts';
import { findReferences } from './mentions.ts';
import { checkReferences } from './references.ts';
import { ruleWords } from './words.ts';

/** First and last frames have no numbers in the text, so none may be mentioned. */
export function sealDraft(draft: Omit<Draft, 'mentions' | 'hits' | 'modelId' | 'checked'>): Draft {
  const { counts, task, target, input, text } = draft;
  const modelId =
    input.model_id ?? target.modelFor(task, { images: counts.image, videos: counts.video, audios: counts.audio });
  const spoken = task === 'first_last_frames' ? { image: 0, video: 0, audio: 0 } : counts;
  const path = draft.mode === 'text' ? 'prompt' : 'shots';
  const checked = checkReferences({ text, counts: spoken, path, render: target.renderReference });
  return { ...draft, modelId, checked, mentions: findReferences(text), hits: ruleWords.find(plainText(text)) };
}
