import type { Document } from '../../model/document/document.ts';
import { findSecrets } from '../../model/document/find-secrets.ts';
import type { Secrets } from '../../runtime/support/secrets.ts';
import { CommandError } from '../command/command-error.ts';
import { defaultNamespace } from './default-namespace.ts';

/** Reads every secret that the documents refer to. Throws one error that names each that is missing, and its users. */
export async function requireSecrets(documents: readonly Document[], secrets: Secrets): Promise<void> {
  const users = new Map<string, { readonly problem: string; readonly users: string[] }>();
  for (const { ref, user } of documents.flatMap(findUses)) {
    const problem = await secrets.read(ref).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (problem === undefined) continue;
    const known = users.get(problem) ?? { problem, users: [] };
    known.users.push(user);
    users.set(problem, known);
  }
  if (users.size === 0) return;
  const lines = [...users.values()].map((missing) => `${missing.users.join(', ')}: ${missing.problem}`);
  throw new CommandError(lines.join('\n'));
}

/** `ci/github: event 'push'` */
function findUses(document: Document) {
  const { name, namespace = defaultNamespace } = document.metadata;
  return findSecrets(document).map(({ ref, part }) => ({
    ref,
    user: [`${namespace}/${name}`, ...(part === undefined ? [] : [part])].join(': '),
  }));
}
