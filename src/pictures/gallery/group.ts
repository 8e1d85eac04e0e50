import { installation } from '../../core/installation.ts';
import type { ReferenceFile } from '../../core/reference-file.ts';
import { escapeHtml } from '../fill.ts';
import { findLocalAddress } from '../local-address.ts';
import { aspectOf, describeFaults, describeFile, describePrice } from './facts.ts';
import type { GalleryFile, GalleryTask, Group, Take } from './model.ts';

/** A request with all its takes side by side. `titles` are those of the productions. */
export function renderGroup({ id, takes, productions }: Group, titles: ReadonlyMap<string, string>): string {
  const [first] = takes;
  if (!first) return '';
  const [file] = first.files;
  const projects = productions.map((one) => titles.get(one) ?? '').filter(Boolean);
  const cells = takes.reduce((sum, { files }) => sum + cellsOf(files), 0);
  return `<article id="${id}" tabindex="0" aria-label="${escapeHtml(first.title)}" data-shape="${shapeOf(file)}" data-cells="${Math.min(cells, 4)}" data-projects="${escapeHtml(productions.join(' '))}">
<div class="takes">${takes.map((take, n) => renderTake(take, { n, of: takes.length })).join('\n')}</div>
<div class="notes">
<h3>${escapeHtml(first.title)}</h3>
<p class="prompt">${escapeHtml(first.prompt)}</p>
${renderReferences(first.references)}
<p class="facts">${[renderTime(first.submitted_at), escapeHtml(first.model_id), ...projects.map(escapeHtml)].map((fact) => `<span>${fact}</span>`).join('')}</p>
<div class="actions">${takes.length > 1 ? '<button type="button" class="together">Play together</button>' : ''}<button type="button" class="copy" data-from=".prompt">Copy prompt</button>${renderCommand(first)}</div>
</div>
</article>`;
}

/** How many pictures of the same shape stand side by side. */
function cellsOf(files: readonly GalleryFile[]): number {
  if (isVideo(files[0]) || files.length === 2) return files.length;
  return files.length > 4 ? 1.5 : 1;
}

function renderTake(take: Take, { n, of }: { n: number; of: number }): string {
  const { task_id, model_id, files, price, rehearsal, isUsed, submitted_at } = take;
  const faults = describeFaults(take);
  const amount = rehearsal ? undefined : price?.amount;
  const name = of > 1 ? `Take ${n + 1}` : '';
  const kind = isVideo(files[0]) ? 'video' : 'image';
  return `<figure class="take" data-task="${escapeHtml(task_id)}" data-model="${escapeHtml(model_id)}" data-kind="${kind}" data-status="${[faults.length > 0 ? 'faulty' : 'good', isUsed ? 'used' : '', rehearsal ? 'rehearsal' : ''].filter(Boolean).join(' ')}" data-at="${escapeHtml(submitted_at)}" data-files="${files.length}"${amount === undefined ? '' : ` data-amount="${amount}" data-unit="${escapeHtml(price?.unit ?? '')}"`}>
${kind === 'video' ? files.map((file) => renderScreen(file.name, take.title, shapeOf(file), 'loop ')).join('') : renderPictures(files, take)}
<figcaption>${of > 1 ? renderStar(take) : ''}<span class="line">${[name, ...(kind === 'video' ? files.map(describeFile) : [plural(files.length, 'picture')]), rehearsal ? 'rehearsal' : ''].filter(Boolean).map(escapeHtml).join(' · ')}</span>${rehearsal ? '' : `<span class="price">${escapeHtml(describePrice(price))}</span>`}
${faults.length > 0 ? `<ul class="faults">${faults.map((fault) => `<li>${escapeHtml(fault)}</li>`).join('')}</ul>` : ''}</figcaption>
</figure>`;
}

/** The page cannot write the record: the star copies the command that does. */
function renderStar({ task_id, isUsed }: Take): string {
  const words = isUsed ? 'This take is used' : 'Use this take: copies the command';
  return `<button type="button" class="star" aria-label="${words}" title="${words}" aria-pressed="${isUsed}" data-copy="${escapeHtml(`${installation.command} use ${task_id}`)}">${isUsed ? '★' : '☆'}</button>`;
}

