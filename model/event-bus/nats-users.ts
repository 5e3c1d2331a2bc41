import type { JetStreamUser } from './jetstream-users.ts';

/** How the servers know a user: by the public half of an nkey (`U...`), or by a password in the clear or as bcrypt's hash. */
export type NatsCredential = { readonly nkey: string } | { readonly password: string };

/** The name by which a user with a password connects: `worker.ci.main`. */
export function toUserName({ client: { component, namespace, name } }: Pick<JetStreamUser, 'client'>): string {
  return `${component}.${namespace}.${name}`;
}

/** The `authorization` block of `nats.conf` that lets these users in, and nobody else. */
export function toNatsUsers(
  users: readonly JetStreamUser[],
  credentialOf: (user: JetStreamUser) => NatsCredential,
): string {
  return `authorization {\n  users = [\n${users.map((user) => toEntry(user, credentialOf(user))).join('')}  ]\n}\n`;
}

function toEntry(user: JetStreamUser, credential: NatsCredential): string {
  const { publish, subscribe } = user;
  const known =
    'nkey' in credential
      ? `nkey: ${quote(credential.nkey)}`
      : `user: ${quote(toUserName(user))}, password: ${quote(credential.password)}`;
  return `    {
      ${known}
      permissions {
        publish: [${toLines(publish)}]
        subscribe: [${toLines(subscribe)}]
      }
    }
`;
}

function toLines(subjects: readonly string[]): string {
  return `\n${subjects.map((subject) => `          ${quote(subject)}\n`).join('')}        `;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
