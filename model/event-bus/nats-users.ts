import { toUserName } from './bus-client.ts';
import type { JetStreamUser } from './jetstream-users.ts';

/**
 * How the servers know a user: by the public half of an nkey (`U...`), by a password in the clear or as bcrypt's hash, or
 * by a password in a variable of their environment.
 */
export type NatsCredential =
  | { readonly nkey: string }
  | { readonly password: string }
  | { readonly passwordVariable: string };

/** The `authorization` block of `nats.conf` that lets these users in, and nobody else. */
export function toNatsUsers(
  users: readonly JetStreamUser[],
  credentialOf: (user: JetStreamUser) => NatsCredential,
): string {
  return `authorization {\n  users = [\n${users.map((user) => toEntry(user, credentialOf(user), toPermissions(user))).join('')}  ]\n}\n`;
}

/** A user, and the credentials by which the servers know it. */
export interface KnownNatsUser {
  readonly user: JetStreamUser;
  readonly credentials: readonly NatsCredential[];
}

/** Where the servers of a bus keep all that its clients store. A contract: in another account, streams are others. */
const account = 'eventwright';

/**
 * The `accounts` block of `nats.conf`: one account with JetStream, which lets these users in, and nobody else. What a user
 * with several credentials may do is said once, in a variable before it.
 */
export function toNatsAccount(known: readonly KnownNatsUser[]): string {
  const variables: string[] = [];
  const entries = known.flatMap(({ user, credentials }) => {
    const permissions = toPermissions(user);
    if (credentials.length <= 1) return credentials.map((credential) => toEntry(user, credential, permissions));
    const variable = `permissions_${variables.length}`;
    variables.push(`${variable} = ${permissions}\n`);
    return credentials.map((credential) => toEntry(user, credential, `$${variable}`));
  });
  return `${variables.join('')}accounts {\n  ${account} {\n  jetstream: enabled\n  users = [\n${entries.join('')}  ]\n  }\n}\n`;
}

function toEntry(user: JetStreamUser, credential: NatsCredential, permissions: string): string {
  return `    {
      ${toKnown(user, credential)}
      permissions ${permissions}
    }
`;
}

function toPermissions({ publish, subscribe }: JetStreamUser): string {
  return `{
        publish: [${toLines(publish)}]
        subscribe: [${toLines(subscribe)}]
      }`;
}

function toKnown(user: JetStreamUser, credential: NatsCredential): string {
  if ('nkey' in credential) return `nkey: ${quote(credential.nkey)}`;
  // in quotes it would be no variable
  const password = 'password' in credential ? quote(credential.password) : `$${credential.passwordVariable}`;
  return `user: ${quote(toUserName(user.client))}, password: ${password}`;
}

function toLines(subjects: readonly string[]): string {
  return `\n${subjects.map((subject) => `          ${quote(subject)}\n`).join('')}        `;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
