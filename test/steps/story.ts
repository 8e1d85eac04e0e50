/** A film of three clips. */
export function story(more: object, words = '') {
  const visuals = ['a lighthouse at night', `a boat in the waves${words}`, 'the harbour at dawn'];
  const shots = visuals.map((visual) => ({ seconds: 8, camera: 'wide shot, static', visual }));
  return { ratio: '16:9', shots, ...more };
}
