/** The objects of OpenTimelineIO at one frame rate, each with the fields that its schema wants; other fields may be laid over. */
export type Otio = ReturnType<typeof createOtio>;

type Extra = Record<string, unknown>;

export function createOtio(rate: number) {
  const frames = (seconds: number): number => Math.round(seconds * rate);
  const time = (value: number) => ({ OTIO_SCHEMA: 'RationalTime.1', rate, value });

  /** Both ends are rounded, not the length: stretches that touch in seconds touch in frames. */
  const range = (start: number, end: number) => ({
    OTIO_SCHEMA: 'TimeRange.1',
    start_time: time(frames(start)),
    duration: time(frames(end) - frames(start)),
  });

  /** So many frames of a medium, from its first. */
  const length = (start: number, end: number) => ({ ...range(start, end), start_time: time(0) });

  return {
    frames,
    range,
    length,
    timeline: (name: string, tracks: unknown[], metadata: Extra) => ({
      OTIO_SCHEMA: 'Timeline.1',
      name,
      global_start_time: time(0),
      metadata,
      tracks: {
        OTIO_SCHEMA: 'Stack.1',
        name: 'tracks',
        source_range: null,
        metadata: {},
        effects: [],
        markers: [],
        children: tracks,
      },
    }),
    track: (kind: 'Video' | 'Audio', name: string, children: unknown[], extra: Extra = {}) => ({
      OTIO_SCHEMA: 'Track.1',
      kind,
      name,
      source_range: null,
      metadata: {},
      effects: [],
      markers: [],
      children,
      ...extra,
    }),
    clip: (name: string, source_range: unknown, media: unknown, extra: Extra = {}) => ({
      OTIO_SCHEMA: 'Clip.2',
      name,
      source_range,
      media_references: { DEFAULT_MEDIA: media },
      active_media_reference_key: 'DEFAULT_MEDIA',
      metadata: {},
      effects: [],
      markers: [],
      ...extra,
    }),
    gap: (start: number, end: number, extra: Extra = {}) => ({
      OTIO_SCHEMA: 'Gap.1',
      name: '',
      source_range: length(start, end),
      metadata: {},
      effects: [],
      markers: [],
      ...extra,
    }),
    marker: (name: string, color: string, marked_range: unknown) => ({
      OTIO_SCHEMA: 'Marker.2',
      name,
      color,
      marked_range,
      metadata: {},
    }),
  };
}

/** Media that is not made yet. */
export const missingMedia = { OTIO_SCHEMA: 'MissingReference.1', name: '', available_range: null, metadata: {} };
