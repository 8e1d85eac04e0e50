import { renderBoards } from './exports/boards.ts';
import { renderCsv } from './exports/csv.ts';
import { renderFountain } from './exports/fountain.ts';
import { renderOtio } from './exports/otio.ts';
import type { ExportFormat } from './input.ts';
import type { ShotList } from './shot-list.ts';

type Export = { extension: string; mediaType: string; render(list: ShotList): string };

/** The formats a storyboard leaves in. */
export const exportFormats: Record<ExportFormat, Export> = {
  otio: { extension: '.otio', mediaType: 'application/vnd.pixar.opentimelineio+json', render: renderOtio },
  fountain: { extension: '.fountain', mediaType: 'text/plain', render: renderFountain },
  csv: { extension: '.csv', mediaType: 'text/csv', render: renderCsv },
  json: { extension: '.json', mediaType: 'application/json', render: renderBoards },
};
