import { type ShotList, sayLine } from './shot-list.ts';

/** Boards as Storyboarder keeps them (`.storyboarder`): milliseconds, one board a shot, no drawings. */
export function renderBoards({ shots, ratio }: ShotList): string {
  const [width = 16, height = 9] = ratio.split(':').map(Number);
  const boards = shots.map(({ number, start, end, lines, picture, camera, sound, references }) => {
    const uid = `SH${String(number * 10).padStart(3, '0')}`;
    return {
      uid,
      url: `board-${number}-${uid}.png`,
      newShot: true,
      number,
      shot: `${number}A`,
      time: Math.round(start * 1000),
      duration: Math.round(end * 1000) - Math.round(start * 1000),
      lastEdited: 0,
      layers: {},
      dialogue: lines.map(sayLine).join('\n'),
      action: picture,
      notes: [camera, sound, ...references.map(({ tag, role }) => `${tag} ${role}`)]
        .filter((words) => words !== '')
        .join('\n'),
    };
  });
  const file = {
    version: '3.0.0',
    aspectRatio: Math.round((width / height) * 10_000) / 10_000,
    fps: 24,
    defaultBoardTiming: 2000,
    boards,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
