import type { Readable, Writable } from 'node:stream';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/sdk/types.js';

type Options = {
  input: Readable;
  output: Writable;
  /** A longer line is answered with an error, and skipped. */
  largestMessageBytes: number;
  /** Undefined for what is no message of the protocol. */
  findMessage(value: unknown): JSONRPCMessage | undefined;
};

/** JSON-RPC 2.0, section 5.1. */
const codes = { parse: -32700, invalid: -32600 };

/**
 * One JSON-RPC message a line. The SDK's own reader copies all that it has at each chunk, so that a picture of 30 MB takes
 * half a minute, and it ends at a line that is too long.
 */
export function createStdioTransport({ input, output, largestMessageBytes, findMessage }: Options): Transport {
  const refuse = (code: number, message: string, id?: RequestId): void => {
    const refusal = { jsonrpc: '2.0' as const, ...(id !== undefined && { id }), error: { code, message } };
    transport.send(refusal).catch(() => undefined);
  };
  const lines = createLineReader({
    largestBytes: largestMessageBytes,
    onLine: (line) => {
      if (line.trim() === '') return;
      const value = parseJson(line);
      const message = value && findMessage(value.json);
      if (message) transport.onmessage?.(message);
      else if (value) refuse(codes.invalid, 'This is not a JSON-RPC request.', idOf(value.json));
      else refuse(codes.parse, 'This line is not JSON.');
    },
    onLongLine: (start, end) => {
      const most = Math.floor(largestMessageBytes / 1024 / 1024);
      refuse(codes.invalid, `The message is longer than ${most} MB, the most that is read.`, findId(start, end));
    },
  });
  const onError = (error: Error): void => transport.onerror?.(error);
  const transport: Transport = {
    start: async () => {
      input.on('data', lines.read);
      input.on('error', onError);
    },
    close: async () => {
      input.off('data', lines.read);
      input.off('error', onError);
      input.pause();
      transport.onclose?.();
    },
    send: (message) =>
      new Promise((resolve) => {
        output.write(`${JSON.stringify(message)}\n`, () => resolve()); // who listens to the stream hears its errors
      }),
  };
  return transport;
}

type LineReader = {
  largestBytes: number;
  onLine(line: string): void;
  /** What stands at the two ends of a line that was not kept. */
  onLongLine(start: string, end: string): void;
};

const newline = 0x0a;
const endBytes = 512;

/** Cuts a stream into lines, in time linear to their length and never holding more than the longest. */
function createLineReader({ largestBytes, onLine, onLongLine }: LineReader): { read(chunk: Buffer): void } {
  let chunks: Buffer[] = [];
  let bytes = 0;
  /** The line so far is too long: only its two ends are kept. */
  let ends: { start: Buffer; end: Buffer } | undefined;

  function add(piece: Buffer): void {
    bytes += piece.length;
    if (ends) ends.end = Buffer.concat([ends.end, piece.subarray(-endBytes)]).subarray(-endBytes);
    else chunks.push(piece);
    if (ends || bytes <= largestBytes) return;
    const whole = Buffer.concat(chunks);
    ends = { start: Buffer.from(whole.subarray(0, endBytes)), end: Buffer.from(whole.subarray(-endBytes)) };
    chunks = [];
  }

  function finish(): void {
    const [line, long] = [Buffer.concat(chunks), ends];
    [chunks, bytes, ends] = [[], 0, undefined];
    if (long) onLongLine(long.start.toString('latin1'), long.end.toString('latin1'));
    else onLine(line.toString('utf8'));
  }

  return {
    read: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        add(chunk.subarray(start, end));
        finish();
        start = end + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
    },
  };
}

/** Where clients write the id: behind everything else, or before the parameters. One brace behind it closes the message itself. */
const idPlaces = [
  /[,{]\s*"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,200}")\s*\}\s*$/,
  /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?(?:"method"\s*:\s*"[^"\\]*"\s*,\s*)?"id"\s*:\s*(-?\d{1,15}|"[^"\\]{0,200}")\s*,/,
] as const;

function findId(start: string, end: string): RequestId | undefined {
  const [, last] = idPlaces[0].exec(end) ?? [];
  const [, first] = idPlaces[1].exec(start) ?? [];
  const id = last ?? first;
  return id === undefined ? undefined : idOf({ id: JSON.parse(id) });
}

/** The id of a request. An answer of the client is nothing to be answered. */
function idOf(value: unknown): RequestId | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value) || 'result' in value) return undefined;
  const { id } = value;
  return typeof id === 'string' || Number.isSafeInteger(id) ? (id as RequestId) : undefined;
}

function parseJson(line: string): { json: unknown } | undefined {
  try {
    return { json: JSON.parse(line) };
  } catch {
    return undefined;
  }
}
