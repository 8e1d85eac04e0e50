import { createHmac } from 'node:crypto';
import type { Config, Key } from '../config/config.ts';
import type { Log } from '../config/log.ts';
import type { Clock } from '../core/clock.ts';
import { AppError } from '../core/errors.ts';
import { howToSet, installation } from '../core/installation.ts';
import { isLoopbackHost } from '../net/addresses.ts';
import { createHttp, type Refusal, type Send } from '../net/http.ts';
import { createPace, type SharedSlots } from '../net/pace.ts';
import { rehearsalUrl } from '../simulation/rehearsal.ts';
import type { Backend, Model } from './backend.ts';
import { backends, resolveModel } from './index.ts';
import { parseRates } from './rates.ts';
import type { Service, Services } from './service.ts';

type Parts = { config: Config; log: Log; clock: Clock; send: Send; slots?: SharedSlots };

/** A shorter word may stand in a prompt by chance. */
const shortestSecret = 16;
/** A key that opens the simulators and nothing else. */
const rehearsalKey = 'sk-rehearsal';

/** Every backend with its client, at the configured address. */
export function connectServices(parts: Parts): Services {
  const all = backends.map((backend) => connect(backend, parts));
  const byId = (id: string): Service | undefined => all.find(({ backend }) => backend.id === id);
  const forBackend = (id: string): Service => {
    const service = byId(id);
    if (service) return service;
    throw new AppError('not_found', `This version knows no service "${id}".`);
  };
  return {
    all,
    byId,
    forModel: (modelId) => {
      const { backend, ...resolved } = resolveModel(modelId, (id) => forBackend(id).hasKey());
      return { service: forBackend(backend.id), ...resolved };
    },
    forTask: ({ backend, model_id: id, kind }) => {
      const service = forBackend(backend);
      const known = service.backend.models.find((model) => model.id === id);
      const alike = service.backend.models.find((model) => model.kind === kind);
      return { service, model: known ?? ({ ...alike, id } as Model) };
    },
  };
}

function connect(backend: (typeof backends)[number], { config, log, clock, send, slots }: Parts): Service {
  const { rehearsal } = config;
  const { title } = backend;
  const baseUrl = rehearsal ? rehearsalUrl(backend) : config.baseUrlOf(backend);
  const findKey = (): Key | undefined =>
    rehearsal ? { value: rehearsalKey, source: 'rehearsal' } : config.keyOf(backend);
  const key = (): string => {
    const found = findKey();
    if (!config.allowHttp && isClearText(baseUrl)) throw clearText(backend.baseUrlEnv, baseUrl);
    if (found && /^[\x21-\x7e]+$/.test(found.value)) return found.value;
    if (found) {
      throw new AppError('unauthorized', `The ${title} key from ${found.source} holds a character that no key has.`, {
        nextStep: 'Ask the user to copy the key again. It works at once, without a restart.',
      });
    }
    throw new AppError('unauthorized', backend.credential.missing, {
      nextStep: `Say this to the user word for word. ${howToSave(backend)}`,
    });
  };
  const rate = (): number | undefined =>
    parseRates(
      config.rate,
      backends.map(({ id }) => id),
    ).get(backend.id);
  const http = createHttp({
    title,
    baseUrl,
    send,
    clock,
    key,
    headers: backend.http.headers,
    refusal: (answer, spending) => withKeySource(backend.http.refusal(answer, spending), backend, findKey()),
    log: (fields, message) => log.debug({ service: backend.id, ...fields }, message),
    pace: rehearsal ? undefined : createPace({ clock, name: `${backend.id} ${baseUrl}`, rate, shared: slots }),
  });
  return {
    backend,
    client: backend.connect(http, clock),
    baseUrl,
    rehearsal,
    requireKey: () => {
      key();
      rate();
    },
    hasKey: () => findKey() !== undefined,
    hashKey: (salt) => {
      const found = findKey();
      return found && createHmac('sha256', salt).update(found.value).digest('hex');
    },
    isKeyIn: (text) => {
      const value = findKey()?.value ?? '';
      return value.length >= shortestSecret && text.includes(value);
    },
  };
}

function howToSave({ id, title }: { id: string; title: string }): string {
  if (installation.isBundle) return `It is saved in the settings of this extension, as "${title} API key".`;
  const command = `${installation.command} auth ${id}`;
  return `When the user pastes the key, save it through stdin: echo 'KEY' | ${command}. Where you cannot run that, the user runs ${command} in a terminal, which asks for it. It works at once, without a restart.`;
}

function isClearText(baseUrl: string): boolean {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'http:' && !isLoopbackHost(hostname);
}

function clearText(variable: string, baseUrl: string): AppError {
  return new AppError('invalid_input', `${variable} is ${baseUrl}: the key would be readable on its way there.`, {
    nextStep: `Nothing was sent. Ask the user to give ${variable} an https:// address, or set SEEDANCE_ALLOW_HTTP=1 where the client starts the server if everything on the way is their own.`,
  });
}

/** A refused key may come from a file or a variable that the user has forgotten. */
function withKeySource(
  refusal: Refusal | undefined,
  { id, title, credential }: Backend,
  key?: Key,
): Refusal | undefined {
  if (refusal?.error.code !== 'unauthorized' || !key) return refusal;
  const { code, message, nextStep, sent } = refusal.error;
  const isSaved = key.source !== credential.env;
  const save = isSaved ? howToSave({ id, title }) : `To change it, ${howToSet(credential.env, `${title} API key`)}.`;
  return {
    ...refusal,
    error: new AppError(code, message, {
      nextStep: `${nextStep} The key in use comes from ${key.source}. ${save}`,
      sent,
    }),
  };
}
