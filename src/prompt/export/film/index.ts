import { renderFcpxml } from './fcpxml.ts';
import type { Film } from './film.ts';
import { renderFilmOtio } from './film-otio.ts';
import { renderSrt } from './srt.ts';

type FilmExport = { extension: string; mediaType: string; render(film: Film): string };

/** What an editor opens beside a film. An empty text is not worth a file: a film without dialogue has no subtitles. */
export const filmExports: readonly FilmExport[] = [
  { extension: '.otio', mediaType: 'application/vnd.pixar.opentimelineio+json', render: renderFilmOtio },
  { extension: '.fcpxml', mediaType: 'application/xml', render: renderFcpxml },
  { extension: '.srt', mediaType: 'application/x-subrip', render: ({ lines }) => renderSrt(lines) },
];
