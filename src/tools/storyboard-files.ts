import type * as z from 'zod';
import type { App } from '../app.ts';
import type { Diagnostic } from '../core/diagnostic.ts';
import { SavedFile } from '../core/saved-file.ts';
import type { ShotList } from '../prompt/export/shot-list.ts';
import type { ExportFormat } from '../prompt/input.ts';

/** The sheet or an export, on this disk. */
export const TextFile = SavedFile.pick({ path: true, bytes: true, media_type: true });
export type TextFile = z.output<typeof TextFile>;

type Wanted = { sheet: boolean; format?: ExportFormat };
type Document = { extension: string; mediaType: string; text: string };

/** Writes the sheet and the export that were asked for. A folder that takes none is one warning: the prompt is worth having without them. */
export async function saveStoryboard(
  createList: () => ShotList | Promise<ShotList>,
  wanted: Wanted,
  app: App,
): Promise<{ files: TextFile[]; problems: Diagnostic[] }> {
  const files: TextFile[] = [];
  if (!wanted.sheet && !wanted.format) return { files, problems: [] };
  const list = await createList();
  for (const { extension, mediaType, text } of await renderDocuments(list, wanted)) {
    const saved = await app.saveText(`storyboard ${list.title}`, extension, text);
    if ('trouble' in saved) return { files, problems: [notSaved(wanted, saved.trouble)] };
    files.push({ ...saved, media_type: mediaType });
  }
  return { files, problems: [] };
}

async function renderDocuments(list: ShotList, { sheet, format }: Wanted): Promise<Document[]> {
  const documents: Document[] = [];
  if (sheet) {
    const { renderSheet } = await import('../pictures/sheet.ts');
    documents.push({ extension: '.html', mediaType: 'text/html', text: renderSheet(list) });
  }
  if (format) {
    const { extension, mediaType, render } = (await import('../prompt/export/index.ts')).exportFormats[format];
    documents.push({ extension, mediaType, text: render(list) });
  }
  return documents;
}

function notSaved({ sheet }: Wanted, trouble: string): Diagnostic {
  return {
    rule: 'file-not-saved',
    severity: 'warn',
    path: sheet ? 'sheet' : 'export',
    message: `The storyboard could not be saved as a file: ${trouble}.`,
    fix: 'Ask the user to make that folder writable, or set SEEDANCE_OUTPUT_DIR to one that is.',
  };
}
