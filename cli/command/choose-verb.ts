import { suggest } from '../../model/suggest.ts';
import { usageError } from './command-error.ts';

/** The verb that was asked for. Throws a usage error that names all of them where there is no such verb. */
export function chooseVerb<Name extends string>(names: readonly Name[], asked: string | undefined): Name {
  const verb = names.find((name) => name === asked);
  if (verb !== undefined) return verb;
  const wrong = asked === undefined ? '' : `: '${asked}' is none${suggest(asked, names)}`;
  throw usageError(`say what to do, ${names.join(', ')}${wrong}`);
}
