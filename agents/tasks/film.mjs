import { makeVideo } from './text-to-video.mjs';

export const title = 'a film of 45 s';
/** The shots that the agent writes are not counted (films: 1,800 tokens besides them). */
export const goal = { calls: 5, tokens: 1800 };

const shots = [
  ['the lamp room', 'an old keeper lights the lamp of a lighthouse'],
  ['the sea', 'waves climb the rocks below the tower'],
  ['the stairs', 'the keeper walks down the winding stairs, one hand on the rail'],
  ['the boat', 'a small boat with a torn sail turns into the wind'],
  ['the beam', 'the beam passes over the boat and goes on'],
  ['the deck', 'a young sailor looks up and shields his eyes'],
  ['the harbour', 'the boat glides between two stone piers'],
  ['the quay', 'the keeper stands on the quay with a lantern'],
  ['the dawn', 'the lamp goes out as the sun comes up'],
].map(([scene, visual]) => ({ seconds: 5, scene, camera: 'wide shot, slow push-in to the light', visual }));

export async function play({ folder, open }) {
  const chat = await open(folder);
  const film = await makeVideo(chat, { shots, style: 'painted realism, storm light', ratio: '16:9' });
  if (film.files.length === 0) throw new Error('no film was written');
  const written = chat.tally.written - Buffer.byteLength(JSON.stringify(shots));
  return { ...chat.tally, written };
}
