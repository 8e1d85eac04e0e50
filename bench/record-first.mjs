// The first look of a process at a record: node bench/record-first.mjs ENTRY HOME. Tells how long it took and what it left in memory.
import { pathToFileURL } from 'node:url';

const [, , entry, home] = process.argv;
const { createFileStore } = await import(pathToFileURL(entry));
const rssBefore = process.memoryUsage.rss();
const startedAt = performance.now();
const task = await createFileStore(home, Date.now).findByRemoteId('xskill', 'remote-0');
const ms = performance.now() - startedAt;
if (!task) throw new Error('The record was not read.');
console.log(JSON.stringify({ ms, rssBytes: process.memoryUsage.rss() - rssBefore }));
