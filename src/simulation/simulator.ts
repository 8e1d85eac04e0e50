/** A simulated service: a function of a Request with its own state and clock. Rejects where a real connection would die. */
export type Simulator = (request: Request) => Promise<Response>;

/** Where a simulator's state survives a restart. Read at every request, since another process may have written it. */
export type Memory = { read(): string | undefined; write(text: string): void };

export type SimulatorOptions = {
  /** Origin of its own base URL and files, for example `http://127.0.0.1:8787`. */
  origin: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** How much faster than the real service tasks move; 1 is real time. */
  timeScale?: number;
  /** State is kept in the process when left out. */
  memory?: Memory;
  /** Points on the account, where the service has any. Default 10,000; given back after a day. */
  balance?: number;
};

type Handler = (request: Request, match: string[]) => Promise<Response> | Response;

export type Route = { method: string; path: RegExp; anonymous?: boolean; handle: Handler };

/** Set on the 404 of a route that a simulator does not have, so that several can share one origin. */
export const unknownRoute = 'x-unknown-route';

/** Finds the route, lets `refuse` look at the request first unless the route is anonymous, and answers. */
export function createRouter(
  routes: readonly Route[],
  refuse: (request: Request) => Response | undefined,
  notFound: () => Response,
): Simulator {
  return async (request) => {
    const path = decodePath(new URL(request.url).pathname);
    for (const route of routes) {
      const match = route.path.exec(path);
      if (!match || !(route.method === request.method || (route.method === 'GET' && request.method === 'HEAD')))
        continue;
      return (route.anonymous ? undefined : refuse(request)) ?? route.handle(request, match.slice(1));
    }
    const reply = notFound();
    reply.headers.set(unknownRoute, '1');
    return reply;
  };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}

/** The JSON body of a request; undefined when there is none or it cannot be read. */
export async function readJson(request: Request): Promise<unknown> {
  return request.json().catch(() => undefined);
}
