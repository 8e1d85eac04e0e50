import { pathToFileURL } from 'node:url';
import { createOtio, type Otio } from '../otio-objects.ts';
import { type Film, lineLabel, type PlacedClip, placeClips, shotLabel, soundtrackSpan } from './film.ts';

/** OpenTimelineIO of a film: its clips as media with their measured range, their sound, the soundtrack; shots and lines as markers. */
export function renderFilmOtio(film: Film): string {
  const otio = createOtio(film.fps);
  const clips = placeClips(film);
  const shown = clips.map((clip) => clipOf(clip, otio, shotMarkers(clip, otio)));
  const heard = clips.map((clip) => (clip.hasSound ? clipOf(clip, otio) : otio.gap(clip.start, clip.end)));
  const spoken = film.lines.map((line) => otio.marker(lineLabel(line), 'GREEN', otio.range(line.start, line.end)));
  const tracks = [
    otio.track('Video', 'Picture', shown),
    otio.track('Audio', 'Sound', heard, { markers: spoken }),
    ...soundtrack(film, otio),
  ];
  return `${JSON.stringify(otio.timeline(film.title, tracks, {}), null, 2)}\n`;
}

function clipOf({ number, start, end, path, taskId, prompt }: PlacedClip, otio: Otio, markers: unknown[] = []) {
  const whole = otio.length(start, end);
  const metadata = { seedance: { task_id: taskId, prompt } };
  return otio.clip(`Clip ${number}`, whole, mediaOf(path, whole), { metadata, markers });
}

function shotMarkers({ shots, seconds }: PlacedClip, otio: Otio) {
  return shots
    .filter(({ start }) => start < seconds)
    .map((shot) => otio.marker(shotLabel(shot), 'CYAN', otio.range(shot.start, Math.min(shot.end, seconds))));
}

function soundtrack(film: Film, otio: Otio) {
  if (!film.soundtrack) return [];
  const { path, level, seconds: known } = film.soundtrack;
  const { start, seconds } = soundtrackSpan(film);
  const media = mediaOf(path, known === undefined ? null : otio.length(0, known));
  const metadata = { seedance: { level } };
  const clip = otio.clip('Soundtrack', otio.range(start, start + seconds), media, { metadata });
  return [otio.track('Audio', 'Soundtrack', [clip])];
}

function mediaOf(path: string, available_range: unknown) {
  const target_url = pathToFileURL(path).href;
  return { OTIO_SCHEMA: 'ExternalReference.1', name: '', available_range, target_url, metadata: {} };
}
