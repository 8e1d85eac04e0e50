import { type ListedShot, type ShotList, sayLine } from './shot-list.ts';

/**
 * OpenTimelineIO, 24 frames a second: one clip a shot with a missing reference until it is generated, prompt and references as metadata,
 * lines and sounds as markers of an audio track. Opens in Resolve, RV and Hiero.
 */
export function renderOtio(list: ShotList): string {
  const metadata = {
    seedance: { prompt: list.prompt, model_id: list.modelId, ratio: list.ratio, references: list.references },
  };
  return `${JSON.stringify(
    {
      OTIO_SCHEMA: 'Timeline.1',
      name: list.title,
      global_start_time: time(0),
      metadata,
      tracks: {
        OTIO_SCHEMA: 'Stack.1',
        name: 'tracks',
        metadata: {},
        effects: [],
        markers: [],
        children: [pictureTrack(list), soundTrack(list)],
      },
    },
    null,
    2,
  )}\n`;
}

const rate = 24;

function frames(seconds: number): number {
  return Math.round(seconds * rate);
}

function time(seconds: number) {
  return { OTIO_SCHEMA: 'RationalTime.1', rate, value: frames(seconds) };
}

function range(start: number, end: number) {
  return {
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(start),
    duration: { ...time(0), value: frames(end) - frames(start) },
  };
}

/** Clips stand one after another; a hole between shots is a gap. */
function pictureTrack({ shots }: ShotList) {
  const children = shots.flatMap((shot, i) => {
    const before = shots[i - 1]?.end ?? 0;
    return frames(shot.start) > frames(before) ? [gap(before, shot.start), clip(shot)] : [clip(shot)];
  });
  return { OTIO_SCHEMA: 'Track.1', kind: 'Video', name: 'Picture', metadata: {}, effects: [], markers: [], children };
}

function clip({ number, start, end, size, angle, move, camera, picture, references, transition }: ListedShot) {
  const shot = {
    size: size?.id,
    angle: angle?.id,
    move: move?.id,
    camera,
    picture,
    transition,
    references: references.map(({ tag }) => tag),
  };
  return {
    OTIO_SCHEMA: 'Clip.2',
    name: `SH${String(number * 10).padStart(3, '0')}`,
    source_range: { ...range(start, end), start_time: time(0) },
    media_references: {
      DEFAULT_MEDIA: { OTIO_SCHEMA: 'MissingReference.1', name: '', available_range: null, metadata: {} },
    },
    active_media_reference_key: 'DEFAULT_MEDIA',
    metadata: { seedance: shot },
    effects: [],
    markers: [],
  };
}

function gap(start: number, end: number) {
  return { OTIO_SCHEMA: 'Gap.1', name: '', source_range: range(start, end), metadata: {}, effects: [], markers: [] };
}

function soundTrack({ shots, seconds, music }: ShotList) {
  const markers = shots.flatMap(({ start, end, lines, sound }) => [
    ...lines.map((line) => marker(sayLine(line), start, end, 'GREEN')),
    ...(sound ? [marker(sound, start, end, 'CYAN')] : []),
  ]);
  const whole = { ...gap(0, seconds), name: music, markers };
  return {
    OTIO_SCHEMA: 'Track.1',
    kind: 'Audio',
    name: 'Sound',
    metadata: { seedance: { music } },
    effects: [],
    markers: [],
    children: [whole],
  };
}

function marker(name: string, start: number, end: number, color: string) {
  return { OTIO_SCHEMA: 'Marker.2', name, color, marked_range: range(start, end), metadata: {} };
}
