import { createHash } from 'node:crypto';
import { type Price, renderAmount, renderPrice } from '../core/price.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { FileFacts, Mismatch } from '../core/saved-file.ts';
import { escapeHtml, fill } from './fill.ts';
import style from './pages/gallery.css?text';
import page from './pages/gallery.html?text';
import script from './pages/gallery.ts?text';

/** One finished task, as its sidecar tells it. Times are ISO 8601. */
export type GalleryEntry = {
  task_id: string;
  model_id: string;
  prompt: string;
  references: readonly ReferenceFile[];
  price?: Price;
  rehearsal?: boolean;
  submitted_at: string;
  files: readonly GalleryFile[];
  mismatches: readonly Mismatch[];
};

/** `name` is a file beside the page. */
type GalleryFile = FileFacts & { name: string };

/** Stands in the page's head, so that a page of ours can be told from somebody's own index.html. */
export const galleryMark = '<meta name="generator" content="seedance-mcp">';

/**
 * The gallery as one HTML page that needs nothing but the files beside it: no network, no server.
 * Everything that an entry says is escaped, and the page's own policy lets no other script run.
 */
export function renderGallery(entries: readonly GalleryEntry[]): string {
  const newestFirst = [...entries].sort(
    (a, b) => compare(b.submitted_at, a.submitted_at) || compare(a.task_id, b.task_id),
  );
  return fill(page, {
    mark: galleryMark,
    policy,
    style,
    script,
    totals: renderTotals(entries),
    entries: newestFirst.map(renderEntry).join('\n') || '<p class="empty">Nothing has been saved here yet.</p>',
  });
}

const policy = [
  "default-src 'none'",
  "media-src 'self' file:",
  "img-src 'self' file:",
  `style-src '${hashSource(style)}'`,
  `script-src '${hashSource(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function renderEntry(entry: GalleryEntry): string {
  const facts = [
    `<li><time datetime="${escapeHtml(entry.submitted_at)}">${escapeHtml(entry.submitted_at.slice(0, 16).replace('T', ' '))}</time></li>`,
    entry.rehearsal ? '<li>rehearsal</li>' : '',
    `<li class="price">${escapeHtml(entry.price ? renderPrice(entry.price) : 'price unknown')}</li>`,
    ...entry.files.map((file) => `<li>${escapeHtml(renderFacts(file))}</li>`),
    `<li>${escapeHtml(entry.model_id)}</li>`,
  ];
  return `<article tabindex="0" aria-label="${escapeHtml(entry.prompt.slice(0, 80))}">
${entry.files.map((file) => renderMedia(file, entry.prompt)).join('\n')}
<div class="notes">
<p class="prompt">${escapeHtml(entry.prompt)}</p>
<ul class="facts">${facts.join('')}</ul>
<ul class="checks">${renderChecks(entry)}</ul>
${renderReferences(entry)}
<details><summary>Task</summary>${escapeHtml(entry.task_id)} · ${entry.files.map(({ name }) => `<a href="${escapeHtml(link(name))}">${escapeHtml(name)}</a>`).join(' · ')} · <button type="button" class="copy">Copy prompt</button></details>
</div>
</article>`;
}

function renderMedia({ name, media_type }: GalleryFile, prompt: string): string {
  const source = escapeHtml(link(name));
  return media_type.startsWith('video/')
    ? `<video src="${source}" controls loop playsinline preload="none" tabindex="-1"></video>`
    : `<img src="${source}" alt="${escapeHtml(prompt.slice(0, 200))}" loading="lazy">`;
}

function renderChecks({ mismatches }: GalleryEntry): string {
  if (mismatches.length === 0) return '<li>✓ as asked</li>';
  return mismatches
    .map(({ field, asked, got }) => `<li class="off">${escapeHtml(`${field}: asked ${asked}, got ${got}`)}</li>`)
    .join('');
}

function renderReferences({ references }: GalleryEntry): string {
  if (references.length === 0) return '';
  const items = references.map(
    ({ type, url, field }) => `<li>${escapeHtml(type)} ${escapeHtml(field)}: ${renderLink(url)}</li>`,
  );
  return `<details><summary>${plural(references.length, 'reference')}</summary><ul class="references">${items.join('')}</ul></details>`;
}

/** Only web links become links; anything else stays text. */
function renderLink(url: string): string {
  const shown = escapeHtml(url.length > 120 ? `${url.slice(0, 120)}…` : url);
  return /^https?:\/\//i.test(url)
    ? `<a href="${escapeHtml(url)}" rel="noreferrer noopener" target="_blank">${shown}</a>`
    : shown;
}

function renderFacts({ width, height, duration_seconds, has_audio, media_type, bytes }: GalleryFile): string {
  const parts = [
    width && height ? `${width}×${height}` : undefined,
    duration_seconds === undefined ? undefined : `${Math.round(duration_seconds * 10) / 10} s`,
    has_audio === undefined ? undefined : has_audio ? 'sound' : 'silent',
    media_type.split('/')[1]?.toUpperCase(),
    bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`,
  ];
  return parts.filter(Boolean).join(' · ');
}

function renderTotals(entries: readonly GalleryEntry[]): string {
  const spent = new Map<string, number>();
  for (const { price, rehearsal } of entries) {
    if (price?.amount !== undefined && !rehearsal) spent.set(price.unit, (spent.get(price.unit) ?? 0) + price.amount);
  }
  const files = entries.flatMap((entry) => entry.files);
  const videos = files.filter(({ media_type }) => media_type.startsWith('video/')).length;
  const images = files.length - videos;
  const counts = [videos || !images ? plural(videos, 'video') : '', images ? plural(images, 'image') : ''];
  return escapeHtml(
    [...counts, ...[...spent].map(([unit, amount]) => renderAmount(amount, unit))].filter(Boolean).join(' · '),
  );
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function link(name: string): string {
  return `./${encodeURIComponent(name)}`;
}

function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
