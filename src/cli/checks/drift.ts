import * as z from 'zod';
import type { App } from '../../app.ts';
import type { Client, DocumentedParameter, Model } from '../../backends/backend.ts';
import { quoted } from '../../backends/upstream.ts';
import { toAppError } from '../../core/errors.ts';
import type { Check } from './check.ts';

/** What the services document today and our model tables do not know. Best effort: no answer is no finding. */
export async function checkDrift({ parts: { services } }: App): Promise<Check[]> {
  const found = await Promise.all(
    services.all.map(async ({ backend, client }): Promise<Check[]> => {
      if (!client.documented) return [];
      const lines = await Promise.all(backend.models.map((model) => describeDrift(client, model)));
      const news = lines.flatMap(({ news }) => news);
      const unread = lines.flatMap(({ trouble }) => trouble ?? []);
      return [renderDrift(`${backend.id} models`, backend.models.length, news, unread)];
    }),
  );
  return found.flat();
}

type Drift = { news: string[]; trouble?: string };

async function describeDrift({ documented }: Client, model: Model): Promise<Drift> {
  try {
    return { news: ((await documented?.(model.id)) ?? []).flatMap((parameter) => newsOf(parameter, model)) };
  } catch (error) {
    return { news: [], trouble: toAppError(error).message };
  }
}

function newsOf({ name, values = [] }: DocumentedParameter, model: Model): string[] {
  const { properties = {} } = z.toJSONSchema(model.input, { io: 'input', unrepresentable: 'any' });
  const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (known === undefined) return [`${model.id} has a parameter ${quoted(name)}`];
  const ours = typeof known === 'object' ? known.enum : undefined;
  const fresh = ours ? values.filter((value) => !ours.includes(value)) : [];
  return fresh.length > 0 ? [`${model.id} takes ${name} ${quoted(fresh.join(', '))}`] : [];
}

function renderDrift(name: string, count: number, news: string[], unread: string[]): Check {
  if (news.length > 0) {
    return {
      name,
      state: 'warn',
      message: `The service has changed: ${news.join('; ')}.`,
      nextStep: 'A newer seedance-mcp may know it; please report it otherwise.',
    };
  }
  if (unread.length === count) return { name, state: 'ok', message: `not compared: ${unread[0]}` };
  return {
    name,
    state: 'ok',
    message: `${count - unread.length} of ${count} compared with what the service documents: nothing new`,
  };
}
