import * as z from 'zod';

// The schemas of OpenTimelineIO 0.18 that our exports use, field by field as its serializer writes them.

const metadata = z.record(z.string(), z.unknown());
const time = z.strictObject({
  OTIO_SCHEMA: z.literal('RationalTime.1'),
  rate: z.number().positive(),
  value: z.number(),
});
const range = z.strictObject({
  OTIO_SCHEMA: z.literal('TimeRange.1'),
  start_time: time,
  duration: time.refine(({ value }) => value >= 0),
});
const marker = z.strictObject({
  OTIO_SCHEMA: z.literal('Marker.2'),
  name: z.string(),
  color: z.enum(['PINK', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'CYAN', 'BLUE', 'PURPLE', 'MAGENTA', 'BLACK', 'WHITE']),
  marked_range: range,
  metadata,
});
const item = { name: z.string(), metadata, effects: z.tuple([]), markers: z.array(marker) };
const media = z.discriminatedUnion('OTIO_SCHEMA', [
  z.strictObject({
    OTIO_SCHEMA: z.literal('MissingReference.1'),
    name: z.string(),
    available_range: range.nullable(),
    metadata,
  }),
  z.strictObject({
    OTIO_SCHEMA: z.literal('ExternalReference.1'),
    name: z.string(),
    available_range: range.nullable(),
    target_url: z.url({ protocol: /^file$/ }),
    metadata,
  }),
]);
const clip = z.strictObject({
  OTIO_SCHEMA: z.literal('Clip.2'),
  ...item,
  source_range: range,
  media_references: z.record(z.string(), media),
  active_media_reference_key: z.literal('DEFAULT_MEDIA'),
});
const gap = z.strictObject({ OTIO_SCHEMA: z.literal('Gap.1'), ...item, source_range: range });
const track = z.strictObject({
  OTIO_SCHEMA: z.literal('Track.1'),
  ...item,
  kind: z.enum(['Video', 'Audio']),
  source_range: range.nullable(),
  children: z.array(z.discriminatedUnion('OTIO_SCHEMA', [clip, gap])),
});
export const OtioTimeline = z.strictObject({
  OTIO_SCHEMA: z.literal('Timeline.1'),
  name: z.string(),
  global_start_time: time,
  metadata,
  tracks: z.strictObject({
    OTIO_SCHEMA: z.literal('Stack.1'),
    ...item,
    source_range: range.nullable(),
    children: z.array(track),
  }),
});
export type OtioTimeline = z.infer<typeof OtioTimeline>;
