import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SecretRef } from '../../model/secret-ref.ts';
import { type Clock, systemClock } from './clock.ts';

/** The values of secrets, as they are now. */
export interface Secrets {
  /** Rejects with a `SecretError` that names the Secret, the key, and where they were looked for. */
  read(ref: SecretRef): Promise<string>;
}

export interface SecretsOptions {
  /** Holds `<name>/<key>`, as Kubernetes mounts Secrets. */
  readonly folder?: string;
  /** Asked where there is no file: `EVENTWRIGHT_SECRET_<NAME>_<KEY>`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/** A secret is missing, is empty, or cannot be read. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  readonly code = 'secretUnavailable';
  readonly retryable = true;
}

const freshMs = 1_000;

/**
 * Reads secrets from files, and else from the environment. A file is read again after a second, so that a rotated
 * secret is noticed; one newline at its end is not part of the value.
 */
export function createSecrets({ folder, env = {}, clock = systemClock }: SecretsOptions): Secrets {
  const held = new Map<string, { readonly value: Promise<string>; readonly readAt: number }>();
  return {
    read(ref) {
      const key = `${ref.name}/${ref.key}`;
      const known = held.get(key);
      if (known && clock.now() - known.readAt < freshMs) return known.value;
      const value = lookUp(ref);
      held.set(key, { value, readAt: clock.now() });
      return value;
    },
  };

  async function lookUp(ref: SecretRef): Promise<string> {
    const file = folder === undefined ? undefined : join(folder, ref.name, ref.key);
    const variable = toVariable(ref);
    const value = (file && (await readSecretFile(file, ref))) ?? env[variable];
    if (value) return value;
    const what = value === undefined ? 'is missing' : 'is empty';
    throw new SecretError(`key '${ref.key}' of Secret '${ref.name}' ${what}, put it into ${orElse(file, variable)}`);
  }
}

/** `EVENTWRIGHT_SECRET_GITHUB_WEBHOOK_KEY` for the key `webhook.key` of `github`. */
function toVariable({ name, key }: SecretRef): string {
  return `EVENTWRIGHT_SECRET_${name}_${key}`.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

async function readSecretFile(file: string, ref: SecretRef): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new SecretError(`key '${ref.key}' of Secret '${ref.name}' cannot be read from ${file} (${code})`, { cause });
  }
}

function orElse(file: string | undefined, variable: string): string {
  return file === undefined ? `the variable ${variable}` : `the file ${file} or the variable ${variable}`;
}
