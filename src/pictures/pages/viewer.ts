// Runs in the chat's frame of MCP Apps. Shipped as text (scripts/text-files.mjs); typed by the tsconfig beside it.
import { make } from './make.ts';
import { need } from './need.ts';
import { listen, notify, request } from './viewer-host.ts';
import { renderSheet } from './viewer-sheet.ts';

type Check = { check: string; start: number; end: number };
type File = { path: string; media_type: string; bytes: number; checks?: Check[] };
type Take = {
  task_id: string;
  status: string;
  price: string;
  files: File[];
  mismatches: { field: string; asked: string; got: string }[];
  output_urls: string[];
  error?: string;
};
type Takes = { title: string; takes: Take[] };
type Diagnostic = { severity: string; message: string; fix?: string };
type Answer = {
  task_id?: string;
  status?: string;
  progress?: number;
  clips?: { clip?: number; task_id?: string; status: string; used?: boolean }[];
  tasks?: { prompt?: string; status: string; price: string }[];
  files?: File[];
  prompt?: string;
  timeline?: { shot: number; start: number; end: number; size?: string; move?: string }[];
  problems?: Diagnostic[];
};

/** Larger videos would fill a chat's memory. */
const mostBytes = 10 * 1024 * 1024;
/** As the server cuts files. */
const partBytes = 3 * 128 * 1024;

const main = need(document.querySelector('main'));
const root = document.documentElement;

listen((method, params) => {
  if (method === 'ui/notifications/host-context-changed') dress(params as Context);
  if (method === 'ui/notifications/tool-result')
    void show((params as { structuredContent?: Answer }).structuredContent ?? {});
});
new ResizeObserver(() =>
  notify('ui/notifications/size-changed', { height: Math.ceil(root.getBoundingClientRect().height) }),
).observe(root);
void start();

async function start(): Promise<void> {
  const hello = { appInfo: { name: 'seedance', version: '1' }, appCapabilities: {}, protocolVersion: '2026-01-26' };
  const { hostContext = {} } = (await request('ui/initialize', hello)) as { hostContext?: Context };
  dress(hostContext);
  notify('ui/notifications/initialized');
}

type Context = { theme?: string; styles?: { variables?: Record<string, string> } };

/** The host's colours and its light or dark. */
function dress({ theme, styles }: Context): void {
  if (theme) root.dataset.theme = theme;
  for (const [name, value] of Object.entries(styles?.variables ?? {}))
    if (name.startsWith('--')) root.style.setProperty(name, value);
}

async function show(answer: Answer): Promise<void> {
  try {
    if (answer.timeline) await showStoryboard(answer);
    else if (answer.tasks)
      main.replaceChildren(
        ...answer.tasks.map(({ prompt = '', status, price }) =>
          make('p', {}, `${prompt} `, quiet(`${status} · ${price}`)),
        ),
      );
    else if (answer.clips?.some(({ used }) => used)) await showClips(answer.clips);
    else if (answer.status === 'completed' && answer.task_id) await showTakes(answer.task_id);
    else
      main.replaceChildren(
        quiet(`${answer.status ?? 'No answer'}${answer.progress ? ` ${Math.round(answer.progress * 100)} %` : ''}`),
      );
  } catch (error) {
    main.replaceChildren(make('p', { className: 'fault' }, error instanceof Error ? error.message : String(error)));
  }
}

async function showTakes(id: string): Promise<void> {
  const [text = ''] = await read(`seedance://takes/${encodeURIComponent(id)}`);
  const { title, takes }: Takes = JSON.parse(text);
  const grid = make('div', { className: 'takes' });
  main.replaceChildren(make('h1', {}, title), grid);
  for (const [n, take] of takes.entries())
    grid.append(await renderTake(take, takes.length > 1 ? `Take ${n + 1}` : 'This take', take.task_id === id));
}

/** A production: the used take of each clip. */
async function showClips(clips: NonNullable<Answer['clips']>): Promise<void> {
  const grid = make('div', { className: 'takes' });
  main.replaceChildren(grid);
  const used = clips.filter((row) => row.used).sort((a, b) => (a.clip ?? 0) - (b.clip ?? 0));
  for (const { clip, task_id: id = '' } of used) {
    const [text = ''] = await read(`seedance://takes/${encodeURIComponent(id)}`);
    const { takes }: Takes = JSON.parse(text);
    const take = takes.find((one) => one.task_id === id);
    if (take) grid.append(await renderTake(take, `Clip ${clip}`, false));
  }
}

