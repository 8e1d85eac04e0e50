import { stat } from 'node:fs/promises';
import type { App } from '../../app.ts';
import type { Service } from '../../backends/service.ts';
import { installation } from '../../core/installation.ts';
import { blockedService } from '../../jobs/spending.ts';
import { NetworkError } from '../../net/http.ts';
import { checkKey } from '../check-key.ts';
import { type Check, failedCheck } from './check.ts';

/** Keys (never their text), whether each service answers and how fast, what it says of the key, and the clock against its own. */
export async function checkServices(app: App): Promise<Check[]> {
  const { services } = app.parts;
  const some = services.all.some(({ hasKey }) => hasKey());
  const checked = await Promise.all(services.all.map((service) => checkService(app, service, some)));
  const skewsMs = checked.flatMap(({ skewMs }) => skewMs ?? []);
  return [...checked.flatMap(({ checks }) => checks), ...(skewsMs.length > 0 ? [checkClock(skewsMs)] : [])];
}

type Checked = { checks: Check[]; skewMs?: number };

async function checkService(app: App, service: Service, someKey: boolean): Promise<Checked> {
  const { id } = service.backend;
  const key = await checkSource(app, service, someKey);
  const block = await checkBlock(app, service);
  const reached = await reach(app, service);
  if ('trouble' in reached) {
    const state = service.hasKey() ? 'fail' : 'warn';
    const message = `${service.baseUrl} could not be reached: ${reached.trouble.replace(/\.$/, '')}.`;
    return {
      checks: [
        key,
        ...block,
        {
          name: id,
          state,
          message,
          nextStep: reached.nextStep ?? `Check the network, a proxy, and ${service.backend.baseUrlEnv}.`,
        },
      ],
    };
  }
  const answers: Check = {
    name: id,
    state: reached.ms > slowMs ? 'warn' : 'ok',
    message: `${service.baseUrl} answers in ${Math.round(reached.ms)} ms`,
  };
  const account = service.hasKey() ? [await checkAccount(service)] : [];
  return { checks: [key, ...block, answers, ...account], skewMs: reached.skewMs };
}

async function checkSource(
  { rehearsal, parts: { config } }: App,
  { backend }: Service,
  someKey: boolean,
): Promise<Check> {
  const name = `${backend.id} key`;
  const { env, missing } = backend.credential;
  const key = config.keyOf(backend);
  if (rehearsal) return { name, state: 'ok', message: 'not needed in a rehearsal' };
  if (!key && config.isKeyUnfilled(backend)) {
    const message = `${env} holds a template instead of a key: the client did not fill it in.`;
    const nextStep = `Set ${env} where the client runs, or: ${installation.command} auth ${backend.id}`;
    return { name, state: 'fail', message, nextStep };
  }
  if (!key && someKey) return { name, state: 'ok', message: 'none, so the service is not used' };
  if (!key)
    return {
      name,
      state: 'fail',
      message: 'none.',
      nextStep: `${missing} Or: ${installation.command} auth ${backend.id}`,
    };
  if (key.source !== env && (await othersMayRead(key.source))) {
    return {
      name,
      state: 'warn',
      message: `from ${key.source}, which other users of this machine can read.`,
      nextStep: `chmod 600 ${key.source}`,
    };
  }
  return { name, state: 'ok', message: `from ${key.source}` };
}

/** Whether the service charged so much more than agreed that nothing is sent to it. */
async function checkBlock(app: App, service: Service): Promise<Check[]> {
  const name = `${service.backend.id} charges`;
  try {
    const blocking = await app.findBlock(service);
    if (!blocking) return [];
    const { message } = blockedService(service, blocking);
    return [{ name, state: 'fail', message, nextStep: `Compare the charge at ${service.backend.dashboardUrl} first.` }];
  } catch (error) {
    return [failedCheck(name, error)];
  }
}

async function othersMayRead(file: string): Promise<boolean> {
  if (process.platform === 'win32') return false; // modes say nothing there
  return stat(file).then(
    ({ mode }) => (mode & 0o077) !== 0,
    () => false,
  );
}

const reachMs = 10_000;
const slowMs = 3_000;

/** Any answer will do. Sent without a key. */
async function reach(
  { clock, parts: { send } }: App,
  { baseUrl }: Service,
): Promise<{ ms: number; skewMs?: number } | { trouble: string; nextStep?: string }> {
  const startedAt = clock.now();
  const signal = AbortSignal.timeout(reachMs);
  try {
    const reply = await send(baseUrl, { method: 'GET', signal });
    const endedAt = clock.now();
    for await (const _ of reply.body ?? []) break;
    const date = Date.parse(reply.headers.get('date') ?? '');
    return { ms: endedAt - startedAt, ...(!Number.isNaN(date) && { skewMs: (startedAt + endedAt) / 2 - date }) };
  } catch (error) {
    if (signal.aborted) return { trouble: `no answer within ${reachMs / 1000} s` };
    return { trouble: (error as Error).message, nextStep: error instanceof NetworkError ? error.nextStep : undefined };
  }
}

async function checkAccount(service: Service): Promise<Check> {
  const { id } = service.backend;
  const { verdict, note } = await checkKey(service);
  const name = `${id} account`;
  if (verdict === 'accepted') return { name, state: 'ok', message: `the key is accepted, ${note}` };
  if (verdict === 'unchecked') return { name, state: 'warn', message: `The key could not be checked: ${note}` };
  return { name, state: 'fail', message: note, nextStep: `Replace it: ${installation.command} auth ${id}` };
}

/** A Date header is whole seconds, and an answer takes its time. */
const usualSkewMs = 30_000;

function checkClock(skewsMs: number[]): Check {
  const worst = skewsMs.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  const seconds = Math.round(Math.abs(worst) / 1000);
  if (Math.abs(worst) <= usualSkewMs)
    return { name: 'clock', state: 'ok', message: `within ${Math.max(1, seconds)} s of the services` };
  const message = `This machine is ${seconds} s ${worst > 0 ? 'ahead of' : 'behind'} the services.`;
  return {
    name: 'clock',
    state: 'warn',
    message,
    nextStep: 'Set the clock: times in the record and the search for lost tasks go by it.',
  };
}
