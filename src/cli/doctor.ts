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
import { toShellWords } from './shell-words.ts';
import { printJson, printText } from './terminal.ts';
import { entry, pad, type View, viewOn } from './text/view.ts';

export async function runDoctor({ version, terminal, format, loadApp }: Shell): Promise<number> {
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
  const view = viewOn(terminal.stdout, app);
  if (format === 'json') printJson(terminal, { ok: !failed, checks });
  else
    printText(
      terminal,
      checks.flatMap((check) => renderCheck(check, view)),
    );
  return failed ? exitCodes.failed.code : exitCodes.done.code;
}

const styles = { ok: 'good', warn: 'doubtful', fail: 'bad' } as const;
const stateColumns = 5;
const labelColumns = 23;

function renderCheck({ name, state, message, nextStep }: Check, view: View): string[] {
  const next = state === 'ok' || !nextStep ? '' : ` ${toShellWords(nextStep)}`;
  const label = pad(view.paint(styles[state], state), stateColumns) + printable(name);
  return entry(label, printable(`${message}${next}`.replaceAll('\n', ' ')), labelColumns, view);
}
