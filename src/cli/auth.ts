import type { App } from '../app.ts';
import type { Service } from '../backends/service.ts';
import { parseKey, removeKey, saveKey } from '../config/keys.ts';
import { AppError } from '../core/errors.ts';
import { installation } from '../core/installation.ts';
import { askSecret } from './ask-secret.ts';
import { checkKey, type KeyCheck } from './check-key.ts';
import { exitCodes } from './exit-codes.ts';
import { findService } from './find-service.ts';
import { readStdin } from './json-argument.ts';
import type { Shell } from './shell.ts';
import { printResult, type Terminal } from './terminal.ts';

export async function runAuth(args: readonly string[], { remove }: { remove?: true }, shell: Shell): Promise<number> {
  refuseKeyAsArgument(args);
  const { terminal } = shell;
  const app = await shell.loadApp();
  const service = findService(app, args[0], 'auth');
  if (app.rehearsal) throw inRehearsal;
  if (remove) return removeStoredKey(app, service, shell);

  const key = parseKey(await readKey(service, terminal));
  refuseOthersKey(app, service, key);
  const { verdict, note } = await verifyKey(app, service, key);
  if (verdict === 'refused') {
    throw new AppError('unauthorized', `${note} The key was not saved.`, {
      nextStep: `Copy the key again from ${service.backend.credential.keysUrl}.`,
    });
  }
  const file = app.parts.config.keyFileOf(service.backend);
  await saveKey(file, key);
  const checked = verdict === 'accepted' ? `accepted the key: ${note}` : `could not check the key: ${note}`;
  printResult(shell, { backend: service.backend.id, saved: file, checked: verdict === 'accepted', note }, [
    `${service.backend.title} ${checked}`,
    `Saved in ${file}; only you can read it. It works at once, without a restart.`,
    ...describeEnvironment(app, service),
  ]);
  return exitCodes.done.code;
}

/** The key files are the real ones: a rehearsal must not replace them unchecked. */
const inRehearsal = new AppError('invalid_input', 'This is a rehearsal (SEEDANCE_REHEARSAL), which needs no key.', {
  nextStep: 'Nothing was changed. To save or remove a real key, unset SEEDANCE_REHEARSAL and run it again.',
});

/** It would stay in the shell's history and in the process list. Says so without repeating it. */
function refuseKeyAsArgument(args: readonly string[]): void {
  if (args.length <= 1) return;
  throw new AppError(
    'invalid_input',
    'A key is never given as an argument: it would stay in the history of the shell and in the list of processes. Nothing was saved.',
    {
      nextStep: `Run ${installation.command} auth ${args[0]} and paste the key when asked, or pipe it in. Anyone who can read that history now knows the key you typed.`,
    },
  );
}

function readKey({ backend }: Service, terminal: Terminal): Promise<string> {
  if (!terminal.stdin.isTTY) return readStdin(terminal, 'the key');
  return askSecret(terminal, `Keys of ${backend.title}: ${backend.credential.keysUrl}\nPaste one (it is not shown): `);
}

/** Services that mark their keys let us tell a mix-up; any other key is taken. */
function refuseOthersKey({ parts: { services } }: App, { backend }: Service, key: string): void {
  const startsLike = (prefix: string | undefined): boolean => prefix !== undefined && key.startsWith(prefix);
  const owner = services.all.find((other) => startsLike(other.backend.credential.keyPrefix))?.backend;
  if (!owner || owner.id === backend.id) return;
  throw new AppError(
    'invalid_input',
    `This looks like a key of ${owner.title} (it begins with ${owner.credential.keyPrefix}), not of ${backend.title}. Nothing was saved.`,
    {
      nextStep: `For ${owner.title}: ${installation.command} auth ${owner.id}. For ${backend.title}, copy its own key from ${backend.credential.keysUrl}.`,
    },
  );
}

async function verifyKey({ parts }: App, { backend }: Service, key: string): Promise<KeyCheck> {
  const service = parts.servicesWithKey(key).byId(backend.id);
  return service ? checkKey(service) : { verdict: 'unchecked', note: 'the service is not known.' };
}

async function removeStoredKey(app: App, service: Service, shell: Shell): Promise<number> {
  const file = app.parts.config.keyFileOf(service.backend);
  const removed = await removeKey(file);
  printResult(shell, { backend: service.backend.id, removed: removed ? file : null }, [
    removed ? `Removed ${file}.` : `There was no key in ${file}.`,
    ...describeEnvironment(app, service),
  ]);
  return exitCodes.done.code;
}

function describeEnvironment({ parts: { config } }: App, { backend }: Service): string[] {
  const { env } = backend.credential;
  if (config.keyOf(backend)?.source !== env) return [];
  return [`Note: ${env} is set in the environment, and is used before the file.`];
}
