import { formatSeconds } from '../text/time/notation.ts';
import { offScreenMarks, type ShotList } from './shot-list.ts';

/** Fountain, the plain-text screenplay: a scene per storyboard, a numbered shot line, action, lines, sounds as notes. */
export function renderFountain({ title, shots, style, music, prompt }: ShotList): string {
  const head = [`Title: ${oneLine(title)}`, 'Draft: storyboard', ''];
  const notes = [style, music].filter((words) => words !== '').map((words) => `= ${oneLine(words)}`);
  const body = shots.flatMap(({ number, start, end, camera, size, picture, lines, sound, transition }) => [
    '',
    `.SHOT ${number} - ${oneLine(camera || (size?.name ?? 'SHOT')).toUpperCase()} #${number}#`,
    `[[${formatSeconds(start)}-${formatSeconds(end)} s]]`,
    '',
    `!${oneLine(picture)}`,
    ...lines.flatMap(({ speaker, delivery, line, voice }) => [
      '',
      `@${oneLine(speaker).toUpperCase()}${voice ? ` (${offScreenMarks[voice]})` : ''}`,
      ...(delivery ? [`(${oneLine(delivery)})`] : []),
      oneLine(line),
    ]),
    ...(sound ? ['', `[[sound: ${oneLine(sound)}]]`] : []),
    ...(transition ? ['', `> ${oneLine(transition).toUpperCase()}`] : []),
  ]);
  return [...head, ...notes, ...body, '', `/* ${prompt.replaceAll('*/', '* /')} */`, ''].join('\n');
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}
