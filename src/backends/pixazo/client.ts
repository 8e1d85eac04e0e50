import { AppError } from '../../core/errors.ts';
import { type Http, pathSegment } from '../../net/http.ts';
import type { Client } from '../backend.ts';
import { replyAbout } from '../remote-id.ts';
import { submitReply, taskReply } from './wire.ts';

/** Where an answer names its task (docs/wire.md, Pixazo answers). */
const idPlaces = [['request_id'], ['task_id']];

/** Speaks to Pixazo. There is no balance, upload, cancel or list call (docs/wire.md, Pixazo routes). */
export function createClient(http: Http): Client {
  return {
    submit: ({ path, body }, { signal } = {}) => http.spend({ path, body, schema: submitReply, signal }),
    get: async (remoteId, { signal, once, deadlineMs } = {}) => {
      const id = pathSegment(remoteId);
      const ask = (path: string) =>
        http.read({ path, schema: replyAbout(remoteId, idPlaces, taskReply), once, deadlineMs, signal });
      return ask(`/v2/requests/status/${id}`).catch((missing: unknown) => {
        if (once || !isNotFound(missing)) throw missing;
        // The route of the seed skill; where it does not know the task either, the first answer is told.
        return ask(`/seedance-2-0/v1/result/${id}`).catch((thrown: unknown) => {
          throw isNotFound(thrown) ? missing : thrown;
        });
      });
    },
  };
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'not_found';
}