/** A video beside the page, fetched when somebody sees it. */
export function renderScreen(name: string, title: string, shape: string, loop = ''): string {
  return `<div class="screen" data-shape="${shape}"><video data-src="${escapeHtml(link(name))}" aria-label="${escapeHtml(title)}" ${loop}playsinline preload="none" tabindex="-1"></video><span class="lost" hidden>This file cannot be played: it is damaged or gone.</span></div>`;
}

function renderPictures(files: readonly GalleryFile[], { title }: Take): string {
  const pictures = files.map(
    ({ name, width, height }, n) =>
      `<button type="button" class="picture" aria-label="Picture ${n + 1} of ${files.length}, opens large"><img src="${escapeHtml(link(name))}" alt="${escapeHtml(title)}" loading="lazy"${width && height ? ` width="${width}" height="${height}"` : ''}></button>`,
  );
  return `<div class="pictures" data-count="${Math.min(files.length, 6)}">${pictures.join('')}</div>`;
}

function renderReferences(references: readonly ReferenceFile[]): string {
  return references.length === 0
    ? ''
    : `<ul class="references" aria-label="References">${references.map(renderReference).join('')}</ul>`;
}

/** A picture of this machine is shown. One on the web is a box with its host until somebody clicks it. */
function renderReference({ type, url, field }: ReferenceFile): string {
  const label = `${type} reference, ${field}`;
  if (!/^https?:\/\//i.test(url)) {
    const local = type === 'image' ? findLocalAddress(url) : undefined;
    const inside = local
      ? `<img src="${escapeHtml(local)}" alt="${escapeHtml(label)}" loading="lazy">`
      : `<span class="box">${type}</span>`;
    return `<li title="${escapeHtml(`${field}: ${shorten(url)}`)}">${inside}</li>`;
  }
  const host = escapeHtml(hostOf(url));
  return type === 'image'
    ? `<li><button type="button" class="box web" data-url="${escapeHtml(url)}" title="${escapeHtml(label)}"><b>Show ${type}</b>${host}</button></li>`
    : `<li><a class="box" href="${escapeHtml(url)}" rel="noreferrer noopener" target="_blank" title="${escapeHtml(label)}"><b>${type}</b>${host}</a></li>`;
}

const longestCommand = 8000;

/** The same request once more, as a shell takes it. */
function renderCommand({ model_id, parameters }: GalleryTask): string {
  const json = JSON.stringify(parameters).replaceAll("'", "'\\''");
  const command = `${installation.command} submit --model ${model_id} --params '${json}' --allow-duplicate`;
  if (Object.keys(parameters).length === 0 || command.length > longestCommand) return '';
  return `<code class="command">${escapeHtml(command)}</code><button type="button" class="copy" data-from=".command">Copy command</button>`;
}

function renderTime(iso: string): string {
  return `<time datetime="${escapeHtml(iso)}">${escapeHtml(iso.slice(0, 16).replace('T', ' '))}</time>`;
}

function isVideo(file: GalleryFile | undefined): boolean {
  return file?.media_type.startsWith('video/') ?? false;
}

/** The nearest of the shapes that the style sheet lays out. */
function shapeOf(file: GalleryFile | undefined): string {
  const aspect = aspectOf(file ?? {});
  const [nearest] = [...shapes].sort(([, a], [, b]) => Math.abs(Math.log(aspect / a)) - Math.abs(Math.log(aspect / b)));
  return nearest?.[0] ?? 'wide';
}

const shapes: [name: string, aspect: number][] = [
  ['tall', 9 / 16],
  ['upright', 3 / 4],
  ['square', 1],
  ['classic', 4 / 3],
  ['wide', 16 / 9],
  ['scope', 21 / 9],
];

export function link(name: string): string {
  return `./${encodeURIComponent(name)}`;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the web';
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
