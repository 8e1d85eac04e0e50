import { lazy } from '../../core/lazy.ts';
import type { Language, Shot, Storyboard } from '../input.ts';
import { languageOf } from '../languages/guess.ts';
import { phrases } from '../languages/index.ts';

/** A skeleton of 15 seconds: beats to fill, and what makes or breaks the genre (docs/storyboard.md, Genres). */
export type Template = { id: string; style: string; audio: string; must: string; pitfall: string; beats: Beat[] };

type Beat = { seconds: number; camera: string; beat: string };

/** The ids that `genre` takes. */
export function genreIds(): string[] {
  return readGenres().map(({ id }) => id);
}

/** A genre in the words of a language, or in English where it has none. */
export function findGenre(id: string, language: Language = 'en'): Template | undefined {
  const genre = readGenres().find((one) => one.id === id);
  const words = phrases[language].terms?.genres;
  return genre && words !== undefined ? translate(genre, words) : genre;
}

/** A genre without shots becomes its skeleton, with places to fill, no longer than the model makes a video; with shots it lends its camera, style and sound where they are missing. */
export function applyGenre(input: Storyboard, mostSeconds = Number.POSITIVE_INFINITY): Storyboard {
  if (input.genre === undefined || input.prompt !== undefined) return input;
  const language = input.language ?? languageOf(input);
  const genre = findGenre(input.genre, language);
  if (!genre) return input;
  const total = genre.beats.reduce((sum, { seconds }) => sum + seconds, 0);
  const duration = input.duration ?? (input.shots?.length || total <= mostSeconds ? undefined : mostSeconds);
  const shots = input.shots?.length ? lendCamera(input.shots, genre) : skeleton(genre, language, duration);
  const lent = {
    style: input.style ?? (genre.style || undefined),
    music: input.music ?? (genre.audio || undefined),
  };
  return { ...input, ...lent, language, shots, duration, task: input.task ?? taskOf(genre.id) };
}

function taskOf(id: string): Storyboard['task'] {
  return id === 'edit' || id === 'extend' || id === 'bridge' ? id : undefined;
}

function skeleton({ beats }: Template, language: Language, duration: number | undefined): Shot[] {
  const total = beats.reduce((sum, { seconds }) => sum + seconds, 0);
  return beats.map(({ seconds, camera, beat }) => ({
    ...(duration === undefined || duration === total ? { seconds } : {}),
    camera: camera || undefined,
    visual: phrases[language].placeholder(beat),
  }));
}

function lendCamera(shots: readonly Shot[], { beats }: Template): Shot[] {
  return shots.map((shot, i) => {
    const beat = beats[Math.min(beats.length - 1, Math.floor((i * beats.length) / shots.length))];
    return shot.camera === undefined ? { ...shot, camera: beat?.camera || undefined } : shot;
  });
}

const readGenres = lazy((): Template[] =>
  rowsOf(table).reduce<Template[]>((genres, [first = '', a = '', b = '', must = '', pitfall = '']) => {
    if (/^\d/.test(first)) genres.at(-1)?.beats.push({ seconds: Number(first), camera: a, beat: b });
    else genres.push({ id: first, style: a, audio: b, must, pitfall, beats: [] });
    return genres;
  }, []),
);

function translate(genre: Template, words: string): Template {
  const rows = rowsOf(words);
  const at = rows.findIndex(([id]) => id === genre.id);
  if (at === -1) return genre;
  const [, style = '', audio = ''] = rows[at] ?? [];
  const beats = genre.beats.map((one, i) => {
    const [, camera = '', beat = ''] = rows[at + 1 + i] ?? [];
    return { ...one, camera, beat };
  });
  return { ...genre, style, audio, beats };
}

function rowsOf(words: string): string[][] {
  return words
    .trim()
    .split('\n')
    .map((row) => row.split('|').map((cell) => cell.trim()));
}

