import { createOtio, missingMedia } from './otio-objects.ts';
import { type ListedShot, type ShotList, sayLine } from './shot-list.ts';

const otio = createOtio(24);

/**
 * OpenTimelineIO, 24 frames a second: one clip a shot with a missing reference until it is generated, prompt and references as metadata,
 * lines and sounds as markers of an audio track. Opens in Resolve, RV and Hiero.
 */
export function renderOtio(list: ShotList): string {
  const metadata = {
    seedance: { prompt: list.prompt, model_id: list.modelId, ratio: list.ratio, references: list.references },
  };
  return `${JSON.stringify(otio.timeline(list.title, [pictureTrack(list), soundTrack(list)], metadata), null, 2)}\n`;
}

/** Clips stand one after another; a hole between shots is a gap. */
function pictureTrack({ shots }: ShotList) {
  const children = shots.flatMap((shot, i) => {
    const before = shots[i - 1]?.end ?? 0;
    const isHole = otio.frames(shot.start) > otio.frames(before);
    return isHole ? [otio.gap(before, shot.start), clip(shot)] : [clip(shot)];
  });
  return otio.track('Video', 'Picture', children);
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
  const name = `SH${String(number * 10).padStart(3, '0')}`;
  return otio.clip(name, otio.length(start, end), missingMedia, { metadata: { seedance: shot } });
}

function soundTrack({ shots, seconds, music }: ShotList) {
  const markers = shots.flatMap(({ start, end, lines, sound }) => [
    ...lines.map((line) => otio.marker(sayLine(line), 'GREEN', otio.range(start, end))),
    ...(sound ? [otio.marker(sound, 'CYAN', otio.range(start, end))] : []),
  ]);
  const whole = otio.gap(0, seconds, { name: music, markers });
  return otio.track('Audio', 'Sound', [whole], { metadata: { seedance: { music } } });
}
