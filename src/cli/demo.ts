import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '../core/diagnostic.ts';
import { type Price, renderPrice } from '../core/price.ts';
import type { SavedFile } from '../core/saved-file.ts';

type Answers = {
  get_balance: { balances: { backend: string; balance?: number; unit?: string; note?: string }[] };
  submit_task: { task_id?: string; price: Price; next_step: string };
  get_task: { status: string; price: Price; files: SavedFile[]; output_urls: string[]; clips?: Clip[] };
  upload_image: { url: string; width?: number; height?: number };
  compose_storyboard: {
    submit: Record<string, unknown> | null;
    problems: Diagnostic[];
    duration: number;
    clips: { clip: number; shots: string; seconds: number; scene?: string }[];
  };
};
type Clip = { clip: number; status: string; path?: string };
type ToolName = keyof Answers;

/** The caller brings the way to the tools: a real MCP client, or the tools of this process. */
export type Stage = {
  call(
    tool: string,
    args: Record<string, unknown>,
    onProgress: (percent: number, message: string) => void,
  ): Promise<Record<string, unknown>>;
  say(line: string): void;
};

const textToImage = 'fal-ai/bytedance/seedream/v4.5/text-to-image';

/** Settings of a demo: a rehearsal with a record and a folder of its own, so that nothing is sent, paid, or mixed with what is real. */
export async function demoSettings(): Promise<Record<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'seedance-demo-'));
  return {
    SEEDANCE_REHEARSAL: '1',
    SEEDANCE_HOME: join(folder, 'record'),
    SEEDANCE_OUTPUT_DIR: folder,
    SEEDANCE_DAILY_CAP: '',
  };
}

/** One idea through all five tools: two reference pictures, a storyboard of three scenes, a quote, the film. */
export async function tellDemo(stage: Stage): Promise<void> {
  const { say } = stage;
  const startedAt = Date.now();
  const seconds = (): string => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`.padStart(6);

  async function call<Name extends ToolName>(
    name: Name,
    args: object,
    show: (answer: Answers[Name]) => string,
  ): Promise<Answers[Name]> {
    say(`\n${seconds()}  → ${name} ${shortened(JSON.stringify(args))}`);
    const onProgress = (percent: number, message: string): void =>
      say(`${seconds()}    ${Math.round(percent)}% ${message}`);
    const answer = (await stage.call(name, { ...args }, onProgress)) as Answers[Name];
    say(`${seconds()}  ← ${show(answer)}`);
    return answer;
  }

  async function picture(prompt: string): Promise<Answers['get_task']> {
    const parameters = { prompt, image_size: 'landscape_16_9' };
    const { task_id } = await call(
      'submit_task',
      { model_id: textToImage, parameters },
      (told) => `${told.task_id}, ${renderPrice(told.price)}`,
    );
    return call('get_task', { task_id, wait_seconds: 60 }, ({ status, files }) => `${status}: ${files[0]?.path}`);
  }

  say('The idea: "An old fisherman steers home through a storm, and the harbour lights come into view."');
  await call('get_balance', {}, ({ balances }) =>
    balances
      .map(({ backend, balance, unit, note }) => `${backend}: ${balance === undefined ? note : `${balance} ${unit}`}`)
      .join('; '),
  );
  const fisherman = await picture(
    'Weathered old fisherman in a yellow oilskin, painted illustration, storm light, plain background',
  );
  const harbour = await picture(
    'Small northern harbour at dusk, warm lamps on the quay, painted illustration, heavy clouds',
  );
  const uploaded = await call(
    'upload_image',
    { image_path: fisherman.files[0]?.path },
    ({ url, width, height }) => `${url} (${width}×${height})`,
  );
  const { submit } = await call(
    'compose_storyboard',
    storyboard(uploaded.url, harbour.output_urls[0]),
    ({ duration, clips, problems }) => {
      const rows = clips.map(
        ({ clip, shots, seconds, scene }) => `\n    clip ${clip}: shots ${shots}, ${seconds} s, ${scene}`,
      );
      const found = problems.map(({ severity, message }) => `\n    [${severity}] ${message}`);
      return `a film of ${duration} s in ${clips.length} clips, ${problems.length} problems${[...rows, ...found].join('')}`;
    },
  );
  await call(
    'submit_task',
    { ...submit, dry_run: true },
    ({ price, next_step }) => `${renderPrice(price)}. ${next_step}`,
  );
  const { task_id } = await call('submit_task', { ...submit }, (told) => `${told.task_id}: ${told.next_step}`);
  const { files } = await call('get_task', { task_id, wait_seconds: 60 }, describeFilm);
  say(`\nThe film:    ${files[0]?.path}`);
  say(`The gallery: ${join(files[0]?.path ?? '', '..', 'index.html')}`);
  say(`A rehearsal: nothing was sent to a service and nothing was paid. ${seconds().trim()} in all.`);
}

/** The film of the demo, with the two pictures that it makes first. */
export function storyboard(fisherman: string, harbour: string | undefined): Record<string, unknown> {
  return {
    style: 'painted cinematic realism',
    mood: 'tense, then relieved',
    ratio: '16:9',
    references: [
      { name: 'fisherman', url: fisherman, role: 'character', ignore: 'background' },
      { name: 'harbour', url: harbour, role: 'scene' },
    ],
    scenes: {
      storm: { light: 'lightning' },
      bridge: { place: 'a narrow wheelhouse' },
      home: { light: 'lamps at dusk' },
    },
    shots: [
      {
        ...{ scene: 'storm', seconds: 5, camera: 'extreme wide shot, slow push in to the trawler' },
        visual: 'a small trawler climbs a steep wave',
        sound: 'wind and breaking water',
      },
      {
        seconds: 5,
        camera: 'low angle, tracking shot from the side',
        visual: 'the bow of the trawler drops into the trough',
      },
      {
        ...{ scene: 'bridge', seconds: 10, camera: 'slow push in to a close-up' },
        visual: '@fisherman grips the wheel, spray on the glass',
        action: 'he narrows his eyes',
      },
      {
        ...{ scene: 'home', seconds: 6, camera: 'pan left to the quay' },
        visual: 'the lamps of @harbour come into view',
        sound: 'a bell buoy',
      },
      {
        ...{ seconds: 4, camera: 'medium shot, static', visual: '@fisherman at the rail' },
        dialogue: [{ speaker: '@fisherman', line: 'Home.' }],
      },
    ],
  };
}

function describeFilm({ status, price, files: [film], clips = [] }: Answers['get_task']): string {
  const rows = clips.map(({ clip, status: is, path }) => `\n    clip ${clip}, ${is}: ${path}`);
  return `${status}, ${renderPrice(price)}: ${film?.duration_seconds} s in one file${rows.join('')}`;
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
