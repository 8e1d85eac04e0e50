import type { Diagnostic } from '../core/diagnostic.ts';
import type { ReferenceFile } from '../core/reference-file.ts';
import type { Store } from '../store/store.ts';
import type { Jobs } from './jobs.ts';

const deadRules = ['ref-dead-link', 'ref-expired-link'];

function isDead(problems: readonly Diagnostic[]): boolean {
  return problems.some(({ rule }) => deadRules.includes(rule));
}

/** Whether what a link points to may still be there. */
export async function isLinkAlive(
  checkUrls: Jobs['checkUrls'],
  type: ReferenceFile['type'],
  url: string,
): Promise<boolean> {
  return !isDead(await checkUrls([{ type, url, field: 'url' }], {}));
}

/** The URL of an earlier upload that the service no longer keeps: the same picture gets a new one. */
export async function explainDeadUploads(
  { findUploadedBytes }: Pick<Store, 'findUploadedBytes'>,
  problems: readonly Diagnostic[],
  references: readonly ReferenceFile[],
): Promise<Diagnostic[]> {
  const explain = async (problem: Diagnostic): Promise<Diagnostic> => {
    const url = isDead([problem]) ? references.find(({ field }) => field === problem.path)?.url : undefined;
    if (url === undefined || !(await findUploadedBytes(url))) return problem;
    const message = `${problem.message} It was uploaded from here, and the service no longer keeps it.`;
    return { ...problem, message, fix: 'Call upload_image with the picture again: it makes a new URL.' };
  };
  return Promise.all(problems.map(explain));
}
