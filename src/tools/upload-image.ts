import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import type { UploadSource } from '../jobs/upload.ts';
import { defineTool } from './tool.ts';

/** What was given for a path or a URL may be the bytes themselves, or a file of this machine. */
function readAddress(given: string, isPath: boolean): UploadSource {
  if (/^data:/i.test(given)) return { data: given };
  return isPath || /^file:/i.test(given) ? { path: given } : { url: given };
}

export const uploadImage = defineTool({
  name: 'upload_image',
  command: 'upload',
  title: 'Upload a reference image',
  description:
    'Turn one picture into a URL for image_files or first_frame. Give one of image_url, image_path (inside the project or SEEDANCE_MEDIA_ROOTS) or image_data. ' +
    'Real human faces are refused by the service. Free.',
  effect: 'uploads',
  input: z.strictObject({
    image_url: z.string().optional(),
    image_data: z.string().optional().describe('base64 or data URL'),
    image_path: z.string().optional(),
    backend: z.string().optional().describe('Chosen for you'),
  }),
  output: z.object({
    url: z.string(),
    backend: z.string(),
    media_type: z.string().optional(),
    bytes: z.number().optional(),
    width: z.number().optional(),
    height: z.number().optional(),
    reused: z.boolean(),
    warnings: z.array(z.string()),
  }),
  flags: {
    image_url: { description: 'a public address' },
    image_path: { description: 'any picture that you may read' },
  },
  run: async ({ image_url: url, image_data: data, image_path: path, backend }, app, { client, roots, signal }) => {
    const given = [url, data, path].filter((source) => source !== undefined);
    if (given.length !== 1) {
      throw new AppError(
        'invalid_input',
        `Give exactly one of image_url, image_data and image_path; ${given.length} were given.`,
      );
    }
    const source = data !== undefined ? { data } : readAddress(path ?? url ?? '', path !== undefined);
    const uploaded = await app.upload(source, { backend, anyReadable: client === 'shell', roots, signal });
    const { mediaType: media_type, ...facts } = uploaded;
    return { media_type, ...facts };
  },
});
