import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { clipsOf, statusOfProduction } from '../../src/store/productions/progress.ts';
import { standsOf } from '../../src/store/productions/stand.ts';
import { temporaryFolder } from '../../test/folder.ts';
import type { Service } from '../service.ts';
import { type Machine, startMachine } from './machine.ts';

export const pointsAClip = 40;

/** Machines with one database and one service. */
export type Studio = { service: Service; env: Record<string, string>; store: PostgresStore; machines: Machine[] };

/** The process that submits is killed as soon as its plan is on record. */
export async function planAndDie({ env, store, machines }: Studio, count: number): Promise<string> {
  const file = join(temporaryFolder(), 'batch.jsonl');
  const lines = Array.from({ length: count }, (_, n) => ({
    model_id: 'st-ai/super-seed2',
    parameters: { prompt: `clip ${n} [rehearse: quick]`, duration: 4, ratio: '16:9' },
  }));
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  await store.findProduction('none'); // makes the tables
  const submitter = startMachine({ name: 'submitter', env }, 'batch', file);
  machines.push(submitter);
  const planned = () => store.parts().database.read<{ key: string }>('select key from seedance.productions');
  await until(async () => (await planned()).length > 0 || submitter.process.exitCode !== null, 'the plan');
  await submitter.kill();
  const [row] = await planned();
  expect(row, submitter.stderr()).toBeDefined();
  return row!.key;
}

export async function until(isSo: () => boolean | Promise<boolean>, what: string, seconds = 300): Promise<void> {
  for (const startedAt = performance.now(); !(await isSo()); await delay(100))
    if (performance.now() - startedAt > seconds * 1000) throw new Error(`waited ${seconds} s for ${what}`);
}

/** Until nothing more comes of it by itself. */
export async function untilOver(store: PostgresStore, key: string, { machines }: Studio): Promise<void> {
  const isOver = async (): Promise<boolean> => {
    const production = await store.findProduction(key);
    return production !== undefined && statusOfProduction(production) !== 'processing';
  };
  await until(isOver, 'the end').catch(async (error) => {
    const production = await store.findProduction(key);
    const stands = production ? standsOf(production).map(({ is }) => is) : [];
    const told = machines.map(({ name, stderr }) => `${name}: ${stderr().slice(-500)}`);
    throw new Error(`${error.message}: ${stands.join(' ')}\n${told.join('\n')}`);
  });
}

type Checked = { completed: number; uncertain: number; cut: number; spent: number };

/** What the service took against what the record says. */
export async function check({ service, store }: Studio, key: string): Promise<Checked> {
  const production = await store.findProduction(key);
  expect(production).toBeDefined();
  const takes = clipsOf(production!).flatMap(({ takes: all }) => all);
  const known = new Map(takes.flatMap(({ task }) => (task?.remoteId ? [[task.remoteId, task] as const] : [])));
  const uncertain = takes.filter(({ stand }) => stand.is === 'uncertain').length;
  const completed = takes.filter(({ stand }) => stand.is === 'completed').length;
  expect(completed + uncertain, 'all the rest is done').toBe(takes.length);
  let unknown = 0;
  for (const [prompt, ids] of service.accepted) {
    expect(ids.length, `${prompt} was paid for`).toBe(1);
    if (!known.has(ids[0]!)) unknown++;
  }
  expect(unknown, 'what the record does not know is uncertain there').toBeLessThanOrEqual(uncertain);
  const { account } = production!.plan.offers[0]!;
  const spent = await store.spentSince(account, 0);
  expect(spent).toBe((completed + uncertain) * pointsAClip);
  return { completed, uncertain, cut: service.cut.length, spent };
}

export async function endStudio({ service, store, machines }: Studio): Promise<void> {
  await Promise.all(
    machines.map(({ kill, process: { exitCode, signalCode } }) =>
      exitCode === null && signalCode === null ? kill() : undefined,
    ),
  );
  await store.end();
  await service.close();
}
