import type { Diagnostic } from '../core/diagnostic.ts';
import type { ListedClip, ListedReference, ListedShot, ListedTerm, ShotList } from '../prompt/export/shot-list.ts';
import { escapeHtml, fill } from './fill.ts';
import { drawFrame, frameSize } from './frame.ts';
import { findLocalAddress } from './local-address.ts';
import { sheetMark } from './marks.ts';
import sheetStyle from './pages/sheet.css?text';
import page from './pages/sheet.html?text';
import { round } from './round.ts';

/**
 * A storyboard sheet: one HTML page that needs nothing else, a panel a shot with its frame, camera arrow, time, action and line, and a ruler
 * of the whole with a lane for speech and one for sound. Prints on A4.
 */
export function renderSheet(list: ShotList): string {
  const { say } = list;
  const { title, style, shots, references, seconds, ratio, modelId, problems } = list;
  const facts = [style, say.seconds(clean(seconds)), ratio, say.shots(shots.length), modelId];
  return fill(page, {
    mark: sheetMark,
    language: list.language,
    title: escapeHtml(title),
    style: sheetStyle,
    columns: String(columnsOf(ratio)),
    facts: facts.filter(Boolean).map(escapeHtml).join(' · '),
    ruler: `<section class="time" aria-label="timeline" tabindex="0">${drawRuler(list)}</section>`,
    references: references.length > 0 ? `<ul class="refs">${references.map(renderReference).join('')}</ul>` : '',
    panels: shots.map((shot) => renderPanel(shot, list)).join('\n'),
    problems: renderProblems(problems),
    promptTitle: say.prompt,
    prompt: escapeHtml(list.prompt),
  });
}

function renderPanel(shot: ListedShot, { ratio, say }: ShotList): string {
  const { number, start, end, size, angle, move, camera, picture, lines, sound, transition, references, problems } =
    shot;
  const terms = [size, angle, move].flatMap((term) => (term ? [term.called] : []));
  return `<article>
<div class="top"><b>${number}</b><span>${clean(start)}–${say.seconds(clean(end))}</span><i>${say.seconds(clean(end - start))}</i></div>
${drawFrame(shot, ratio)}
${camera ? `<p class="camera">${escapeHtml(camera)}</p>` : terms.length > 0 ? `<p class="terms">${terms.map((term) => `<span>${escapeHtml(term)}</span>`).join('')}</p>` : ''}
<p class="picture">${escapeHtml(cut(picture, 150))}</p>
${lines.map(({ speaker, line, delivery, voice }) => `<p class="line"><b>${escapeHtml(speaker.replace(/^@/, ''))}</b>${voice ? ` <i>${say.voices[voice]}</i>` : ''}${delivery ? ` <i>(${escapeHtml(delivery)})</i>` : ''} “${escapeHtml(cut(line, 90))}”</p>`).join('')}
${sound ? `<p class="sound">♪ ${escapeHtml(cut(sound, 80))}</p>` : ''}
${references.length > 0 ? `<p class="chips">${references.map(renderChip).join('')}</p>` : ''}
${transition ? `<p class="cut">→ ${escapeHtml(cut(transition, 60))}</p>` : ''}
${renderProblems(problems)}</article>`;
}

function renderProblems(problems: readonly Diagnostic[]): string {
  const items = problems.map(
    ({ severity, message, fix }) =>
      `<li class="${severity}">${escapeHtml(message)}${fix ? ` <i>${escapeHtml(fix)}</i>` : ''}</li>`,
  );
  return items.length > 0 ? `<ul class="problems">${items.join('')}</ul>` : '';
}

