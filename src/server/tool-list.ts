import type { Tool as McpTool } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { tools } from '../tools/index.ts';
import type { Effect, Tool } from '../tools/tool.ts';
import { viewerUri } from './viewer.ts';

const hints: Record<Effect, NonNullable<McpTool['annotations']>> = {
  pure: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  reads: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  uploads: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  // Not destructive in the letter, but hosts ask before a destructive call, and this one costs money.
  spends: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
};

/** The tools as MCP lists them. The build renders this module to plain data (scripts/bundle.mjs), so it must hold nothing else. */
export const toolList: McpTool[] = tools.map(describeTool);

function describeTool({ name, title, description, effect, input, output, hasViewer }: Tool): McpTool {
  return {
    name,
    title,
    description,
    inputSchema: inputSchema(input),
    outputSchema: outputSchema(output),
    annotations: hints[effect],
    ...(hasViewer && { _meta: { ui: { resourceUri: viewerUri } } }),
  };
}

type Schema = McpTool['inputSchema'];
type Json = z.core.JSONSchema.BaseSchema;

/** As small as it can be said: the list is paid for in every conversation. Unknown fields inside are refused by us all the same. */
function inputSchema(input: z.ZodObject): Schema {
  const schema = z.toJSONSchema(input, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => slim(jsonSchema),
  });
  const { $schema: _, ...json } = schema;
  return { ...json, additionalProperties: false } as Schema;
}

/** One level deep: what is inside a field is seen in the answer. Open, so that a field may be added without breaking a client that checks. */
function outputSchema(output: z.ZodObject): Schema {
  const { properties = {}, required } = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' });
  const fields = Object.entries(properties).map(([name, json]) => [name, shallow(json)]);
  return { type: 'object', properties: Object.fromEntries(fields), ...(required && { required }) };
}

function slim(json: Json): void {
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  delete json.propertyNames;
  // False is for the whole tool to say: a host adds fields of its own to any object.
  if (json.additionalProperties !== true) delete json.additionalProperties;
}

/** The types of a value without its insides; those of all its forms where it has several. */
function shallow(json: Json | boolean): Json {
  const types = typesOf(json);
  const [only] = types;
  return types.length > 1 ? { type: types } : { ...(only && { type: only }) };
}

function typesOf(json: Json | boolean): z.core.JSONSchema.SchemaType[] {
  if (typeof json === 'boolean') return [];
  const own = json.type === undefined ? [] : [json.type].flat();
  return [...new Set([...own, ...(json.anyOf ?? []).flatMap(typesOf)])];
}
