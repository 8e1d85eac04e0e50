import * as z from 'zod';
import { findNearest } from '../core/nearest.ts';
import { shorten } from '../core/quote.ts';

/** What hosts add to every call on their own: Gemini CLI, n8n, Cursor, Cline (docs/clients.md, What hosts do to a call), and in another spelling. */
export const hostFields: ReadonlySet<string> = new Set([
  'wait_for_previous',
  ...['toolCallId', 'sessionId', 'chatInput', 'action', 'tool'],
  'random_string',
  'task_progress',
]);

const spelledHostFields = new Set([...hostFields].map(plainName));

/** A name with a stroke in front, `_meta` or `__arg1`, is a program's own. */
function isOfHost(key: string): boolean {
  return key.startsWith('_') || spelledHostFields.has(plainName(key));
}

function plainName(key: string): string {
  return key.replace(/[_-]/g, '').toLowerCase();
}

/** The arguments of a call without what its host added. */
export function withoutHostFields(args: unknown, { shape }: z.ZodObject): unknown {
  if (typeof args !== 'object' || args === null || Array.isArray(args)) return args;
  return Object.fromEntries(Object.entries(args).filter(([key]) => Object.hasOwn(shape, key) || !isOfHost(key)));
}

/** What people and other services call our fields. */
const otherNames: Record<string, readonly string[]> = {
  shots: ['scenes', 'shot_list', 'storyboard', 'timeline'],
  visual: ['description', 'scene', 'prompt', 'content', 'text', 'subject'],
  seconds: ['duration', 'length'],
  camera: ['camera_movement', 'movement', 'move', 'shot_type', 'framing'],
  dialogue: ['dialog', 'lines', 'speech', 'narration', 'voiceover'],
  sound: ['audio', 'sfx'],
  speaker: ['character', 'name', 'who'],
  line: ['text', 'content', 'dialogue'],
  delivery: ['emotion', 'tone'],
  url: ['path', 'file', 'uri', 'src', 'image', 'image_url', 'image_path', 'file_path'],
  name: ['id', 'label', 'title'],
  role: ['purpose', 'use', 'usage'],
  references: ['images', 'image_files', 'image_urls', 'files', 'assets', 'characters'],
  prompt: ['text', 'description', 'script'],
  duration: ['seconds', 'length', 'total_duration'],
  ratio: ['aspect_ratio', 'aspect', 'size'],
  music: ['audio', 'soundtrack', 'bgm'],
  genre: ['template'],
  parameters: ['params', 'input', 'arguments'],
  model_id: ['model'],
  tier: ['quality'],
  dry_run: ['estimate', 'preview', 'quote'],
  max_cost: ['budget', 'max_price'],
  fallback_model_id: ['fallback', 'fallback_model'],
  task_id: ['id', 'taskId'],
  wait_seconds: ['wait', 'timeout', 'timeout_seconds'],
  save_dir: ['output_dir', 'directory', 'folder', 'path'],
  search: ['query', 'q', 'prompt'],
  image_url: ['url', 'uri'],
  image_path: ['path', 'file', 'file_path'],
  image_data: ['data', 'base64', 'image', 'image_base64'],
  backend: ['service', 'provider'],
};

const mostNamed = 5;

/** Words for fields that an object does not have: the nearest that it has, and all of them. */
export const describeUnknownFields: z.core.$ZodErrorMap = ({ code, keys, inst }) => {
  if (code !== 'unrecognized_keys' || !(inst instanceof z.ZodObject)) return undefined;
  const { shape } = inst;
  const words = keys.slice(0, mostNamed).map((key) => `"${shorten(key)}": no such field${suggest(key, shape)}`);
  const known = Object.keys(shape).join(', ');
  return `${words.join(' ')} ${known ? `Known fields: ${known}.` : 'It takes no fields.'}`;
};

function suggest(key: string, shape: z.core.$ZodLooseShape): string {
  const names = Object.keys(shape);
  const meant = Object.entries(otherNames).find(([ours, theirs]) => names.includes(ours) && theirs.includes(key));
  if (meant) return `; did you mean ${meant[0]}?`;
  const holder = names.find((name) => Object.hasOwn(Object(z.globalRegistry.get(shape[name])?.properties), key));
  if (holder) return `; it belongs in ${holder}.`;
  const near = findNearest(key, names) ?? names.find((name) => partsOf(key).includes(name));
  return near ? `; did you mean ${near}?` : '.';
}

/** `camera_move` and `shotCamera` speak of the camera. */
function partsOf(key: string): string[] {
  return key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_\s-]+/);
}
