import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A clip as ffmpeg makes it: a graph that ends in a picture, one that ends in a sound, and options of the output. */
export type Recipe = {
  picture: string;
  sound?: string;
  options?: string[];
  extension?: string;
};

/** A clip with something wrong, what, and where. */
export type BrokenRecipe = Recipe & { checks: { check: string; start: number; end: number }[] };

/** The usual ones are tried by each `npm test`, the rare ones by `npm run faults`. */
export type Collection<R extends Recipe> = { usual: Record<string, R>; rare: Record<string, R> };

export type Format = { width: number; height: number; rate: number };

/** How long every clip is unless its name says otherwise. */
const seconds = 4;

/** Pictures that most clips are made of, drawn once: a zoom, a picture that stands still, and one twice as wide. */
const bases = { moving: 'moving.mkv', still: 'still.png', wide: 'wide.png' };

const dim = 'eq=brightness=-0.35:contrast=0.35';
const night = 'eq=brightness=-0.42:contrast=0.25,noise=alls=3:allf=t';
const speech = "aevalsrc='0.3*sin(500*t)*gt(mod(t,2),1.1)'";
const h265 = ['-c:v', 'libx265', '-x265-params', 'log-level=error', '-tag:v', 'hvc1'];

/** Good clips of many kinds. No check may fire. */
export function goodClips({ width, height, rate }: Format): Collection<Recipe> {
  const { source, moving, still, wide, black, colour, shape, words } = parts({ width, height, rate });
  return {
    usual: {
      'a zoom': { picture: moving },
      'a held shot with grain': { picture: `${still},noise=alls=6:allf=t` },
      'a held shot of a face that blinks': {
        picture: `${still},drawbox=x=iw*0.45:y=ih*0.4:w=iw/30:h=ih/60:c=black:t=fill:enable='lt(mod(t+0.8,2.1),0.2)'`,
      },
      'a dip to black between two shots': {
        picture: `${moving},fade=out:st=1.2:d=0.4:enable='lt(t,2)',fade=in:st=2.1:d=0.4:enable='gte(t,2)'`,
      },
      'a title card before a shot': {
        picture: `${moving},drawbox=t=fill:c=black:enable='lt(t,2.2)',${words('white', 'lt(t,2.2)')}`,
      },
      'a held breath': { picture: `${moving},trim=end=2.6,tpad=stop_mode=clone:stop_duration=1.2` },
      'speech with pauses': { picture: moving, sound: speech },
    },
    rare: {
      'a test picture': { picture: `testsrc=${source}` },
      'cells that live': { picture: `life=${source}:seed=7:mold=10:ratio=0.2:death_color=#202020:life_color=#80ff80` },
      'a held shot with a candle': {
        picture: `${still},drawbox=x=iw*0.45:y=ih*0.4:w=iw/60:h=ih/24:c=orange@0.6:t=fill:enable='lt(mod(t,0.4),0.2)'`,
      },
      'a slow pan in the dark': { picture: `${wide}:t*${width / 44}:0,${dim}` },
      'a night scene': { picture: `${moving},${night}` },
      'a fade out that stays black': { picture: `${moving},fade=out:st=2:d=0.8` },
      'a black title card': { picture: `${black},${words('white')}` },
      'a wide picture': { picture: `${moving},crop=iw:iw*9/21` },
      'one frame': { picture: moving, options: ['-frames:v', '1'] },
      'a sound track that is a little longer': { picture: `${moving},trim=end=3.6`, sound: 'sine=d=4' },
      'room tone': { picture: moving, sound: 'anoisesrc=a=0.0008:c=brown:seed=7' },
      'a gradient that turns': { picture: `gradients=${source}:seed=3:speed=0.01` },
      'noise over a movement': { picture: `${moving},noise=alls=12:allf=t` },
      'two shots': { picture: `${moving},hue=h=120:enable='gt(t,2)',hflip=enable='gt(t,2)'` },
      'a spotlight on black': { picture: `${moving},vignette=angle=1.4` },
      'an upright picture': { picture: `${moving},scale=${height}:${width}` },
      'another test picture': { picture: `testsrc2=${source}` },
      'a slow zoom': { picture: `${still},zoompan=z='1+0.0008*on':d=1:s=${width}x${height}:fps=${rate}` },
      'cells on black': { picture: `life=${source}:seed=7:ratio=0.3` },
      'lines that grow': { picture: `cellauto=${source}:seed=7` },
      'a fractal that wanders': { picture: `sierpinski=${source}:seed=7` },
      'a gradient that turns slowly': { picture: `gradients=${source}:seed=3:speed=0.001` },
      snow: { picture: `${black},noise=alls=90:allf=t` },
      'a held shot with coarse grain': { picture: `${still},noise=alls=14:allf=t+u` },
      'a held gradient with grain': { picture: `gradients=${source}:seed=3:speed=0.00001,noise=alls=6:allf=t` },
      'a held shot with somebody far away': {
        picture: `${still}[p];${shape('0x303050', 0.03, 0.12)}[w];[p][w]overlay=x='W*(0.2+t/30)':y=H*0.6:shortest=1`,
      },
      'a slow pan': { picture: `${wide}:t*${width / 44}:0` },
      'a handheld shot': { picture: `${wide}:'${width / 16}*(1+sin(t*5)/5)':0` },
      'a held night scene': { picture: `${still},eq=brightness=-0.42:contrast=0.25,noise=alls=6:allf=t` },
      'a night with one lamp': {
        picture: `${black},drawbox=x=iw*0.3:y=ih*0.5:w=iw/24:h=ih/16:c=yellow:t=fill,noise=alls=6:allf=t`,
      },
      'a dim room': { picture: `${moving},lutyuv=y='16+(val-16)*0.16'` },
      'a fade in': { picture: `${moving},fade=in:st=0:d=1` },
      'a fade out': { picture: `${moving},fade=out:st=3:d=1` },
      'a fade in that starts black': { picture: `${moving},fade=in:st=0.75:d=0.75` },
      'a short black cut': { picture: `${moving},drawbox=t=fill:c=black:enable='between(t,1.5,1.9)'` },
      'a flash': { picture: `${moving},drawbox=t=fill:c=white:enable='between(t,1.5,1.6)'` },
      'a white title card': { picture: `${colour('white')},${words('black')}` },
      'a blue title card': { picture: `${colour('0x102040')},${words('white')}` },
      'a title card that fades': { picture: `${black},${words('white')},fade=in:st=0:d=0.5,fade=out:st=3.4:d=0.5` },
      'credits that roll': { picture: `${black},${words('white')},scroll=v=0.01` },
      'a shape that floats on black': {
        picture: `${black}[b];${shape('orange', 0.32, 0.33)}[s];[b][s]overlay=x='(W-w)/2+W/40*sin(t*2)':y='(H-h)/2':shortest=1`,
      },
      'a black sky': { picture: `${moving},drawbox=x=0:y=0:w=iw:h=ih*0.3:c=black:t=fill` },
      'a square picture': { picture: `${moving},scale=${height}:${height}` },
      'drawings on twos': { picture: `${moving},fps=${rate / 2},fps=${rate}` },
      'stop motion': { picture: `${moving},fps=4,fps=${rate}` },
      'a light that changes': { picture: `${still},hue=b='0.6*sin(t)'` },
      'a colour that turns': { picture: `${still},hue=h=t*30` },
      'many frames a second': { picture: `${moving},minterpolate=fps=${rate * 2}:mi_mode=blend` },
      'one second': { picture: moving, options: ['-t', '1'] },
      'music that fades': { picture: moving, sound: 'sine=f=220,afade=t=out:st=2:d=2' },
      'a WebM': {
        picture: moving,
        options: ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '600k'],
        extension: '.webm',
      },
      HEVC: { picture: moving, options: h265 },
      'ten bits': { picture: moving, options: ['-pix_fmt', 'yuv420p10le'] },
    },
  };
}

