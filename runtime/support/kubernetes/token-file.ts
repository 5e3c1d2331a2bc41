import { readFile } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { describe } from '../describe.ts';
import type { Token } from './access.ts';
import { KubernetesError } from './error.ts';

/** The kubelet renews a projected token long before it expires, so what was read a minute ago still holds. */
const freshMs = 60_000;

/** A token in a file that somebody else renews. */
export function createTokenFile(path: string, clock: Clock): Token {
  let last: { readonly text: string; readonly readMs: number } | undefined;
  return {
    async read() {
      if (last && clock.now() - last.readMs < freshMs) return last.text;
      try {
        last = { text: (await readFile(path, 'utf8')).trim(), readMs: clock.now() };
      } catch (error) {
        throw new KubernetesError(`${path}: the token cannot be read: ${describe(error)}`, { cause: error });
      }
      return last.text;
    },
    forget() {
      last = undefined;
    },
  };
}
