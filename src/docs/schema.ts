import * as z from 'zod';
import { code, renderTable } from './table.ts';

type Json = z.core.JSONSchema.BaseSchema;

/** A zod object as a table: field, type, whether it must be given, and its own words. Objects in a list follow it, as `shots[].visual`. */
export function renderFields(schema: z.ZodType, name: string): string {
  return renderTable(
    [name, 'Type', 'Required', 'What it says'],
    rows(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), ''),
  );
}

function rows({ properties = {}, required = [] }: Json, prefix: string): string[][] {
  return Object.entries(properties).flatMap(([field, property]) => {
    const json = asSchema(property);
    const path = prefix + field;
    const row = [code(path), typeOf(json), required.includes(field) ? 'yes' : '', json.description ?? choices(json)];
    return [row, ...rows(asSchema(json.items), `${path}[].`)];
  });
}

function asSchema(schema: unknown): Json {
  return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? (schema as Json) : {};
}

function typeOf({ type, enum: values, items, anyOf, minimum, maximum }: Json): string {
  if (values) return 'choice';
  if (type === 'array') return `list of ${plural(typeOf(asSchema(items)))}`;
  if (anyOf) return anyOf.map((one) => typeOf(asSchema(one))).join(' or ');
  const range = isBound(minimum) && isBound(maximum) ? ` ${minimum}–${maximum}` : '';
  return `${type ?? 'value'}${range}`;
}

function plural(type: string): string {
  return /^(?:string|number|integer|object|value|choice)/.test(type) ? type.replace(/^\w+/, '$&s') : type;
}

function choices({ enum: values }: Json): string {
  return values ? values.map((value) => code(String(value))).join(', ') : '';
}

/** zod says the largest safe integer where there is no bound. */
function isBound(bound: number | undefined): bound is number {
  return bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
}