/** Broken clips, with what is wrong and where. */
export function brokenClips({ width, height, rate }: Format): Collection<BrokenRecipe> {
  const { source, moving, still, black, colour } = parts({ width, height, rate });
  const blackout = (when: string) => `${moving},drawbox=t=fill:c=black:enable='${when}'`;
  const frozenFrom = (time: number) => `${moving},trim=end=${time},tpad=stop_mode=clone:stop_duration=${seconds}`;
  const bars = (share: number, when = '1') =>
    ['0', `ih-ih*${share}`]
      .map((y) => `drawbox=x=0:y=${y}:w=iw:h=ih*${share}+1:c=black:t=fill:enable='${when}'`)
      .join(',');
  const whole = (check: string) => part(check, 0, seconds);
  const part = (check: string, start: number, end: number) => [{ check, start, end }];
  return {
    usual: {
      'black in the middle': { picture: blackout('between(t,1.2,2.6)'), checks: part('black', 1.2, 2.6) },
      'a frozen night': { picture: `${still},${dim}`, checks: whole('frozen') },
      'frozen at the end': { picture: frozenFrom(1.5), checks: part('frozen', 1.5, 4) },
      'silent from start to end': { picture: moving, sound: 'anullsrc', checks: whole('silent') },
      'sound that breaks off': {
        picture: moving,
        sound: "aevalsrc='0.3*sin(500*t)*lt(t,1)'",
        checks: part('silent', 1, 4),
      },
      'bars that come': { picture: `${moving},${bars(0.12, 'gte(t,1.5)')}`, checks: part('letterbox', 1.5, 4) },
      'frozen between bars': {
        picture: `${still},${bars(0.12)}`,
        checks: [...whole('frozen'), ...whole('letterbox')],
      },
    },
    rare: {
      'black from start to end': { picture: black, checks: whole('black') },
      'black at the end': { picture: blackout('gte(t,2.5)'), checks: part('black', 2.5, 4) },
      'frozen from start to end': { picture: still, checks: whole('frozen') },
      'one plain colour': { picture: colour('green'), checks: whole('frozen') },
      'a sound track that ends early': { picture: moving, sound: 'sine=d=1.5', checks: part('silent', 1.5, 4) },
      'bars above and below': { picture: `${moving},${bars(0.12)}`, checks: whole('letterbox') },
      'bars at the sides': {
        picture: `${moving},scale=${2 * Math.round(width * 0.15)}:${height},pad=${width}:${height}:-1:-1`,
        checks: whole('letterbox'),
      },
      'frozen with a key frame each second': { picture: still, options: ['-g', `${rate}`], checks: whole('frozen') },
      'black with a little noise': { picture: `${black},noise=alls=4:allf=t`, checks: whole('black') },
      'black with sound': { picture: black, sound: 'sine', checks: whole('black') },
      'black at the start': { picture: blackout('lt(t,1.5)'), checks: part('black', 0, 1.5) },
      'black after a second': { picture: `${moving},fade=out:st=1:d=0.5`, checks: part('black', 1.5, 4) },
      'black twice': {
        picture: blackout('between(t,0.5,1.5)+between(t,2.5,3.5)'),
        checks: [...part('black', 0.5, 1.5), ...part('black', 2.5, 3.5)],
      },
      'a frozen test picture': {
        picture: `testsrc2=${source},loop=loop=-1:size=1:start=0,setpts=N/${rate}/TB`,
        checks: whole('frozen'),
      },
      'frozen grain': {
        picture: `${still},noise=alls=20:allf=u,trim=end_frame=1,loop=loop=-1:size=1:start=0,setpts=N/${rate}/TB`,
        checks: whole('frozen'),
      },
      'frozen and coarse': { picture: still, options: ['-crf', '33', '-g', `${2 * rate}`], checks: whole('frozen') },
      'frozen by an encoder that never rests': {
        picture: still,
        options: ['-preset', 'ultrafast'],
        checks: whole('frozen'),
      },
      'frozen in HEVC': { picture: still, options: h265, checks: whole('frozen') },
      'frozen for the last two seconds': { picture: frozenFrom(2), checks: part('frozen', 2, 4) },
      'frozen at the start': {
        picture: `${moving},tpad=start_mode=clone:start_duration=2.5`,
        checks: part('frozen', 0, 2.5),
      },
      'silent in mono': { picture: moving, sound: 'anullsrc=cl=mono:r=48000', checks: whole('silent') },
      'sound that starts late': {
        picture: moving,
        sound: "aevalsrc='0.3*sin(500*t)*gt(t,2.5)'",
        checks: part('silent', 0, 2.5),
      },
      'thin bars': { picture: `${moving},${bars(0.05)}`, checks: whole('letterbox') },
      'bars in an upright picture': {
        picture: `${moving},scale=${height}:-2,pad=${height}:${width}:-1:-1`,
        checks: whole('letterbox'),
      },
      'bars at night': { picture: `${moving},${night},${bars(0.12)}`, checks: whole('letterbox') },
      'bars and a fade': { picture: `${moving},${bars(0.12)},fade=out:st=3:d=1`, checks: whole('letterbox') },
    },
  };
}

