import type { App } from '../../app.ts';
import type { Service } from '../../backends/service.ts';
import { toAppError } from '../../core/errors.ts';
import { type ProxySetting, renderProxy } from '../../net/proxies.ts';
import { type Check, failedCheck } from './check.ts';

/** What requests go through, and what the user has allowed beside the usual. */
export function checkNetwork({ rehearsal, parts: { config, services } }: App): Check[] {
  if (rehearsal) return [];
  const { proxies, allowHosts, allowHttp } = config;
  return [
    checkProxies(proxies),
    ...(allowHosts.length > 0 ? [allowedHosts(allowHosts)] : []),
    ...(allowHttp ? [httpAllowed] : []),
    ...services.all.flatMap(checkAddress),
  ];
}

/** Where a key would go in clear text, it does not go. */
function checkAddress(service: Service): Check[] {
  try {
    if (service.hasKey()) service.requireKey();
    return [];
  } catch (thrown) {
    if (toAppError(thrown).code !== 'invalid_input') return [];
    return [failedCheck(`${service.backend.id} address`, thrown)];
  }
}

function checkProxies({ http, https, noProxy }: App['parts']['config']['proxies']): Check {
  const name = 'proxy';
  try {
    const used = [describe('https', https ?? http), describe('http', http)].filter(Boolean);
    if (used.length === 0) return { name, state: 'ok', message: 'none' };
    const except = noProxy ? `; straight to ${noProxy}` : '';
    return { name, state: 'ok', message: `${used.join(', ')}${except}` };
  } catch (thrown) {
    return failedCheck(name, thrown);
  }
}

function describe(scheme: string, setting: ProxySetting | undefined): string {
  return setting ? `${scheme} through ${renderProxy(setting)}` : '';
}

function allowedHosts(hosts: readonly string[]): Check {
  const message = `${hosts.join(', ')}: fetched from whatever address they have (SEEDANCE_ALLOW_HOSTS)`;
  return { name: 'allowed hosts', state: 'ok', message };
}

const httpAllowed: Check = {
  name: 'http',
  state: 'warn',
  message: 'SEEDANCE_ALLOW_HTTP lets keys go to http:// addresses, readable on the way.',
  nextStep: 'Remove it where the address can be https://.',
};
