import { printable } from '../core/printable.ts';
import type { Check } from './checks/check.ts';
import { checkClients } from './checks/clients.ts';
import { checkDrift } from './checks/drift.ts';
import { checkMachine } from './checks/machine.ts';
import { checkNetwork } from './checks/network.ts';
import { checkServices } from './checks/services.ts';
import { checkStore } from './checks/store.ts';
import { checkWorkers } from './checks/workers.ts';
import { exitCodes } from './exit-codes.ts';
import type { Shell } from './shell.ts';
import { printJson } from './terminal.ts';

export async function runDoctor({ json }: { json?: true }, { version, terminal, loadApp }: Shell): Promise<number> {
  const app = await loadApp();
  const { userHome } = app.parts.config;
  const groups = await Promise.all([
    checkMachine(app),
    checkStore(app),
    checkNetwork(app),
    checkServices(app),
    checkWorkers(app),
    checkDrift(app),
    checkClients({ userHome, project: process.cwd(), platform: process.platform }),
  ]);
  const checks: Check[] = [{ name: 'seedance-mcp', state: 'ok', message: version }, ...groups.flat()];
  const failed = checks.some(({ state }) => state === 'fail');
  if (json) printJson(terminal, { ok: !failed, checks });
  else terminal.stdout.write(`${printable(checks.map(renderCheck).join('\n'))}\n`);
  return failed ? exitCodes.failed.code : exitCodes.done.code;
}

function renderCheck({ name, state, message, nextStep }: Check): string {
  const next = state === 'ok' || !nextStep ? '' : ` ${nextStep}`;
  return `${state.padEnd(5)}${name.padEnd(16)} ${message}${next}`.replaceAll('\n', ' ');
}