/** Draws what the clips of a folder are made of. */
export async function makeBases(folder: string, { width, height, rate }: Format): Promise<void> {
  const fractal = (size: string) =>
    `mandelbrot=s=${size}:r=${rate}:start_scale=0.3:end_scale=0.1:end_pts=${seconds * rate}`;
  await ffmpeg(folder, [
    '-f',
    'lavfi',
    '-i',
    fractal(`${width}x${height}`),
    '-t',
    `${seconds}`,
    '-c:v',
    'ffv1',
    bases.moving,
  ]);
  await ffmpeg(folder, ['-i', bases.moving, '-frames:v', '1', bases.still]);
  await ffmpeg(folder, ['-f', 'lavfi', '-i', fractal(`${width * 2}x${height}`), '-frames:v', '1', bases.wide]);
}

/** Makes a clip and returns its path. */
export async function makeClip(folder: string, name: string, recipe: Recipe): Promise<string> {
  const { picture, sound, options = [], extension = '.mp4' } = recipe;
  const inputs = ['-f', 'lavfi', '-i', picture, ...(sound ? ['-f', 'lavfi', '-i', sound] : [])];
  const encoder = ['-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-t', String(seconds)];
  const path = join(folder, `${name}${extension}`);
  await ffmpeg(folder, [...inputs, ...encoder, ...options, `file:${path}`]);
  return path;
}

