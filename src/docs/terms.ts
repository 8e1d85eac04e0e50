import { type TermKind, termIn, terms } from '../prompt/terms/camera-terms.ts';
import { findGenre, genreIds } from '../prompt/terms/templates.ts';
import { code, renderTable } from './table.ts';

const kinds: Readonly<Record<TermKind, string>> = {
  move: 'Movement 运镜',
  rig: 'Rig 拍摄方式',
  time: 'Time 时间',
  focus: 'Focus 焦点',
  size: 'Shot size 景别',
  angle: 'Angle 机位',
  transition: 'Transition 转场',
};

/** The camera words, by kind, in English and Chinese. */
export function renderGlossary(): string {
  return Object.entries(kinds)
    .map(([kind, title]) => {
      const rows = terms
        .filter((term) => term.kind === kind)
        .map((term) => [term.name, termIn(term, 'zh').name, term.say, termIn(term, 'zh').say, term.use]);
      return `### ${title}\n\n${renderTable(['Term', '术语', 'Say', '写法', 'For'], rows)}`;
    })
    .join('\n\n');
}

/** Each genre as beats of a 15-second video; `edit`, `extend` and `bridge` have one of 5. */
export function renderGenres(): string {
  const rows = genreIds().map((id) => {
    const genre = findGenre(id);
    let at = 0;
    const beats = (genre?.beats ?? []).map(({ seconds, camera, beat }) => {
      const from = at;
      at += seconds;
      return `${from}-${at}s ${[camera, beat].filter(Boolean).join(': ')}`;
    });
    return [code(id), beats.join(' · '), genre?.audio ?? '', genre?.must ?? '', genre?.pitfall ?? ''];
  });
  return renderTable([code('genre'), 'Beats', 'Sound', 'Must have', 'Pitfall'], rows);
}
