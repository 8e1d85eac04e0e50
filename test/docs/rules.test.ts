import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleRegistry } from '../../src/docs/rules.ts';

const root = join(import.meta.dirname, '../../src');
const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== join('core', 'rule.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const ids = ruleRegistry.map(({ id }) => id);

describe('the registry of rules', () => {
  it('has every rule once, with its meaning', () => {
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    for (const { meaning } of ruleRegistry) expect(meaning).toMatch(/^["A-Z].{10,90}\.$/);
  });

  it('knows every rule that is reported anywhere', () => {
    const reported = [...source.matchAll(/(?:\brule(?::| =)|parameterError\(|tell\()\s*'([a-z]+(?:-[a-z]+)+)'/g)].map(
      ([, id]) => id,
    );
    expect(new Set(reported).size).toBeGreaterThan(15);
    expect(reported.filter((id = '') => !ids.includes(id))).toEqual([]);
  });

  it('has no rule that nobody reports', () => {
    expect(ids.filter((id) => !source.includes(`'${id}'`) && !id.startsWith('limit-'))).toEqual([]);
  });

  it('names a page as its source, or this tool', () => {
    const odd = ruleRegistry.filter(
      ({ source }) => source !== 'this tool' && !/^docs\/(?:wire|storyboard)\.md/.test(source),
    );
    expect(odd).toEqual([]);
  });
});
