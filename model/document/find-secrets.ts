import type { SecretRef } from '../secret-ref.ts';
import type { Document } from './document.ts';

/** A secret that a document refers to, and the part of it that does: `event 'push'`, or none where it is all of it. */
export interface SecretUse {
  readonly ref: SecretRef;
  readonly part?: string;
}

/** The secrets that a document refers to, but for those of its bus. */
export function findSecrets({ kind, spec }: Pick<Document, 'kind' | 'spec'>): SecretUse[] {
  if (kind === 'Keeper') return [];
  if (kind === 'EventSource') {
    const { events, ...shared } = spec as Extract<Document, { readonly kind: 'EventSource' }>['spec'];
    return [
      ...findRefs(shared).map((ref) => ({ ref })),
      ...Object.entries(events).flatMap(([name, { payload: _, ...event }]: [string, { payload?: unknown }]) =>
        findRefs(event).map((ref) => ({ ref, part: `event '${name}'` })),
      ),
    ];
  }
  const { triggers } = spec as Extract<Document, { readonly kind: 'Sensor' }>['spec'];
  return Object.entries(triggers).flatMap(([name, { action }]) =>
    findRefs(action).map((ref) => ({ ref, part: `trigger '${name}'` })),
  );
}

/**
 * A reference is an object of a name and a key, and nothing else. `headers` and `extensions` have names that the user
 * chose, and a manifest has references of its own.
 */
export function findRefs(value: unknown, under = ''): SecretRef[] {
  if (typeof value !== 'object' || value === null || isManifest(value)) return [];
  if (under !== 'headers' && under !== 'extensions' && isSecretRef(value)) return [value];
  return Object.entries(value).flatMap(([key, inner]) => findRefs(inner, key));
}

function isSecretRef(value: object): value is SecretRef {
  const { name, key, ...rest } = value as Partial<SecretRef>;
  return typeof name === 'string' && typeof key === 'string' && Object.keys(rest).length === 0;
}

function isManifest(value: object): boolean {
  return 'kind' in value && 'spec' in value;
}
