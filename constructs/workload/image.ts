import { InvalidSpecError } from '../../model/invalid-spec-error.ts';

/**
 * The runtime's image: what a construct says, else `EVENTWRIGHT_IMAGE`, else `eventwright.lock` in the working folder.
 * Throws an `InvalidSpecError` that says how to build one.
 */
export function resolveImage(image: string | undefined, at: string): string {
  const found = image ?? process.env.EVENTWRIGHT_IMAGE;
  if (found) return found;
  throw new InvalidSpecError(`${at}: there is no image of the runtime; build one with 'eventwright image', or name it`);
}
