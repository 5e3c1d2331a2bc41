import type { Document } from '../../model/document/document.ts';
import type { SecretRef } from '../../model/secret-ref.ts';
import { defaultNamespace } from './default-namespace.ts';

/** A secret that a document refers to, and who needs it: `ci/github: event 'push'`. */
export interface SecretUse {
  readonly ref: SecretRef;
  readonly user: string;
}

export function findSecrets(document: Document): SecretUse[] {
  const at = `${document.metadata.namespace ?? defaultNamespace}/${document.metadata.name}`;
  if (document.kind === 'EventSource') {
    const { events, ...shared } = document.spec;
    return [
      ...findRefs(shared).map((ref) => ({ ref, user: at })),
      ...Object.entries(events).flatMap(([name, { payload: _, ...event }]: [string, { payload?: unknown }]) =>
        findRefs(event).map((ref) => ({ ref, user: `${at}: event '${name}'` })),
      ),
    ];
  }
  if (document.kind === 'Keeper') return [];
  return Object.entries(document.spec.triggers).flatMap(([name, { action }]) =>
    findRefs(action).map((ref) => ({ ref, user: `${at}: trigger '${name}'` })),
  );
}

/** A reference is an object of a name and a key, and nothing else. `headers` has names that the user chose. */
function findRefs(value: unknown, under = ''): SecretRef[] {
  if (typeof value !== 'object' || value === null) return [];
  if (under !== 'headers' && isSecretRef(value)) return [value];
  return Object.entries(value).flatMap(([key, inner]) => findRefs(inner, key));
}

function isSecretRef(value: object): value is SecretRef {
  const { name, key, ...rest } = value as Partial<SecretRef>;
  return typeof name === 'string' && typeof key === 'string' && Object.keys(rest).length === 0;
}
