/** Names of other services, and what they are called here: the first names the usual meaning. */
const names: readonly { theirs: string; ours: readonly string[] }[] = [
  { ours: ['ratio'], theirs: 'aspect_ratio aspect ar video_ratio image_ratio' },
  { ours: ['duration'], theirs: 'seconds length video_length video_duration duration_seconds clip_length' },
  { ours: ['resolution'], theirs: 'quality video_quality video_resolution output_resolution' },
  {
    ours: ['image_files', 'first_frame'],
    theirs: 'image image_url image_urls images input_image input_images input_image_url input_urls image_list',
  },
  {
    ours: ['image_files'],
    theirs: 'reference_image reference_images reference_image_url reference_image_urls ref_image ref_images',
  },
  {
    ours: ['first_frame'],
    theirs:
      'start_image start_image_url start_frame start_frame_url first_image first_image_url first_frame_image first_frame_url image_start init_image initial_image keyframe',
  },
  {
    ours: ['last_frame'],
    theirs:
      'end_image end_image_url end_frame end_frame_url last_image last_image_url last_frame_image last_frame_url image_end image_tail tail_image',
  },
  {
    ours: ['video_files'],
    theirs: 'video video_url video_urls videos input_video reference_video reference_videos reference_video_urls',
  },
  {
    ours: ['audio_files', 'generate_audio'],
    theirs: 'audio audio_url audio_urls audios reference_audio reference_audios reference_audio_urls',
  },
  { ours: ['generate_audio'], theirs: 'sound with_audio enable_audio audio_enabled generate_sound' },
  { ours: ['camera_fixed'], theirs: 'camerafixed fixed_camera fixed_lens' },
  { ours: ['prompt'], theirs: 'text text_prompt description' },
  { ours: ['image_size'], theirs: 'size' },
  { ours: ['num_images'], theirs: 'n num_outputs number_of_images max_images' },
];

const oursOf: ReadonlyMap<string, readonly string[]> = new Map(
  names.flatMap(({ theirs, ours }) => theirs.split(' ').map((name) => [name, ours])),
);

/** What a parameter of another service is called here; undefined where nobody else has such a name. `aspectRatio` counts as `aspect_ratio`. */
export function findOurNames(key: string): readonly string[] | undefined {
  const spelled = key
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
  const bare = spelled.replace(/_(?:url|uri|path|file)s?$/, '');
  return oursOf.get(spelled) ?? oursOf.get(bare) ?? (spelled === key ? undefined : [spelled]);
}