/** `id | style | sound | must-have | pitfall`, then its beats: `seconds | camera | beat`. Other languages stand in `languages/`. */
const table = `
narrative|live-action, natural light|soft score, room tone|a change of state|too many events
4|wide shot, slow push-in to the doorway|the place and who is there
4|medium shot, eye-level|what the hero does
4|close-up, static camera|the reaction
3|slow pull-out to the whole room|what has changed
dialogue|live-action drama, soft key light|quiet room tone, no music|one speaking face a shot|lines longer than the shot
4|over-the-shoulder shot, static camera|the first speaker and the line
4|reverse over-the-shoulder shot, static camera|the second speaker and the answer
4|close-up, slow push-in to the eyes|the silent reaction
3|two-shot, static camera|where they stand now
product-ad|commercial product film, clean studio light|light electronic beat, one clean hit at the end|the product picture, its exact shape|label text that moves
3|macro, slow push-in along the surface|the detail of the material
4|smooth 180-degree orbit at eye level|the whole product
4|medium shot, static camera|the product in use
4|static camera, centred pack shot|the product alone, label large and still
fashion|fashion film, hard side light|slow bass pulse|the costume picture|beauty words
4|low angle, tracking shot leading the walk|the walk and the costume
3|macro, static camera|the detail of the fabric
4|full shot, slow orbit around the turn|the turn
4|medium close-up, static camera|the pose, held
food-asmr|macro food film, warm side light|exact close sounds, no music|exact sounds|music over the sounds
4|macro, static camera|the first cut or pour
4|extreme close-up, static camera|steam, crackle or drip
4|top-down overhead shot, static camera|the plate is finished
3|close-up, slow push-in to the bite|the bite
dance-mv|music video, coloured stage light|cuts land on the beat|an audio reference and its mapping|a camera that fights the beat
4|full shot, static camera|the opening move
4|medium shot, tracking shot from the side|the phrase on the beat
4|low angle, fast orbit around the dancer|the peak
3|full shot, static camera|the final pose, frozen
fight|live-action fight, hard rim light|impacts, cloth, breath|the direction of every move|poses that reset
3|wide shot, static camera|the stand-off, left and right
5|medium shot, tracking shot from the side|the clash and who moves where
4|close-up, slow motion|the decisive hit
3|full shot, slow pull-out to both figures|the aftermath
chase|live-action chase, dusk light|engine, footsteps, wind|one constant direction|left and right that flip
4|tracking shot from behind|who flees, left to right
4|tracking shot from the side, same direction|who follows
4|FPV drone dives through the passage|the obstacle
3|low angle, static camera|the overtaking
one-take|one continuous take, no cuts, natural light|continuous ambience|waypoints from A to B to C|times that are read as cuts
15|smooth gimbal follow from the first place to the last|the places in order and what happens in each
pov-game|first-person game view, HUD in the corners|footsteps, interface sounds|hands in view, a list of HUD parts|the face of the viewer
5|first-person POV, hands visible|what the hands hold and the goal
5|first-person POV, moving forward through the place|the threat
5|first-person POV|the result on the HUD
vlog|phone footage, daylight|direct voice, room tone|a hook in the first line|light that is too clean
4|medium close-up, handheld camera, direct gaze|the hook line
6|close-up, handheld camera|the demonstration
5|medium close-up, handheld camera|the result and the last line
travel|travel film, golden hour|wind, water, light strings|a change of light|postcards without people
4|extreme wide, aerial drone shot gliding forward|the landscape
4|close-up, static camera|a local detail
4|medium shot, tracking shot from behind|a person in the place
3|wide shot, slow pull-out to the horizon|the sunset
horror|low-key horror, one practical lamp|a low hum, then silence|a gap in the sound|gore
5|wide shot, slow push-in along the corridor|the empty place
5|medium shot, static camera|stillness, one thing wrong
5|close-up, static camera|the reveal, without wounds
comedy|bright sitcom look|dry room tone, one sting|a deadpan static frame|moving too much
5|medium shot, static camera|the set-up
5|medium close-up, static camera|the set-up again, raised
5|smash cut to a wide shot, static camera|the twist
anime|2D anime, cel shading, bold lines|taiko, swoosh|key poses, speed lines|words of real skin
4|wide shot, low angle|the key pose
4|close-up, push-in to the eyes|the resolve
4|medium shot, tracking shot with speed lines|the impact frame
3|wide shot, static camera|the after-image
cartoon-3d|3D cartoon, soft plastic materials|playful woodwinds|words for materials|weight that changes
5|full shot, static camera|the character and the wish
5|medium shot, tracking shot from the side|the bouncy attempt
5|close-up, static camera|the result and the face
ink-wash|ink wash painting, one palette|guqin, wind|fabric and wind|more than one palette
5|extreme wide, slow pan right|mountains and mist
5|full shot, static camera|the figure and the sleeve in the wind
5|medium shot, slow push-in to the blade|the one gesture
vfx-transform|realistic sci-fi, cool light|rising tone, one release|a named middle state|what looks like a cut
4|medium shot, static camera|the cause
6|close-up, slow push-in to the change|the middle state, half old, half new
5|full shot, slow orbit around the result|the end state
time-freeze|live-action, crisp daylight|real sound, then silence, then sound|start, freeze, orbit, resume in order|an order that is mixed
4|medium shot, static camera|the action begins
7|orbit around the frozen moment|everything hangs still
4|medium shot, static camera|time runs on
sports|sports broadcast, stadium light|crowd, breath, impact|one ramp|more than one ramp
4|close-up, static camera|the face before the start
4|tracking shot from the side|the run-up
4|low angle, slow motion|the decisive moment
3|wide shot, static camera|the result and the crowd
process|process montage, bench light|tools, a steady beat|the same framing throughout|more than one shot in 1.5 s
3|top-down overhead shot, static camera|the raw material
3|top-down overhead shot, static camera|the first step
3|top-down overhead shot, static camera|the second step
3|top-down overhead shot, static camera|the last touch
3|close-up, slow push-in to the finished piece|the finished piece
epic-fantasy|epic fantasy, stormy light|low brass, drums|scale by comparison|crowds that melt
4|extreme wide, aerial drone shot gliding forward|the field and its size
4|tracking shot from the side|the charge
4|close-up, static camera|one face
3|extreme wide, slow pull-out to the horizon|what remains
pets|home footage, window light|small paws, soft music|a simple gag|more than one animal trick
5|low angle, static camera|the animal and the thing it wants
5|close-up, static camera|the attempt
5|low angle, static camera|the gag
edit|||a list of what stays|the word "reference"
5||the one change, and what stays
extend|||the last pose of the clip|the last action told again
5|same camera, unbroken|what happens next
bridge|||the transition in words|two unlike motions
5|unbroken camera move|how the first becomes the second
grid|follow the style of the panels|ambience of the scene|no borders, no text|more than six panels
4|static camera|panel 1
4|static camera|panel 2
4|static camera|panel 3
3|static camera|panel 4
camera-copy|live-action, natural light|ambience of the scene|a subject picture and a camera clip|people of the clip that bleed in
10|camera movement of the video reference only|the subject and what it does
mockumentary|CCTV or DV footage, flat light|camera hum, distant voices|a fixed or hand-held view|overlay text that garbles
5|high angle, static camera|the ordinary scene
5|high angle, static camera|what should not be there
5|handheld camera, subtle shake|somebody looks closer
`;
