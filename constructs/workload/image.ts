import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareVersions, minRuntime } from '../../model/document/version.ts';
import { type ImageLock, imageLockFile, imageLockSchema } from '../../model/image-lock.ts';
import { isPinned } from '../../model/image-ref.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { parseSpec } from '../../model/schema.ts';

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

/**
 * The runtime's image: what a construct says, else `EVENTWRIGHT_IMAGE`, else the `eventwright.lock` of the working
 * folder or of the nearest one above it, up to the root of the repository. Throws an `InvalidSpecError` that says how
 * to build one, or why the lock cannot be used.
 */
export function resolveImage(
  image: string | undefined,
  at: string,
  { env, folder }: Surroundings = { env: process.env, folder: process.cwd() },
): string {
  const named = image ?? env.EVENTWRIGHT_IMAGE;
  if (named) return checkPinned(named, `${at}: ${image === undefined ? 'EVENTWRIGHT_IMAGE' : 'image'}`);
  const path = findLock(folder);
  if (path === undefined)
    throw new InvalidSpecError(
      `${at}: there is no image of the runtime; build one, which writes ${imageLockFile}: npx eventwright image --push --tag <registry>/<repository>:<tag>; or name one in 'image' or EVENTWRIGHT_IMAGE`,
    );
  const lock = readLock(path);
  if (compareVersions(lock.runtime, minRuntime) < 0)
    throw new InvalidSpecError(
      `${path}: its image runs ${lock.runtime}, and what is declared here needs ${minRuntime} or later; build it anew: npx eventwright image --push --tag <registry>/<repository>:<tag>`,
    );
  return lock.image;
}

/** The image. Throws an `InvalidSpecError` where it may be another tomorrow. */
export function checkPinned(image: string, at: string): string {
  if (isPinned(image)) return image;
  throw new InvalidSpecError(`${at} '${image}' must be pinned: a tag other than 'latest', or a digest`);
}

function findLock(folder: string): string | undefined {
  const path = join(folder, imageLockFile);
  if (existsSync(path)) return path;
  const above = dirname(folder);
  return above === folder || existsSync(join(folder, '.git')) ? undefined : findLock(above);
}

function readLock(path: string): ImageLock {
  return parseSpec(imageLockSchema, parseLock(path), path);
}

function parseLock(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const { message } = error as Error;
    throw new InvalidSpecError(`${path}: cannot be read (${message}); write it anew: npx eventwright image --push`, {
      cause: error,
    });
  }
}
