import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { suggest } from '../../model/suggest.ts';
import { show } from '../../model/to-schema.ts';

/** Throws an `InvalidSpecError` where it is no object, or has an option of none of these names. */
export function checkOptions(options: unknown, names: readonly string[], at: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new InvalidSpecError(`${at}: ${show(options)} must be an object${listed(names)}`);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new InvalidSpecError(`${at}: there is no option '${unknown}'${suggest(unknown, names)}`);
}

function listed(names: readonly string[]): string {
  return ` with ${names.map((name) => `'${name}'`).join(', ')}`;
}
