import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { issuedKeys } from '../../../model/keeper/issued-secrets.ts';
import type { IssuedUser } from './known-users.ts';
import type { StoredSecret } from './secret-store.ts';

const time = z.iso.datetime();
const usersSchema = z.array(
  z.strictObject({
    client: z.strictObject({
      component: z.enum(['worker', 'keeper', 'operator']),
      namespace: z.string(),
      name: z.string(),
    }),
    grants: z.record(z.string(), z.record(z.string(), time.nullable())),
    ids: z.array(z.strictObject({ id: z.string(), since: time.nullable(), until: time.optional() })),
  }),
) as z.ZodType<readonly IssuedUser[], unknown>;

const maxStateBytes = 64 * 2 ** 20;

/** Whom the servers know, as text for their Secret: subjects are much alike, and a Secret holds no more than 1 MiB. */
export function writeUsersState(users: readonly IssuedUser[]): string {
  return gzipSync(JSON.stringify(users)).toString('base64');
}

/**
 * Absent where the servers have never had a file: they cannot have started. Nobody where somebody else has spoilt the state:
 * what is declared is known again after the same round.
 */
export function readUsersState({ data }: StoredSecret): readonly IssuedUser[] | undefined {
  const state = data[issuedKeys.usersState];
  if (state === undefined && data[issuedKeys.users] === undefined) return undefined;
  try {
    const text = gunzipSync(Buffer.from(state ?? '', 'base64'), { maxOutputLength: maxStateBytes }).toString();
    return usersSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
