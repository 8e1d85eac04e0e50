import type { Asked } from '../backends/backend.ts';
import type { Problem } from '../prompt/problem.ts';
import type { Prepared, PrepareRequest } from './jobs.ts';
import type { OpenOptions, UploadResult, UploadSource } from './upload.ts';

type Reference = Asked['references'][number];

type Parts = {
  upload(source: UploadSource, options?: OpenOptions): Promise<UploadResult>;
  /** Reads a picture without handing it over, for a dry run. Throws `file_refused`. */
  openImage(path: string, options?: OpenOptions): Promise<unknown>;
  checkUrls(references: Reference[]): Promise<Problem[]>;
};

/** Hands local pictures over and looks at every URL, before anything is spent. */
export async function prepareReferences(
  parts: Parts,
  { parameters, references, dryRun, files }: PrepareRequest,
): Promise<Prepared> {
  const local = references.filter(({ url }) => isLocal(url));
  const withoutRoute = local.filter(({ type }) => type !== 'image');
  if (withoutRoute.length > 0) return { parameters, problems: withoutRoute.map(noRoute) };

  const looked = parts.checkUrls(references.filter(({ url }) => !isLocal(url)));
  const uploaded = new Map<string, string>();
  for (const { url } of local) {
    if (dryRun) await parts.openImage(url, files);
    else uploaded.set(url, (await parts.upload({ path: url }, files)).url);
  }
  return { parameters: replaceStrings(parameters, uploaded) as Record<string, unknown>, problems: await looked };
}

/** A path or a file: URL. Anything else with a scheme is looked at as a URL. */
function isLocal(url: string): boolean {
  return /^file:/i.test(url) || /^[a-z]:[\\/]/i.test(url) || !/^[a-z][a-z0-9+.-]*:/i.test(url);
}

function noRoute({ type, field, url }: Reference): Problem {
  return {
    rule: 'ref-local-media',
    severity: 'error',
    path: `parameters.${field}`,
    message: `"${url}" is a local ${type}; neither service takes uploads of ${type}.`,
    fix: `Put it where anyone can open it (cloud storage with a public link, a web server) and give that URL.`,
  };
}

function replaceStrings(value: unknown, replacements: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return replacements.get(value) ?? value;
  if (Array.isArray(value)) return value.map((inner) => replaceStrings(inner, replacements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceStrings(inner, replacements)]));
}
