import { pathToFileURL } from 'node:url';
import { type Film, lineLabel, type PlacedClip, placeClips, shotLabel, soundtrackSpan } from './film.ts';
import { createFrameTime, type FrameTime } from './frame-time.ts';
import { element, escapeXml } from './xml.ts';

type Size = Pick<Film, 'width' | 'height'>;
type Cut = { film: Film; clips: PlacedClip[]; time: FrameTime };

const stereo = { hasAudio: '1', audioSources: '1', audioChannels: '2' };
const musicId = 'soundtrack';

/**
 * FCPXML 1.11 of a film, for Final Cut Pro, Resolve and Premiere: the clips on the storyline, the soundtrack connected below, shots and lines
 * as markers. Elements stand in the order of Apple's DTD, without which Final Cut Pro refuses the file.
 */
export function renderFcpxml(film: Film): string {
  const cut = { film, clips: placeClips(film), time: createFrameTime(film.fps) };
  const project = element('project', { name: film.title }, [renderSequence(cut)]);
  const library = element('library', {}, [element('event', { name: film.title }, [project])]);
  const root = element('fcpxml', { version: '1.11' }, [renderResources(cut), library]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n${root}\n`;
}

function renderResources({ film, clips, time }: Cut): string {
  const sizes = new Map([film, ...clips].map((one: Size) => [formatId(one), one]));
  const formats = [...sizes].map(([id, { width, height }]) =>
    element('format', {
      id,
      frameDuration: time.frame,
      width: String(width),
      height: String(height),
      colorSpace: '1-1-1 (Rec. 709)',
    }),
  );
  const assets = clips.map((clip) => {
    const picture = { hasVideo: '1', format: formatId(clip), videoSources: '1' };
    const duration = time.between(clip.start, clip.end);
    const attributes = { id: assetId(clip), name: nameOf(clip), start: '0s', duration, ...picture };
    return renderAsset(clip.path, { ...attributes, ...(clip.hasSound ? stereo : {}) });
  });
  return element('resources', {}, [...formats, ...assets, ...renderMusicAsset(film, time)]);
}

function renderMusicAsset({ soundtrack }: Film, time: FrameTime): string[] {
  if (!soundtrack) return [];
  const { path, seconds } = soundtrack;
  const duration = seconds === undefined ? undefined : time.between(0, seconds);
  return [renderAsset(path, { id: musicId, name: 'Soundtrack', start: '0s', duration, ...stereo })];
}

function renderAsset(path: string, attributes: Record<string, string | undefined>): string {
  return element('asset', attributes, [
    element('media-rep', { kind: 'original-media', src: pathToFileURL(path).href }),
  ]);
}

function renderSequence(cut: Cut): string {
  const { film, clips, time } = cut;
  const duration = time.between(0, clips.at(-1)?.end ?? 0);
  const sound = { audioLayout: 'stereo', audioRate: '48k' };
  const attributes = { format: formatId(film), duration, tcStart: '0s', tcFormat: 'NDF', ...sound };
  return element('sequence', attributes, [
    element(
      'spine',
      {},
      clips.map((clip) => renderClip(clip, cut)),
    ),
  ]);
}

function renderClip(clip: PlacedClip, { film, time }: Cut): string {
  const offset = time.between(0, clip.start);
  const duration = time.between(clip.start, clip.end);
  const attributes = { ref: assetId(clip), offset, name: nameOf(clip), start: '0s', duration, tcFormat: 'NDF' };
  return element('asset-clip', attributes, [
    ...(clip.prompt ? [element('note', {}, [escapeXml(clip.prompt)])] : []),
    ...(clip.number === 1 ? renderMusic(film, time) : []),
    ...renderMarkers(clip, film, time),
  ]);
}

/** Connected to the first clip and below it, for as long as the film goes on. */
function renderMusic(film: Film, time: FrameTime): string[] {
  if (!film.soundtrack) return [];
  const { level } = film.soundtrack;
  const { start, seconds } = soundtrackSpan(film);
  const volume = level === undefined ? [] : [element('adjust-volume', { amount: decibels(level) })];
  const place = { lane: '-1', offset: '0s', name: 'Soundtrack' };
  const part = { start: time.between(0, start), duration: time.between(0, seconds), audioRole: 'music' };
  return [element('asset-clip', { ref: musicId, ...place, ...part }, volume)];
}

/** Of the clip's shots, and of the lines that begin in it. */
function renderMarkers(clip: PlacedClip, { lines }: Film, time: FrameTime): string[] {
  const spoken = lines.filter(({ start }) => start >= clip.start && start < clip.end);
  const marks = [
    ...clip.shots.map((shot) => ({ at: shot.start, value: shotLabel(shot) })),
    ...spoken.map((line) => ({ at: line.start - clip.start, value: lineLabel(line) })),
  ];
  return marks
    .filter(({ at }) => at < clip.seconds)
    .map(({ at, value }) => element('marker', { start: time.between(0, at), duration: time.frame, value }));
}

function formatId({ width, height }: Size): string {
  return `format-${width}x${height}`;
}

function assetId({ number }: PlacedClip): string {
  return `clip-${number}`;
}

function nameOf({ number }: PlacedClip): string {
  return `Clip ${number}`;
}

function decibels(level: number): string {
  return level <= 0 ? '-96dB' : `${Math.round(200 * Math.log10(level)) / 10}dB`;
}
