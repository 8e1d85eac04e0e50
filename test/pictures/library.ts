import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gallery, GalleryFile, GalleryTask } from '../../src/pictures/gallery/model.ts';
import { makePicture } from '../../src/simulation/picture.ts';

export const attack = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'"><svg onload=window.pwned=3>`;

const fox =
  'A red fox runs through fresh snow at dawn, low tracking shot, breath in the cold air. The camera stays a hand above the ground; powder flies at the lens. It stops, ears up, and looks past us. Sound: paws, wind in pines, nothing else.';

type Sketch = Partial<GalleryTask> & { title: string; size?: [number, number]; count?: number; colour?: string };

const sketches: Sketch[] = [
  {
    title: 'A red fox runs through fresh snow',
    prompt: fox,
    request: 'fox',
    colour: '#d8683a',
    references: [{ type: 'image', url: 'https://cdn.example.com/fox.png', field: 'image_files[0]' }],
  },
  { title: 'A red fox runs through fresh snow', prompt: fox, request: 'fox', colour: '#8d4a2c', usedAt: 1 },
  {
    title: 'A red fox runs through fresh snow',
    prompt: fox,
    request: 'fox',
    colour: '#5a3b52',
    mismatches: [
      { field: 'duration', asked: '10 s', got: '2 s' },
      { field: 'audio', asked: 'an audio track', got: 'none' },
    ],
  },
  {
    title: '雪の中の狐',
    prompt: '雪の中の狐、ローアングル',
    size: [360, 640],
    colour: '#3b5f8a',
    model_id: 'seedance-2-0/text-to-video',
    price: { amount: 1.45, unit: 'USD', source: 'charged' },
  },
  {
    title: 'Rain on the window of a night train',
    prompt: 'Rain on the window of a night train, 21:9, neon smears',
    size: [672, 288],
    colour: '#27364a',
    model_id: 'seedance-2-0/text-to-video',
    price: { amount: 1.45, unit: 'USD', source: 'charged' },
  },
  { title: 'A script in a prompt', prompt: attack, size: [480, 480], colour: '#4a6b3a' },
  {
    title: 'A paper boat in a gutter',
    prompt: 'A paper boat in a gutter, macro',
    size: [480, 360],
    colour: '#7a6a3a',
    rehearsal: true,
  },
  {
    title: 'An old fisherman, four faces',
    prompt: 'Character sheet: an old fisherman in a yellow coat, front, side, back, close-up, plain grey background',
    model_id: 'fal-ai/bytedance/seedream/v4.5/text-to-image',
    size: [640, 360],
    count: 4,
    price: { amount: 12, unit: 'points', source: 'charged' },
  },
];

/** A folder as a week of work leaves it: takes, shapes, pictures, a film, a broken file, a rehearsal. */
export async function makeLibrary(directory: string): Promise<Gallery> {
  const tasks: GalleryTask[] = [];
  for (const [n, { size: [width, height] = [640, 360], count = 1, colour = '#444', ...sketch }] of sketches.entries()) {
    const files: GalleryFile[] = [];
    for (let k = 0; k < count; k++)
      files.push(
        count > 1
          ? await makeStill(directory, `picture ${k}.png`, width, height)
          : makeClip(directory, `clip ${n} #1.mp4`, { width, height, colour }),
      );
    tasks.push({
      task_id: `xskill:0000-${n}`,
      model_id: 'st-ai/super-seed2',
      prompt: sketch.title,
      parameters: { prompt: sketch.prompt ?? sketch.title, ratio: '16:9', duration: 10 },
      references: [],
      price: { amount: 200, unit: 'points', source: 'charged' },
      submitted_at: `2026-11-${21 - Math.floor(n / 3)}T1${n}:20:00.000Z`,
      files,
      mismatches: [],
      request: `request ${n}`,
      ...sketch,
    });
  }
  const broken = join(directory, 'broken.mp4');
  writeFileSync(broken, 'this is no video');
  const damaged: GalleryFile = {
    name: 'broken.mp4',
    bytes: 16,
    media_type: 'video/mp4',
    width: 640,
    height: 360,
    duration_seconds: 5,
    checks: [{ check: 'black', start: 0, end: 5 }],
  };
  tasks.push({
    ...tasks[4]!,
    task_id: 'xskill:broken',
    title: 'A door that never opens',
    request: 'door',
    prompt: 'A door that never opens',
    parameters: {},
    files: [damaged],
    price: undefined,
  });
  return { tasks, productions: [film(tasks)] };
}

function film(tasks: GalleryTask[]): Gallery['productions'][number] {
  const of = (n: number, used: boolean) => ({
    task_id: tasks[n]!.task_id,
    used,
    file: { name: tasks[n]!.files[0]!.name },
  });
  return {
    task_id: 'production:1f3a9c',
    title: 'The last boat',
    seconds: 8,
    submitted_at: '2026-11-21T18:00:00.000Z',
    film: { name: tasks[0]!.files[0]!.name },
    price: { amounts: [{ amount: 1000, unit: 'points' }] },
    clips: [
      { clip: 1, shots: '1-2', scene: 'dawn', start: 0, end: 2, takes: [of(0, false), of(1, true), of(2, false)] },
      { clip: 2, shots: '3', scene: 'dawn', start: 2, end: 4, takes: [of(4, true)] },
      { clip: 3, shots: '4-5', scene: 'night', start: 4, end: 6, takes: [of(6, true)] },
      { clip: 4, start: 6, end: 8, takes: [{ task_id: 'xskill:gone', used: true }] },
    ],
  };
}

function makeClip(
  directory: string,
  name: string,
  { width, height, colour }: { width: number; height: number; colour: string },
): GalleryFile {
  const sky = `gradients=s=${width}x${height}:r=12:d=2:c0=${colour}:c1=#101418:c2=#e8d6b0:n=3:x0=0:y0=0:x1=${width}:y1=${height}:speed=0.02`;
  const picture = `${sky},vignette,drawbox=x=iw*0.3+40*t:y=ih*0.55:w=ih*0.16:h=ih*0.3:c=black@0.75:t=fill`;
  const sound = ['-f', 'lavfi', '-i', 'sine=f=220:d=2'];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    picture,
    ...sound,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    join(directory, name),
  ]);
  return { name, bytes: 2_400_000, media_type: 'video/mp4', width, height, duration_seconds: 2, has_audio: true };
}

async function makeStill(directory: string, name: string, width: number, height: number): Promise<GalleryFile> {
  const bytes = makePicture({ width, height }, name);
  writeFileSync(join(directory, name), bytes);
  return { name, bytes: bytes.length, media_type: 'image/png', width, height };
}