/** A picture of this machine is shown. One on the web is a box that asks for it when somebody opens it. */
function renderThumbnail({ type, url, n, label }: ListedReference): string {
  const mark = `<span class="thumb ${type}">${icons[type]}${n}`;
  const local = type === 'image' ? (/^data:image\//.test(url) ? url : findLocalAddress(url)) : undefined;
  return local
    ? `${mark}<img src="${escapeHtml(local)}" alt="${escapeHtml(label)}" loading="lazy"></span>`
    : `${mark}</span>`;
}

function renderWeb({ type, url, label }: ListedReference): string {
  if (!URL.canParse(url) || !/^https?:/i.test(url)) return '';
  const { host } = new URL(url);
  return type === 'image'
    ? `<details class="web"><summary>${escapeHtml(host)}</summary><img src="${escapeHtml(url)}" alt="${escapeHtml(label)}" loading="lazy" referrerpolicy="no-referrer"></details>`
    : `<br><a href="${escapeHtml(url)}" rel="noreferrer noopener">${escapeHtml(host)}</a>`;
}

const icons = { image: '▣', video: '▶', audio: '♪' };

function renderReference(reference: ListedReference): string {
  const { label, role } = reference;
  return `<li>${renderThumbnail(reference)}<span><b>${escapeHtml(reference.tag)}</b><br>${escapeHtml(cut(label, 48))}${role === label ? '' : `<br><i>${escapeHtml(cut(role, 60))}</i>`}${renderWeb(reference)}</span></li>`;
}

function renderChip(reference: ListedReference): string {
  return `<span class="chip">${renderThumbnail(reference)}${escapeHtml(cut(reference.label, 18))}</span>`;
}

/** `Push in / dolly in` → `Push in`. */
function shortName(term: ListedTerm | undefined): string[] {
  return term ? [term.called.split(/[（(/]/, 1)[0]?.trim() ?? ''] : [];
}

/** The whole in time: shots, who speaks when, what sounds when. */
function drawRuler({ shots, seconds, say, music, clips = [] }: ShotList): string {
  const whole = Math.max(seconds, shots.at(-1)?.end ?? 0, 1);
  const left = 54;
  const x = (at: number) => round(left + (at / whole) * (1000 - left));
  const step = whole <= 20 ? 1 : Math.ceil(whole / 20);
  const ticks = Array.from({ length: Math.floor(whole / step) + 1 }, (_, i) => i * step);
  const lane = (y: number, name: string, blocks: string) =>
    `<text x="0" y="${y + 14}" class="name">${name}</text><rect x="${left}" y="${y}" width="${1000 - left}" height="20" class="lane"/>${blocks}`;
  const block = (y: number, start: number, end: number, text: string, kind: string) => {
    const width = Math.max(x(end) - x(start) - 1.5, 1);
    const room = Math.floor(width / say.letterWidth);
    return `<rect x="${x(start)}" y="${y}" width="${width}" height="20" rx="2" class="${kind}"/><text x="${x(start) + 5}" y="${y + 14}">${escapeHtml(cut(text, room))}</text>`;
  };
  const speech = shots
    .flatMap(({ start, end, lines }) =>
      lines.length > 0
        ? [
            block(
              50,
              start,
              end,
              lines.map(({ speaker, line }) => `${speaker.replace(/^@/, '')}: ${line}`).join(' / '),
              'speech',
            ),
          ]
        : [],
    )
    .join('');
  const rows = [
    { name: '♪', blocks: music ? [block(98, 0, whole, music, 'noise')] : [] },
    {
      name: say.clips,
      blocks: placeClips(clips).map(({ start, end, name }) => block(music ? 122 : 98, start, end, name, 'shot')),
    },
  ].filter(({ blocks }) => blocks.length > 0);
  const sounds = shots
    .flatMap(({ start, end, sound }) => (sound ? [block(74, start, end, sound, 'noise')] : []))
    .join('');
  return `<svg class="ruler" viewBox="0 0 1000 ${98 + 24 * rows.length}" role="img" aria-label="timeline">
${ticks.map((at) => `<path d="M${x(at)} 16v6" class="tick"/><text x="${x(at)}" y="11" class="tick" text-anchor="${at === 0 ? 'start' : at === whole ? 'end' : 'middle'}">${at}</text>`).join('')}
${lane(26, say.picture, shots.map(({ number, start, end, size, move }) => block(26, start, end, `${number} ${[size, move].flatMap((term) => shortName(term)).join(' · ')}`, 'shot')).join(''))}
${lane(50, say.speech, speech)}${lane(74, say.sound, sounds)}${rows.map(({ name, blocks }, i) => lane(98 + 24 * i, name, blocks.join(''))).join('')}</svg>`;
}

/** The clips of a film one after another, each with its number and its scene. */
function placeClips(clips: readonly ListedClip[]): { start: number; end: number; name: string }[] {
  let end = 0;
  return clips.map(({ clip, seconds, scene }) => {
    const start = end;
    end += seconds;
    return { start, end, name: scene === undefined ? `${clip}` : `${clip} · ${scene}` };
  });
}

/** Panels a row: upright ones are narrow. */
function columnsOf(ratio: string): number {
  const [w, h] = frameSize(ratio);
  return w / h >= 2 ? 2 : w >= h ? 3 : 4;
}

function clean(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}

function cut(text: string, most: number): string {
  const letters = Array.from(text.replace(/\s+/g, ' ').trim());
  if (most < 2) return '';
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : letters.join('');
}
