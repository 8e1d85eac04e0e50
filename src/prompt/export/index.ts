import type { ExportFormat } from '../input.ts';
import { renderBoards } from './boards.ts';
import { renderCsv } from './csv.ts';
import { renderFountain } from './fountain.ts';
import { renderOtio } from './otio.ts';
import type { ShotList } from './shot-list.ts';

type Export = { extension: string; mediaType: string; render(list: ShotList): string };

/** The formats a storyboard leaves in. */
export const exportFormats: Record<ExportFormat, Export> = {
  otio: { extension: '.otio', mediaType: 'application/vnd.pixar.opentimelineio+json', render: renderOtio },
  fountain: { extension: '.fountain', mediaType: 'text/plain', render: renderFountain },
  csv: { extension: '.csv', mediaType: 'text/csv', render: renderCsv },
  json: { extension: '.json', mediaType: 'application/json', render: renderBoards },
};
