import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../folder.ts';

export type Certificate = { key: Buffer; cert: Buffer /** What NODE_EXTRA_CA_CERTS names. */; authority: string };

/** A certificate for some names, signed by an authority that nobody knows, as a company's proxy shows. */
export function makeCertificate(names: string[]): Certificate {
  const folder = temporaryFolder();
  const path = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Company', '-days', '2');
  openssl('req', ...fresh, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', `/CN=${names[0]}`);
  writeFileSync(path('names'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`);
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names', '-days', '2'];
  openssl('x509', '-req', '-in', 'request.pem', '-out', 'cert.pem', ...signing);
  return { key: readFileSync(path('key.pem')), cert: readFileSync(path('cert.pem')), authority: path('ca.pem') };
}
