import { renderAmount } from '../../core/price.ts';
import { escapeHtml } from '../fill.ts';
import { round } from '../round.ts';
import { link, plural, renderScreen } from './group.ts';
import type { GalleryProduction, Group } from './model.ts';

/** A film with its clips as a strip, each of which leads to its takes. */
export function renderProduction(production: GalleryProduction, groups: readonly Group[]): string {
  const { task_id, title, seconds, submitted_at, film, apart, price, clips, rehearsal } = production;
  const facts = [
    `${round(seconds)} s`,
    plural(clips.length, 'clip'),
    ...price.amounts.map(({ amount, unit }) => renderAmount(amount, unit)),
    rehearsal ? 'rehearsal' : '',
  ];
  return `<section class="film" tabindex="0" aria-label="Film: ${escapeHtml(title)}" data-project="${escapeHtml(task_id)}" data-at="${escapeHtml(submitted_at)}" data-amount="${price.amounts[0]?.amount ?? 0}">
${film ? renderScreen(film.name, title, 'wide') : ''}
<div class="notes${film ? '' : ' apart'}" tabindex="0" role="group" aria-label="Clips of ${escapeHtml(title)}">
<h3>${escapeHtml(title)}</h3><p class="facts">${facts
    .filter(Boolean)
    .map((fact) => `<span>${escapeHtml(fact)}</span>`)
    .join('')}</p>${apart ? `<p class="faults">Not joined: ${escapeHtml(apart)}</p>` : ''}
<ol class="strip">${clips.map((clip) => renderClip(clip, groups)).join('')}</ol>
</div>
</section>`;
}

function renderClip(
  { clip, shots, scene, start, end, takes }: GalleryProduction['clips'][number],
  groups: readonly Group[],
): string {
  const used = takes.find((take) => take.used) ?? takes[0];
  const group = groups.find((one) => one.takes.some(({ task_id }) => task_id === used?.task_id));
  const words = [
    `${round(end - start)} s`,
    scene && `scene ${scene}`,
    shots && `shots ${shots}`,
    takes.length > 1 ? plural(takes.length, 'take') : '',
  ].filter(Boolean);
  const picture = used?.file
    ? `<video data-src="${escapeHtml(link(used.file.name))}" muted playsinline preload="none" tabindex="-1" aria-hidden="true"></video>`
    : '<span class="gap"></span>';
  const inside = `${picture}<b>Clip ${clip}</b><span>${escapeHtml(words.join(' · '))}</span>`;
  return `<li>${group ? `<a href="#${group.id}">${inside}</a>` : `<div>${inside}</div>`}</li>`;
}
