import type { Grouping } from '../jobs/spent.ts';
import { type CommandSpec, jsonOption } from './command-spec.ts';
import { runForget } from './forget.ts';
import { runFrame } from './frame.ts';
import { runOpen } from './open.ts';
import { runSettle } from './settle.ts';
import { runSpend } from './spend.ts';
import { taskArgument } from './task-id.ts';
import { runUnblock } from './unblock.ts';

const frame: CommandSpec<{ quiet?: true }> = {
  command: 'frame',
  summary: 'Save the last frame of a video as a picture',
  description:
    'Save the last frame of a finished video beside it, at full size. It may be the first frame of the next shot. Needs ffmpeg where the service gives no last frame. Free.',
  argument: { name: '<task>', ...taskArgument },
  options: [{ flags: '--quiet', description: 'print only the path' }, jsonOption],
  run: ({ words: [task = ''], options }, shell) => runFrame(task, options, shell),
};

const open: CommandSpec = {
  command: 'open',
  summary: 'Open a video, or the gallery',
  description:
    "Open the saved file of a task with this system's own program; without a task, the gallery of everything that was saved. Prints the path.",
  argument: { name: '[task]', ...taskArgument },
  options: [],
  run: ({ words: [task] }, shell) => runOpen(task, shell),
};

const settle: CommandSpec<{ taken?: string; notTaken?: true }> = {
  command: 'settle',
  summary: 'Resolve an uncertain task by hand',
  description:
    'Record what happened to a task whose submit got no readable answer. Look at the dashboard of the service first.',
  argument: { name: '<task>', ...taskArgument },
  options: [
    { flags: '--taken <remote id>', description: 'the service has it, under this id' },
    { flags: '--not-taken', description: 'the service never took it: its cost is given back to the daily cap' },
    jsonOption,
  ],
  run: ({ words: [task = ''], options }, shell) => runSettle(task, options, shell),
};

const unblock: CommandSpec = {
  command: 'unblock',
  summary: 'Allow submits again to a service that charged too much',
  description:
    'A service that charged more than twice its quote, or more than max_cost, gets no more submits. Look at the charge on its dashboard first; this lifts the block.',
  argument: { name: '<service>', description: 'the service, for example xskill' },
  options: [jsonOption],
  run: ({ words: [service] }, shell) => runUnblock(service, shell),
};

const forget: CommandSpec<{ before?: string }> = {
  command: 'forget',
  summary: 'Erase prompts from the local record',
  description:
    'Erase the prompt and the parameters of a task from the record on this machine. Its id, price and files stay known.',
  argument: { name: '[task]', ...taskArgument },
  options: [
    {
      flags: '--before <date>',
      description: 'instead: every task submitted before this date (UTC), for example 2026-11-01',
    },
    jsonOption,
  ],
  run: ({ words: [task], options }, shell) => runForget(task, options, shell),
};

const store: CommandSpec<{ to?: string; from?: string }> = {
  command: 'store',
  summary: 'Look after the database of SEEDANCE_STORE',
  description:
    'migrate makes its tables, check looks for what is wrong with it, copy brings the record in files into it (--from: the other way round). Copying again adds what is missing.',
  argument: { name: '<action>', description: 'migrate, check or copy' },
  options: [
    { flags: '--to <address>', description: 'another database than that of SEEDANCE_STORE' },
    { flags: '--from <address>', description: 'copy: this database into files' },
  ],
  run: async ({ words: [action], options }, shell) => (await import('./store.ts')).runStore(action, options, shell),
};

const auth: CommandSpec<{ remove?: true }> = {
  command: 'auth',
  summary: 'Save a key',
  description:
    'Check a key against its service and save it so that only you can read it (mode 600). It is asked for without being shown, or read from stdin; never give it as an argument.',
  argument: { name: '[service]', description: 'the service, for example xskill' },
  options: [{ flags: '--remove', description: 'remove the saved key' }, jsonOption],
  // A key given by mistake must reach our own words, which do not repeat it.
  lenient: true,
  run: async ({ words, options }, shell) => (await import('./auth.ts')).runAuth(words, options, shell),
};

const doctor: CommandSpec = {
  command: 'doctor',
  summary: 'Check the installation',
  description:
    'Check Node, keys, services, folders, clock, and what the clients of this machine are configured with. Spends nothing and shows no key.',
  options: [jsonOption],
  run: async (_, shell) => (await import('./doctor.ts')).runDoctor(shell),
};

const simulate: CommandSpec<{ port: string; host: string; speed: string; delay: string }> = {
  command: 'simulate',
  summary: 'Run local simulators of both services',
  description:
    'Serve simulators of both services on this machine until Ctrl-C, for scripts and tests that need an address. Nothing is spent.',
  options: [
    { flags: '--port <n>', description: '0 picks a free port', default: '8787' },
    { flags: '--host <name>', description: 'the address to listen on', default: '127.0.0.1' },
    { flags: '--speed <n>', description: 'how much faster than real time tasks run', default: '60' },
    { flags: '--delay <ms>', description: 'delay of each answer', default: '0' },
  ],
  run: async ({ options }, shell) => (await import('./simulate.ts')).runSimulate(options, shell),
};

const demo: CommandSpec = {
  command: 'demo',
  summary: 'Free rehearsal of the whole workflow, 15 s',
  description:
    'Takes one idea through all five tools to a film of 30 s in a rehearsal: no key, no cost, about 15 seconds.',
  options: [],
  run: async (_, shell) => (await import('./run-demo.ts')).runDemo(shell),
};

const spend: CommandSpec<{ since?: string; by?: Grouping }> = {
  command: 'spend',
  summary: 'Show what was charged, refunded and is held',
  description:
    'Add up what the tasks of this record were charged and refunded, and what is held for those that are not finished. Free; asks no service.',
  options: [
    {
      flags: '--since <day>',
      description: 'from this day on: yesterday, 3 days ago, 2026-11-20; everything when left out',
    },
    { flags: '--by <what>', description: 'a row for each', choices: ['day', 'model', 'project'] },
    jsonOption,
  ],
  run: ({ options }, shell) => runSpend(options, shell),
};

const work: CommandSpec<{ concurrency?: string }> = {
  command: 'work',
  summary: 'Drive everything unfinished until stopped',
  description:
    'Send, watch, save and join what is unfinished of every production in the record, whichever window planned it, until it is stopped. It spends only what a submit planned and reserved. With it running, closing a chat window stops nothing. With SEEDANCE_STORE, any number of machines share the work.',
  options: [
    {
      flags: '--concurrency <n>',
      description: 'with SEEDANCE_STORE: steps of a service in hand here at once; default: SEEDANCE_CONCURRENCY',
    },
  ],
  run: async ({ options }, shell) => (await import('./work.ts')).runWork(options, shell),
};

/** Commands for the person who runs this; agents have no tool for them. What brings more along is loaded when it is called. */
export const operatorCommands: readonly CommandSpec[] = [
  work,
  spend,
  frame,
  open,
  settle,
  unblock,
  forget,
  store,
  auth,
  doctor,
  simulate,
  demo,
];
