import type { Analysis } from '../analysis.ts';
import { checkMentions } from '../references/references.ts';
import { findRuleTerms } from '../terms/rule-terms.ts';
import { plainText } from '../terms/term-matcher.ts';
import { findReferences } from '../text/references.ts';

/** First and last frames have no numbers in the text, so none may be mentioned. */
export function analyze(analysis: Omit<Analysis, 'mentions' | 'hits' | 'checked'>): Analysis {
  const { counts, task, target, text } = analysis;
  const spoken = task === 'first_last_frames' ? { image: 0, video: 0, audio: 0 } : counts;
  const path = analysis.mode === 'text' ? 'prompt' : 'shots';
  const mentions = findReferences(text, counts, 'spoken');
  const checked = checkMentions(mentions, { counts: spoken, path, render: target.renderReference });
  return { ...analysis, checked, mentions, hits: findRuleTerms(plainText(text)) };
}
