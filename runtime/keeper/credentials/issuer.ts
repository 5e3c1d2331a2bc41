import { isDeepStrictEqual } from 'node:util';
import type { Document } from '../../../model/document/document.ts';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { issuedKeys, toServerSecrets } from '../../../model/keeper/issued-secrets.ts';
import type { ManagedServersSpec } from '../../../model/keeper/keeper.ts';
import type { BusIssuing } from '../../event-bus/contract.ts';
import type { Clock } from '../../support/clock.ts';
import { describe } from '../../support/describe.ts';
import type { Log } from '../../support/log.ts';
import { keepAuthority } from './authority.ts';
import { ClientSecrets } from './client-secrets.ts';
import { type IssuedUser, knowUsers, toClientKey, toKnownBusUser } from './known-users.ts';
import type { PodNudge } from './pods.ts';
import type { SecretStore, StoredSecret } from './secret-store.ts';
import { keepServerCertificate } from './server-certificate.ts';
import type { IssuingTiming } from './timing.ts';
import { readCertificate } from './x509.ts';

export interface IssuerOptions {
  readonly store: SecretStore;
  readonly pods: Pick<PodNudge, 'tell'>;
  readonly issuing: BusIssuing<EventBusSpec>;
  readonly bus: EventBusSpec;
  /** Of the servers and the keeper. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: IssuingTiming;
}

/** For whom credentials are made. */
export interface Issuance {
  readonly documents: readonly Document[];
  readonly isComplete: (namespace: string) => boolean;
  readonly servers: ManagedServersSpec;
}

/** What a round has found. */
export interface IssuingReport {
  /** What could not be done, in a sentence each; the rest was. */
  readonly problems: readonly string[];
  /** Somebody waits for a credential that the servers do not know yet. */
  readonly waiting: boolean;
  /** When certificates expire, in milliseconds since 1970, by the Secret. */
  readonly expiries: Readonly<Record<string, number>>;
  /** The Secrets of clients as they are now, by their name, of the keeper's own namespace. */
  readonly own: ReadonlyMap<string, StoredSecret>;
}

/** What the servers show, and whom everybody is to trust. */
interface Trust {
  readonly bundle: string;
  readonly shown: StoredSecret;
  readonly expiries: Readonly<Record<string, number>>;
}

type ReadClient = Awaited<ReturnType<ClientSecrets['read']>>;

/** Makes what the servers and clients of a bus know each other by. Each round brings the Secrets one step on. */
export class Issuer {
  readonly #options: IssuerOptions;
  readonly #clients: ClientSecrets;
  readonly #names: ReturnType<typeof toServerSecrets>;

  constructor(options: IssuerOptions) {
    this.#options = options;
    this.#clients = new ClientSecrets(options);
    this.#names = toServerSecrets(options.bus.name);
  }

