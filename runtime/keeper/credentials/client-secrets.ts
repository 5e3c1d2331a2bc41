import { issuedKeys, toClientSecret } from '../../../model/keeper/issued-secrets.ts';
import type { ManagedServersSpec } from '../../../model/keeper/keeper.ts';
import type { BusIssuing, BusUser } from '../../event-bus/contract.ts';
import { type ClientIds, toClientKey } from './known-users.ts';
import { findRequest, type SecretName, type SecretStore, type StoredSecret, toDone } from './secret-store.ts';

type Client = BusUser['client'];

export interface ReadClient {
  /** Whose credential its Secret holds, where that is another's. */
  readonly twin: string | undefined;
  readonly client: Client;
  readonly name: SecretName;
  readonly secret: StoredSecret;
  readonly ids: ClientIds;
}

interface ClientSecretsOptions {
  readonly store: SecretStore;
  readonly issuing: Pick<BusIssuing<never>, 'create' | 'identify' | 'credentialKey'>;
}

export interface ReadOptions {
  readonly users: ManagedServersSpec['users'];
  /** Whose each credential is; whoever is read first has one that was nobody's. */
  readonly owners: Map<string, string>;
}

interface GiveOptions {
  /** Whom the client is to trust; absent where that is not known now. */
  readonly bundle: string | undefined;
  /** Whether all servers know a new credential. */
  readonly isKnown: (credential: string, id: string) => Promise<boolean>;
}

/**
 * The Secrets with which clients connect. A credential that no client has yet is only in memory: who comes after a
 * keeper that dies makes another one, and the servers forget the first.
 */
export class ClientSecrets {
  readonly #options: ClientSecretsOptions;
  readonly #next = new Map<string, string>();

  constructor(options: ClientSecretsOptions) {
    this.#options = options;
  }

  /** Whether somebody waits for a new credential. */
  get waiting(): boolean {
    return this.#next.size > 0;
  }

  /** Whoever is no longer declared waits for nothing. */
  forgetOthers(clients: readonly Client[]): void {
    const keys = new Set(clients.map(toClientKey));
    for (const key of this.#next.keys()) if (!keys.has(key)) this.#next.delete(key);
  }

  /**
   * Reads a client's Secret; makes a new credential where it has none of its own, or somebody asked for it, unless its
   * user is somebody's own.
   */
  async read(client: Client, { users, owners }: ReadOptions): Promise<ReadClient> {
    const { store, issuing } = this.#options;
    const name = { namespace: client.namespace, name: toClientSecret(client) };
    const secret = await store.read(name);
    const found = issuing.identify(secret.data[issuing.credentialKey] ?? '');
    const key = toClientKey(client);
    const owner = found === undefined || users === 'own' ? key : (owners.get(found) ?? key);
    if (found !== undefined) owners.set(found, owner);
    const twin = owner === key ? undefined : owner;
    const held = twin === undefined ? found : undefined;
    const isRight = held !== undefined && findRequest(secret) === undefined;
    if (isRight || users === 'own') this.#next.delete(key);
    else if (!this.#next.has(key)) this.#next.set(key, issuing.create());
    const next = this.#next.get(key);
    return { client, name, secret, twin, ids: { held, next: next === undefined ? undefined : issuing.identify(next) } };
  }

  /** Gives a client what it is to have by now; its Secret as it is then. */
  async give(read: ReadClient, { bundle, isKnown }: GiveOptions): Promise<StoredSecret> {
    const { store, issuing } = this.#options;
    const { client, name, secret, ids } = read;
    const next = this.#next.get(toClientKey(client));
    const ca = bundle === undefined ? {} : { [issuedKeys.ca]: bundle };
    if (next !== undefined && ids.next !== undefined && (await isKnown(next, ids.next))) {
      const data = { ...ca, [issuing.credentialKey]: next };
      const given = await store.write(name, { data, annotations: toDone(findRequest(secret)) }, secret);
      this.#next.delete(toClientKey(client));
      return given;
    }
    if (bundle === undefined || secret.data[issuedKeys.ca] === bundle) return secret;
    return store.write(name, { data: ca }, secret);
  }
}
