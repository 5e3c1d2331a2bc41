import { createHash } from 'node:crypto';
import type { SecretRef } from '../../model/secret-ref.ts';
import type { AddedDocument } from '../document/add-document.ts';

/** What a pod of ours finds as files. */
export interface Mounts {
  readonly documents: readonly { readonly configMap: string; readonly file: string }[];
  readonly secrets: readonly SecretMount[];
  /** Of the documents' texts. */
  readonly checksum: string;
}

interface SecretMount {
  readonly name: string;
  readonly keys: readonly string[];
  /** The pod starts without it. */
  readonly optional: boolean;
}

/**
 * What pods with these documents mount. They wait for the secrets of their bus, unless those come later;
 * without another secret they start, and whoever needs it says so.
 */
export function toMounts(
  documents: readonly AddedDocument[],
  bus: { readonly optional: boolean } = { optional: false },
): Mounts {
  const sorted = documents.toSorted((a, b) => (a.configMap < b.configMap ? -1 : 1));
  const hash = createHash('sha256');
  const required: SecretRef[] = [];
  const own: SecretRef[] = [];
  for (const { configMap, read } of sorted) {
    const { text, busSecrets, secrets } = read();
    hash.update(`${configMap}\n${text}\n`);
    required.push(...busSecrets);
    own.push(...secrets);
  }
  return {
    documents: sorted.map(({ configMap, file }) => ({ configMap, file })),
    secrets: [...toMountsOf(required, bus.optional), ...toMountsOf(without(own, required), true)],
    checksum: hash.digest('hex').slice(0, 32),
  };
}

function toMountsOf(refs: readonly SecretRef[], optional: boolean): SecretMount[] {
  const keys = new Map<string, Set<string>>();
  for (const { name, key } of refs) keys.set(name, (keys.get(name) ?? new Set()).add(key));
  return [...keys]
    .map(([name, found]) => ({ name, keys: [...found].sort(), optional }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function without(refs: readonly SecretRef[], others: readonly SecretRef[]): SecretRef[] {
  const taken = new Set(others.map(({ name, key }) => `${name}/${key}`));
  return refs.filter(({ name, key }) => !taken.has(`${name}/${key}`));
}
