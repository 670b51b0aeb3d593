/** A certificate for a name of the lab, made anew in every run and signed by itself. Knows no server and no browser. */
import { X509Certificate, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lab/command.ts';

export interface Certificate {
  readonly file: string;
  readonly keyFile: string;
  /** SHA-256 of the public key (SPKI) in base64: by this Chromium is told to trust it. */
  readonly keyHash: string;
}

/** @param directory gets the files. @throws if openssl fails. */
export function makeCertificate(directory: string, hostName: string): Certificate {
  const [file, keyFile] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  run('openssl', [
    ...['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '2'],
    ...['-subj', `/CN=${hostName}`, '-addext', `subjectAltName=DNS:${hostName}`, '-keyout', keyFile, '-out', file],
  ]);
  const key = new X509Certificate(readFileSync(file)).publicKey.export({ type: 'spki', format: 'der' });
  return { file, keyFile, keyHash: createHash('sha256').update(key).digest('base64') };
}
