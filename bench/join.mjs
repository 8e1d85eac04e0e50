import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../scripts/bundle.mjs';
import { interleave, median, ratio } from './measure.mjs';
import { execute, folder, inTemporaryFolder, project } from './workshop.mjs';

const clips = 40;
const clipSeconds = 15;
const rounds = 7;

/** In a process of its own: the join, and how much memory it took above an idle process that has joined one small clip. */
const child = `
import { joinClips } from './src/media/join/index.ts';
const [, , small, clip, count, out] = process.argv;
await joinClips({ clips: [{ path: small }], out: out + '-warm.mp4' });
const idle = process.memoryUsage.rss();
const start = performance.now();
const { kind } = await joinClips({ clips: Array.from({ length: Number(count) }, () => ({ path: clip })), out });
const seconds = (performance.now() - start) / 1000;
console.log(JSON.stringify({ kind, seconds, peakMb: (process.resourceUsage().maxRSS * 1024 - idle) / 1024 ** 2 }));
`;

/** A film of ten minutes, about a gigabyte, beside `cp` of as many bytes; both until they are on the disk. */
export async function run() {
  const script = join(folder, 'join-child.mjs');
  await bundle({ stdin: { contents: child, resolveDir: project, loader: 'ts' }, outfile: script });
  const { samples, megabytes } = await inTemporaryFolder(async (home) => {
    const small = await makeClip(join(home, 'small.mp4'), 1);
    const clip = await makeClip(join(home, 'clip.mp4'), clipSeconds);
    const film = join(home, 'film.mp4');
    await execute(process.execPath, [script, small, clip, String(clips), film]);
    const contenders = [
      { name: 'ours', run: () => ours([script, small, clip, String(clips)], join(home, 'ours.mp4')) },
      { name: 'cp', run: () => copy(film, join(home, 'copy.mp4')) },
    ];
    const taken = await interleave(contenders, rounds, (contender) => contender.run());
    return { samples: taken, megabytes: (await stat(film)).size / 1e6 };
  });
  return render(samples.get('ours'), samples.get('cp'), megabytes);
}

/** 720p with sound at 12 Mbit/s, which is more than the services send. */
async function makeClip(path, seconds) {
  const inputs = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=1280x720:r=24:d=${seconds}`,
    '-f',
    'lavfi',
    '-i',
    `sine=d=${seconds}`,
  ];
  const picture = ['-vf', 'noise=alls=20:allf=t', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
  const rate = ['-b:v', '12M', '-maxrate', '12M', '-bufsize', '12M'];
  await execute('ffmpeg', ['-v', 'error', '-y', ...inputs, ...picture, ...rate, '-c:a', 'aac', path]);
  return path;
}

async function ours(args, out) {
  const { stdout } = await execute(process.execPath, [...args, out]);
  const sample = JSON.parse(stdout);
  if (sample.kind !== 'joined') throw new Error('the clips were not joined');
  await rm(out);
  return sample;
}

async function copy(film, out) {
  const startedAt = performance.now();
  await execute('bash', ['-c', 'cp --reflink=never "$0" "$1" && sync --data "$1"', film, out]);
  const seconds = (performance.now() - startedAt) / 1000;
  await rm(out);
  return { seconds };
}

function render(our, their, megabytes) {
  const throughput = ratio(their, our, ({ seconds }) => seconds);
  const peakMb = median(our.map((one) => one.peakMb));
  const speed = (those) => `${Math.round(megabytes / median(those.map(({ seconds }) => seconds)))} MB/s`;
  return {
    title: `Joining ${clips} clips into one film of ${Math.round(megabytes)} MB`,
    goals: [
      { goal: 'join ≥ 0.2 × cp', measured: `${throughput.toFixed(2)} ×`, met: throughput >= 0.2 },
      { goal: 'join of 1 GB in ≤ 120 MB above idle', measured: `${peakMb.toFixed(0)} MB`, met: peakMb <= 120 },
    ],
    tables: [
      {
        head: ['', 'throughput', 'peak above idle'],
        rows: [
          ['ours, measured before and after', speed(our), `${peakMb.toFixed(0)} MB`],
          ['cp', speed(their), ''],
        ],
      },
    ],
    notes: [`Medians of ${rounds} interleaved runs, each until the file is on the disk.`],
  };
}
