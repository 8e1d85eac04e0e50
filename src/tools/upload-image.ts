import * as z from 'zod';
import { AppError } from '../core/errors.ts';
import { defineTool } from './tool.ts';

export const uploadImage = defineTool({
  name: 'upload_image',
  command: 'upload',
  title: 'Upload a reference image',
  description:
    'Turn one picture into a URL that the services can read, for image_files or first_frame. Give exactly one of image_url, image_path (only inside the project or SEEDANCE_MEDIA_ROOTS) or image_data. ' +
    'An identical picture is uploaded only once. Real human faces are refused by the service. Free.',
  effect: 'uploads',
  input: z.strictObject({
    image_url: z.string().optional(),
    image_data: z.string().optional().describe('base64 or data URL'),
    image_path: z.string().optional(),
    backend: z.string().optional().describe('Service to upload to; chosen for you by default'),
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
    const local = path ?? (url !== undefined && /^file:/i.test(url) ? url : undefined);
    const source = local !== undefined ? { path: local } : url !== undefined ? { url } : { data: data ?? '' };
    const uploaded = await app.upload(source, { backend, anyReadable: client === 'shell', roots, signal });
    const { mediaType: media_type, ...facts } = uploaded;
    return { media_type, ...facts };
  },
});
