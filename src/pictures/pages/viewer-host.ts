// The view's side of MCP Apps: JSON-RPC over postMessage with the host that shows it.

type Message = {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
};

const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
let last = 0;

export function request(method: string, params: object): Promise<unknown> {
  const id = ++last;
  post({ id, method, params });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

export function notify(method: string, params: object = {}): void {
  post({ method, params });
}

/** `onNotice` gets what the host tells. Its requests are answered with nothing: there is nothing to tear down. */
export function listen(onNotice: (method: string, params: unknown) => void): void {
  addEventListener('message', ({ source, data }: MessageEvent<Message>) => {
    if (source !== parent || typeof data !== 'object' || data === null) return;
    const { id, method, params, result, error } = data;
    if (method !== undefined) {
      if (id === undefined) onNotice(method, params);
      else post({ id, result: {} });
      return;
    }
    const asked = typeof id === 'number' ? waiting.get(id) : undefined;
    if (!asked) return;
    waiting.delete(Number(id));
    if (error) asked.reject(new Error(error.message));
    else asked.resolve(result);
  });
}

function post(message: Message): void {
  parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
}
