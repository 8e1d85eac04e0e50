#!/usr/bin/env node
import * as module from 'node:module';
import { systemClock as clock } from './core/clock.ts';
import { lazy } from './core/lazy.ts';

// Node 22 and later keep compiled code between starts, 6 % of one. Node 20 has no such thing, nor do its types.
(module as { enableCompileCache?(): void }).enableCompileCache?.();

const version = process.env.SEEDANCE_MCP_VERSION ?? '0.0.0';
const [command] = process.argv.slice(2);

/** Built once, when the first call needs it. */
const loadApp = lazy(async () => (await import('./app.ts')).createSystemApp(version, clock));

if (command === undefined) {
  if (process.stdin.isTTY) {
    const { installation } = await import('./core/installation.ts');
    process.stderr.write(`An MCP server on stdio, waiting for a client. For people: ${installation.command} help\n`);
  }
  const { serveStdio } = await import('./server/mcp.ts');
  // This file stands one folder below the package's own, as a source and as built.
  await serveStdio({ version, root: new URL('..', import.meta.url), clock, loadApp });
} else {
  const { runShell } = await import('./cli/run-shell.ts');
  process.exitCode = await runShell({ version, argv: process.argv.slice(2), loadApp });
}