async function ffmpeg(folder: string, args: string[]): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-threads', '1', ...args], { cwd: folder });
}

function parts({ width, height, rate }: Format) {
  const source = `s=${width}x${height}:r=${rate}`;
  const held = `loop=loop=-1:size=1:start=0,setpts=N/${rate}/TB,fps=${rate},format=yuv420p`;
  const colour = (name: string) => `color=${name}:${source}`;
  return {
    source,
    colour,
    moving: `movie=${bases.moving},format=yuv420p`,
    still: `movie=${bases.still},${held}`,
    wide: `movie=${bases.wide},${held},crop=${width}:${height}`,
    black: colour('black'),
    shape: (name: string, across: number, down: number) =>
      `color=${name}:s=${Math.round(width * across)}x${Math.round(height * down)}:r=${rate}`,
    words,
  };
}

/** Strokes in the middle of the picture that pass for letters, without a font. */
function words(colour: string, when = '1'): string {
  const strokes = [0.3, 0.37, 0.44, 0.51, 0.58, 0.65].flatMap((x) => [
    { x, width: 0.012, height: 0.1 },
    { x, width: 0.045, height: 0.02 },
  ]);
  return strokes
    .map(
      ({ x, width, height }) =>
        `drawbox=x=iw*${x}:y=ih*0.45:w=iw*${width}:h=ih*${height}:c=${colour}:t=fill:enable='${when}'`,
    )
    .join(',');
}
