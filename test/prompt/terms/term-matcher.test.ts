import { describe, expect, it } from 'vitest';
import { ruleTerms } from '../../../src/prompt/terms/rule-terms.ts';
import { createTermMatcher, plainText } from '../../../src/prompt/terms/term-matcher.ts';

const matcher = createTermMatcher([
  { tag: 'manner', id: 'skin', words: 'realistic skin texture|毛孔' },
  { tag: 'style', id: 'style', words: 'realistic|skin texture map|写实' },
  { tag: 'style', id: 'long', words: 'realistic skin' },
]);
const found = (text: string) => matcher.find(plainText(text)).map(({ tag, word }) => `${tag}: ${word}`);

describe('the term matcher', () => {
  it('lets no list hide the words of another', () => {
    expect(found('Realistic skin-texture.')).toEqual(['manner: realistic skin texture', 'style: realistic skin']);
  });

  it('takes the longest word of one list, once', () => {
    expect(found('realistic skin, realistic')).toEqual(['style: realistic skin', 'style: realistic']);
  });

  it('takes whole words where there are letters, and any place in Chinese', () => {
    expect(found('unrealistic, realistically, 真写实的毛孔')).toEqual(['style: 写实', 'manner: 毛孔']);
  });

  it.each([
    ['realistic skin texture', 'style'],
    ['film grain over a night street', 'style'],
    ['ink wash with shallow depth of field', 'style'],
  ])('reads a style in "%s"', (text, tag) => {
    expect(ruleTerms.find(text).map((hit) => hit.tag)).toContain(tag);
  });
});
