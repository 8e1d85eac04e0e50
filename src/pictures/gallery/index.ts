import { createHash } from 'node:crypto';
import { escapeHtml, fill } from '../fill.ts';
import { galleryMark } from '../marks.ts';
import style from '../pages/gallery.css?text';
import page from '../pages/gallery.html?text';
import script from '../pages/gallery.ts?text';
import { renderGroup } from './group.ts';
import { type Gallery, groupTakes } from './model.ts';
import { renderProduction } from './production.ts';

/**
 * The gallery as one HTML page that needs nothing but the files beside it: no network, no server.
 * Everything that a task says is escaped, and the page's own policy lets no other script run.
 */
export function renderGallery(gallery: Gallery): string {
  const groups = groupTakes(gallery);
  const productions = [...gallery.productions].sort((a, b) => (a.submitted_at < b.submitted_at ? 1 : -1));
  const titles = new Map(productions.map(({ task_id, title }) => [task_id, title]));
  const models = [...new Set(gallery.tasks.map(({ model_id }) => model_id))].sort();
  return fill(page, {
    mark: galleryMark,
    policy,
    style,
    script,
    models: models.map((id) => renderOption(id, id)).join(''),
    projects: productions.map(({ task_id, title }) => renderOption(task_id, title)).join(''),
    productions: productions.map((production) => renderProduction(production, groups)).join('\n'),
    groups: groups.map((group) => renderGroup(group, titles)).join('\n'),
    empty: groups.length + productions.length > 0 ? 'Nothing here is like that.' : 'Nothing has been saved here yet.',
  });
}

/** Pictures on the web are asked for only when somebody clicks their box. */
const policy = [
  "default-src 'none'",
  "media-src 'self' file:",
  "img-src 'self' file: https:",
  `style-src '${hashSource(style)}'`,
  `script-src '${hashSource(script)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function renderOption(value: string, text: string): string {
  return `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`;
}

function hashSource(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
