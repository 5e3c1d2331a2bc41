import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** An authority of one test, whose certificates live for a day. */
export interface TestAuthority extends Disposable {
  readonly cert: string;
  /** Signs a certificate; `also`: further names of its owner; `expired`: it was valid until yesterday. */
  issue(name: string, options?: { readonly also?: readonly string[]; readonly expired?: boolean }): KeyPair;
}

const command = 'openssl';
const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Needs the `openssl` command, version 3 or later. */
export function createTestAuthority(): TestAuthority {
  const folder = mkdtempSync(join(tmpdir(), 'eventwright-ca-'));
  const openssl = (...args: readonly string[]) => execFileSync(command, args, { cwd: folder, stdio: 'pipe' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  openssl('req', '-x509', ...ecKey, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '1', '-subj', '/CN=Test authority');
  let issued = 0;
  return {
    cert: read('ca.crt'),
    issue(name, { also = [], expired = false } = {}) {
      const file = `${++issued}`;
      const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${[name, ...also].map(toAltName).join()}`];
      openssl('req', ...ecKey, '-keyout', `${file}.key`, '-out', `${file}.csr`, ...subject);
      const signed = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy'];
      openssl('x509', '-req', '-in', `${file}.csr`, ...signed, '-days', expired ? '-1' : '1', '-out', `${file}.crt`);
      return { cert: read(`${file}.crt`), key: read(`${file}.key`) };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  };
}

function toAltName(name: string): string {
  return /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`;
}