async function renderTake(take: Take, name: string, isHere: boolean): Promise<HTMLElement> {
  const { task_id: id, status, price, files, mismatches, error } = take;
  const faults = [
    ...mismatches.map(({ field, asked, got }) => `${field}: asked ${asked}, got ${got}`),
    ...files.flatMap(({ checks = [] }) =>
      checks.map(({ check, start, end }) => `${check.replace('_', ' ')}: ${start}–${end} s`),
    ),
    ...(error ? [error] : []),
  ];
  const note = make('input', { hidden: true, placeholder: 'Note, then Enter' });
  note.setAttribute('aria-label', `Note on ${name}`);
  note.onkeydown = ({ key }) => {
    if (key === 'Enter' && note.value) void say(`Note on ${name} (${id}): ${note.value}`, caption);
  };
  const caption = make(
    'figcaption',
    {},
    make('b', {}, name),
    quiet(` ${status} · ${price}`),
    make('ul', { className: 'fault' }, ...faults.map((fault) => make('li', {}, `⚠ ${fault}`))),
  );
  if (status === 'completed')
    caption.append(
      press('Use this take', () => say(`Use ${name} (${id}).`, caption)),
      press('Note…', () => {
        note.hidden = false;
        note.focus();
      }),
      note,
    );
  const figure = make('figure', { className: isHere ? 'here' : '' }, caption);
  figure.dataset.task = id;
  void showFiles(take, figure);
  return figure;
}

/** A picture or a short video is shown as it is; of a long one a poster, and where it is. */
async function showFiles({ task_id: id, files, output_urls: urls }: Take, figure: HTMLElement): Promise<void> {
  const caption = need(figure.lastElementChild);
  for (const [n, { media_type: type, bytes, path }] of files.entries()) {
    const address = `seedance://files/${encodeURIComponent(id)}/${n + 1}/`;
    const isVideo = type.startsWith('video/');
    try {
      const parts = bytes > mostBytes ? await read(`${address}poster`) : await readParts(address, bytes);
      const src = `data:${bytes > mostBytes ? 'image/jpeg' : type};base64,${parts.join('')}`;
      figure.insertBefore(
        isVideo && bytes <= mostBytes
          ? make('video', { src, controls: true, loop: true, playsInline: true })
          : make('img', { src, alt: path }),
        caption,
      );
    } catch {
      // Without a picture, the path below still leads to it.
    }
    if (bytes > mostBytes || files.length === 1) caption.append(quiet(path));
  }
  const [url] = urls;
  if (url && files.some(({ bytes }) => bytes > mostBytes))
    caption.append(press('Open in the browser', () => request('ui/open-link', { url })));
}

async function readParts(address: string, bytes: number): Promise<string[]> {
  const parts: string[] = [];
  for (let part = 0; part * partBytes < bytes; part++) parts.push(...(await read(address + part)));
  return parts;
}

async function read(uri: string): Promise<string[]> {
  const { contents } = (await request('resources/read', { uri })) as { contents: { text?: string; blob?: string }[] };
  return contents.map(({ text, blob }) => text ?? blob ?? '');
}

async function showStoryboard({ files = [], timeline = [], prompt = '', problems = [] }: Answer): Promise<void> {
  const sheet = files.find(({ media_type }) => media_type === 'text/html');
  const name = sheet?.path.split(/[\\/]/).pop();
  if (name) {
    const [html = ''] = await read(`seedance://sheets/${encodeURIComponent(name)}`);
    main.replaceChildren(renderSheet(html, root.dataset.theme === 'dark'));
    return;
  }
  const rows = timeline.map(({ shot, start, end, size = '', move = '' }) =>
    make('li', {}, `${shot}  ${start}–${end} s  ${[size, move].filter(Boolean).join(' · ')}`),
  );
  const found = problems.map(({ severity, message, fix = '' }) =>
    make('p', { className: severity === 'error' ? 'fault' : 'quiet' }, `${message} ${fix}`),
  );
  main.replaceChildren(make('ul', {}, ...rows), ...found, quiet(prompt));
}

/** What the user chose goes to the chat as the user's own words. */
async function say(text: string, caption: HTMLElement): Promise<void> {
  const sent = request('ui/message', { role: 'user', content: [{ type: 'text', text }] }) as Promise<{
    isError?: boolean;
  }>;
  const refused = await sent.then(
    ({ isError }) => isError,
    () => true,
  );
  caption.append(quiet(refused ? `This chat takes no messages from here. Write: ${text}` : 'Sent.'));
}

function press(words: string, act: () => void): HTMLElement {
  return make('button', { type: 'button', onclick: act }, words);
}

function quiet(words: string): HTMLElement {
  return make('p', { className: 'quiet' }, words);
}
