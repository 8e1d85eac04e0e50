import { AppError } from '../../core/errors.ts';
import { type Http, pathSegment } from '../../net/http.ts';
import type { Client, RemoteTask } from '../backend.ts';
import { submitReply, taskReply } from './wire.ts';

/** Speaks to Pixazo. There is no balance, upload, cancel or list call (WIRE.md section 2). */
export function createClient(http: Http): Client {
  const pollingPaths = new Map<string, string>();
  return {
    submit: async ({ path, body }, { signal } = {}) => {
      const { pollingUrl, ...accepted } = await http.spend({ path, body, schema: submitReply, signal });
      const pollingPath = pollingUrl === undefined ? undefined : pathBelow(http.baseUrl, pollingUrl);
      if (pollingPath && !pollingPath.startsWith(statusPath)) pollingPaths.set(accepted.remoteId, pollingPath);
      return accepted;
    },
    get: async (remoteId, { signal, once, deadlineMs } = {}) => {
      const id = pathSegment(remoteId);
      const said = pollingPaths.get(remoteId);
      const paths = new Set([...(said ? [said] : []), `${statusPath}${id}`, `/seedance-2-0/v1/result/${id}`]);
      return firstKnown([...paths].slice(0, once ? 1 : undefined), (path) =>
        http.read({ path, schema: taskReply, once, deadlineMs, signal }),
      );
    },
  };
}

const statusPath = '/v2/requests/status/';

/** Asks one path after another, as long as the answer is "not found". The first answer of that kind is told in the end. */
async function firstKnown(paths: string[], ask: (path: string) => Promise<RemoteTask>): Promise<RemoteTask> {
  let missing: unknown;
  for (const path of paths) {
    try {
      return await ask(path);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || thrown.code !== 'not_found') throw thrown;
      missing ??= thrown;
    }
  }
  throw missing;
}

/** The path below the base URL; undefined for an address anywhere else, where the key must not go. */
function pathBelow(baseUrl: string, address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const base = new URL(baseUrl);
  const url = new URL(address);
  const folder = base.pathname.replace(/\/+$/, '');
  const isBelow = url.origin === base.origin && url.pathname.startsWith(`${folder}/`);
  return isBelow ? url.pathname.slice(folder.length) + url.search : undefined;
}
