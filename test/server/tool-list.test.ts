import { describe, expect, it } from 'vitest';
import { instructions } from '../../src/server/mcp.ts';
import { tools } from '../../src/tools/index.ts';
import { openFront } from '../harness.ts';

const front = await openFront();
const { tools: listed } = await front.client.listTools();
await front.close();

describe('the tool surface', () => {
  it('is exactly this', async () => {
    await expect(`${JSON.stringify(listed, null, 2)}\n`).toMatchFileSnapshot('./tool-list.snap');
  });

  it('costs a conversation under 2,400 tokens', () => {
    expect(Buffer.byteLength(JSON.stringify({ tools: listed.map(({ _meta, ...seen }) => seen) })) / 4).toBeLessThan(
      2_400,
    );
  });

  it('teaches the workflow in under 2,000 characters', () => {
    expect(instructions.length).toBeLessThan(2_000);
    for (const { name } of tools) if (name !== 'get_balance') expect(instructions).toContain(name);
  });

  it.each(listed.map((tool) => [tool.name, tool] as const))('%s is well formed', (name, tool) => {
    expect(name).toMatch(/^[a-z]+_[a-z]+$/);
    expect(`mcp__plugin_seedance_seedance__${name}`.length).toBeLessThanOrEqual(64);
    expect(tool.title).toBeTruthy();
    expect(tool.description?.length).toBeLessThanOrEqual(600);
    expect(Object.keys(tool.annotations ?? {}).sort()).toEqual([
      'destructiveHint',
      'idempotentHint',
      'openWorldHint',
      'readOnlyHint',
    ]);
    for (const schema of [tool.inputSchema, tool.outputSchema] as Record<string, unknown>[]) {
      expect(schema).toMatchObject({ type: 'object' });
      for (const key of ['anyOf', 'oneOf', 'allOf', '$ref', '$schema']) expect(schema).not.toHaveProperty(key);
    }
    expect(tool.inputSchema).toMatchObject({ additionalProperties: false });
  });
});
