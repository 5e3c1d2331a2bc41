import type { JetStreamUser } from './jetstream-users.ts';

/**
 * How the servers know a user: by the public half of an nkey (`U...`), by a password in the clear or as bcrypt's hash, or
 * by a password in a variable of their environment.
 */
export type NatsCredential =
  | { readonly nkey: string }
  | { readonly password: string }
  | { readonly passwordVariable: string };

/** The name by which a user with a password connects: `worker.ci.main`. */
export function toUserName({ client: { component, namespace, name } }: Pick<JetStreamUser, 'client'>): string {
  return `${component}.${namespace}.${name}`;
}

/** A variable of its own for each user's password: `EW_WORKER_CI_MAIN`. A dash in a name is two underscores. */
export function toPasswordVariable({ client: { component, namespace, name } }: Pick<JetStreamUser, 'client'>): string {
  const tokens = [component, namespace, name].map((token) => token.replaceAll('-', '__'));
  return `EW_${tokens.join('_')}`.toUpperCase();
}

/** The `authorization` block of `nats.conf` that lets these users in, and nobody else. */
export function toNatsUsers(
  users: readonly JetStreamUser[],
  credentialOf: (user: JetStreamUser) => NatsCredential,
): string {
  return `authorization {\n  users = [\n${users.map((user) => toEntry(user, credentialOf(user))).join('')}  ]\n}\n`;
}

/** A user, and one of the credentials by which the servers know it. */
export interface KnownNatsUser {
  readonly user: JetStreamUser;
  readonly credential: NatsCredential;
}

/** Where the servers of a bus keep all that its clients store. A contract: in another account, streams are others. */
const account = 'eventwright';

/** The `accounts` block of `nats.conf`: one account with JetStream, which lets these users in, and nobody else. */
export function toNatsAccount(known: readonly KnownNatsUser[]): string {
  const entries = known.map(({ user, credential }) => toEntry(user, credential)).join('');
  return `accounts {\n  ${account} {\n  jetstream: enabled\n  users = [\n${entries}  ]\n  }\n}\n`;
}

function toEntry(user: JetStreamUser, credential: NatsCredential): string {
  const { publish, subscribe } = user;
  return `    {
      ${toKnown(user, credential)}
      permissions {
        publish: [${toLines(publish)}]
        subscribe: [${toLines(subscribe)}]
      }
    }
`;
}

function toKnown(user: JetStreamUser, credential: NatsCredential): string {
  if ('nkey' in credential) return `nkey: ${quote(credential.nkey)}`;
  // in quotes it would be no variable
  const password = 'password' in credential ? quote(credential.password) : `$${credential.passwordVariable}`;
  return `user: ${quote(toUserName(user))}, password: ${password}`;
}

function toLines(subjects: readonly string[]): string {
  return `\n${subjects.map((subject) => `          ${quote(subject)}\n`).join('')}        `;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