  /** Whatever it is interrupted after, the next round goes on from what the Secrets say. */
  async run({ documents, isComplete, servers }: Issuance): Promise<IssuingReport> {
    const { issuing, bus, namespace, pods } = this.#options;
    const problems: string[] = [];
    const trust = await this.#trust(servers);
    const wanted = issuing.derive({ spec: bus, documents, namespace });
    const read = new Map<string, ReadClient>();
    for (const { client } of wanted)
      await attempt(`Secret of ${toClientKey(client)}`, problems, async () => {
        read.set(toClientKey(client), await this.#clients.read(client));
      });
    const { users, file } = await this.#tellServers(wanted, read, isComplete);
    await attempt("the servers' pods", problems, () =>
      pods.tell([file, trust.shown.data[issuedKeys.certificate] ?? '', trust.bundle]),
    );
    const own = new Map<string, StoredSecret>();
    for (const [key, client] of read)
      await attempt(`Secret of ${key}`, problems, async () => {
        const isKnown = (credential: string, id: string) => this.#isKnown({ users, id, credential, ca: trust.bundle });
        const secret = await this.#clients.give(client, { bundle: trust.bundle, isKnown });
        if (secret && client.name.namespace === namespace) own.set(client.name.name, secret);
      });
    return { problems, own, waiting: this.#clients.waiting, expiries: trust.expiries };
  }

  async #trust({ certificates, hosts }: ManagedServersSpec): Promise<Trust> {
    const { store, namespace, clock, timing } = this.#options;
    if (certificates.issuer === 'secret') return this.#adopt(certificates.secret);
    const name = { namespace, name: this.#names.tls };
    const before = await store.read(name);
    const nowMs = clock.now();
    const ca = { namespace, name: this.#names.ca };
    const authority = await keepAuthority({ store, name: ca, shown: before, nowMs, trustMs: timing.trustMs });
    const { lifetime } = certificates;
    const shown = await keepServerCertificate({ store, name, before, authority, hosts, lifetime, nowMs });
    if (before?.data[issuedKeys.certificate] !== shown.data[issuedKeys.certificate])
      this.#options.log.info('the servers have a new certificate', { secret: name.name });
    return {
      bundle: authority.bundle,
      shown,
      expiries: { ...toExpiry(name.name, shown.data[issuedKeys.certificate]), ...toExpiry(ca.name, authority.bundle) },
    };
  }

  /** Somebody else writes the servers' certificate: clients are told whom to trust. */
  async #adopt(name: string): Promise<Trust> {
    const { store, namespace } = this.#options;
    const shown = await store.read({ namespace, name });
    const bundle = shown?.data[issuedKeys.ca];
    if (!shown || !readCertificate(bundle) || bundle === undefined)
      throw new Error(
        `Secret '${namespace}/${name}' of the servers' certificate holds no ${issuedKeys.ca}; put the authority there`,
      );
    return { bundle, shown, expiries: toExpiry(name, shown.data[issuedKeys.certificate]) };
  }

  async #tellServers(
    wanted: ReturnType<BusIssuing<EventBusSpec>['derive']>,
    read: ReadonlyMap<string, ReadClient>,
    isComplete: (namespace: string) => boolean,
  ) {
    const { store, issuing, namespace, clock, timing } = this.#options;
    const name = { namespace, name: this.#names.users };
    const secret = await store.read(name);
    const before = parseUsers(secret);
    const users = knowUsers({
      before,
      wanted,
      idsOf: (client) => read.get(toClientKey(client))?.ids,
      isComplete,
      nowMs: clock.now(),
      ...timing,
    });
    const file = issuing.render(users.map(toKnownBusUser));
    if (!secret || secret.data[issuedKeys.users] !== file || !isDeepStrictEqual(before, users)) {
      const data = { [issuedKeys.users]: file, [issuedKeys.usersState]: JSON.stringify(users) };
      await store.write(name, { data }, secret);
    }
    return { users, file };
  }

  async #isKnown({
    users,
    id,
    credential,
    ca,
  }: {
    readonly users: readonly IssuedUser[];
    readonly id: string;
    readonly credential: string;
    readonly ca: string;
  }): Promise<boolean> {
    const { issuing, bus, clock, timing } = this.#options;
    const found = users.flatMap(({ ids }) => ids).find((known) => known.id === id);
    if (!found) return false;
    if (found.since === null) return true;
    const answer = await issuing.probe(bus, { credential, ca });
    return answer === 'accepted' || (answer === 'away' && clock.now() - Date.parse(found.since) >= timing.unansweredMs);
  }
}

async function attempt(what: string, problems: string[], run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    problems.push(`${what}: ${describe(error)}`);
  }
}

function parseUsers(secret: StoredSecret | undefined): readonly IssuedUser[] | undefined {
  if (!secret) return undefined;
  try {
    return JSON.parse(secret.data[issuedKeys.usersState] ?? '[]');
  } catch {
    return [];
  }
}

function toExpiry(name: string, pem: string | undefined): Readonly<Record<string, number>> {
  const certificate = readCertificate(pem);
  return certificate ? { [name]: certificate.validToDate.getTime() } : {};
}
