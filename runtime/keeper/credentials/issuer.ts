import { isDeepStrictEqual } from 'node:util';
import type { Document } from '../../../model/document/document.ts';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { issuedKeys, toServerSecrets } from '../../../model/keeper/issued-secrets.ts';
import type { ManagedServersSpec } from '../../../model/keeper/keeper.ts';
import type { BusIssuing } from '../../event-bus/contract.ts';
import type { Clock } from '../../support/clock.ts';
import { describe } from '../../support/describe.ts';
import type { Log } from '../../support/log.ts';
import { ClientSecrets, type ReadClient, type ReadOptions } from './client-secrets.ts';
import { fitUsers } from './fit-users.ts';
import { type IssuedUser, knowUsers, toClientKey, toKnownBusUser, toOwners } from './known-users.ts';
import type { PodNudge } from './pods.ts';
import type { SecretStore, StoredSecret } from './secret-store.ts';
import { someAtOnce } from './some-at-once.ts';
import type { IssuingTiming } from './timing.ts';
import { keepTrust, type Trust } from './trust.ts';
import { readUsersState, writeUsersState } from './users-state.ts';

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
  /** When certificates expire that were seen last, in milliseconds since 1970, by the Secret. */
  readonly expiries: Readonly<Record<string, number>>;
  /** The Secrets of clients as they are now, by their name, of the keeper's own namespace. */
  readonly own: ReadonlyMap<string, StoredSecret>;
}

/** The Secret of the servers' users, and who was in it. */
interface Known {
  readonly secret: StoredSecret;
  readonly before: readonly IssuedUser[] | undefined;
}

/** Whom the servers know, and the file that says so. */
interface Told {
  readonly users: readonly IssuedUser[];
  readonly file: string;
}

interface TellOptions extends Pick<Issuance, 'isComplete'> {
  readonly known: Known;
  readonly wanted: ReturnType<BusIssuing<EventBusSpec>['derive']>;
  readonly read: ReadonlyMap<string, ReadClient>;
  readonly problems: string[];
}

/** A credential that is to be tried. */
interface Shown {
  readonly problems: string[];
  /** What other credentials have met in the same round. */
  readonly met: { away: boolean };
  readonly key: string;
  readonly told: Told | undefined;
  readonly trust: Trust | undefined;
  readonly id: string;
  readonly credential: string;
}

/** The API server takes no Secret of more than 1 MiB. */
const maxUsersBytes = 2 ** 20 - 8 * 2 ** 10;

/** Makes what the servers and clients of a bus know each other by. Each round brings the Secrets one step on. */
export class Issuer {
  readonly #options: IssuerOptions;
  readonly #clients: ClientSecrets;
  readonly #names: ReturnType<typeof toServerSecrets>;
  #expiries: IssuingReport['expiries'] = {};

  constructor(options: IssuerOptions) {
    this.#options = options;
    this.#clients = new ClientSecrets(options);
    this.#names = toServerSecrets(options.bus.name);
  }

  /** Whatever it is interrupted after, the next round goes on from what the Secrets say. */
  async run({ documents, isComplete, servers }: Issuance): Promise<IssuingReport> {
    const { issuing, bus, namespace, pods } = this.#options;
    const problems: string[] = [];
    const trust = await attempt("the servers' certificate", problems, () => keepTrust(servers, this.#options));
    if (trust) this.#expiries = trust.expiries;
    const ownUsers = servers.users === 'own';
    const derived = issuing.derive({ spec: bus, documents, namespace });
    // operators have users of their own then, too
    const wanted = ownUsers ? derived.filter(({ client }) => client.component !== 'operator') : derived;
    const known = ownUsers ? undefined : await attempt("the servers' users", problems, () => this.#readUsers());
    const owners = toOwners(known?.before ?? []);
    const clients = wanted.map(({ client }) => client);
    const read = await this.#readClients(clients, { users: servers.users, owners, problems });
    const told =
      known &&
      (await attempt("the servers' users", problems, () =>
        this.#tellServers({ known, wanted, read, isComplete, problems }),
      ));
    const certificate = trust?.shown.data[issuedKeys.certificate];
    await attempt("the servers' pods", problems, () =>
      pods.tell([told?.file, certificate, trust?.bundle].map((content) => content ?? '')),
    );
    const own = new Map<string, StoredSecret>();
    const met = { away: false };
    await someAtOnce([...read], async ([key, client]) => {
      const isKnown = (credential: string, id: string) =>
        this.#isKnown({ problems, met, key, told, trust, id, credential });
      const given = { bundle: trust?.bundle, isKnown };
      const secret = await attempt(key, problems, () => this.#clients.give(client, given));
      if (secret && client.name.namespace === namespace) own.set(client.name.name, secret);
    });
    return { problems, own, waiting: this.#clients.waiting, expiries: this.#expiries };
  }

  async #readClients(
    clients: readonly IssuedUser['client'][],
    { problems, ...options }: ReadOptions & { readonly problems: string[] },
  ): Promise<ReadonlyMap<string, ReadClient>> {
    this.#clients.forgetOthers(clients);
    const read = new Map<string, ReadClient>();
    await someAtOnce(clients, async (client) => {
      const key = toClientKey(client);
      const found = await attempt(key, problems, () => this.#clients.read(client, options));
      if (found?.twin !== undefined)
        problems.push(`${key}: its Secret holds the credential of ${found.twin}; it gets one of its own`);
      if (found) read.set(key, found);
    });
    return read;
  }

  async #readUsers(): Promise<Known> {
    const { store, namespace } = this.#options;
    const secret = await store.read({ namespace, name: this.#names.users });
    return { secret, before: readUsersState(secret) };
  }

  async #tellServers({ known, wanted, read, isComplete, problems }: TellOptions): Promise<Told> {
    const { store, namespace, clock, timing } = this.#options;
    const { secret, before } = known;
    const idsOf = (client: IssuedUser['client']) => read.get(toClientKey(client))?.ids;
    const all = knowUsers({ before, wanted, idsOf, isComplete, nowMs: clock.now(), ...timing });
    const sizeOf = (some: readonly IssuedUser[]) =>
      Buffer.byteLength(this.#render(some)) + writeUsersState(some).length;
    const { users, leftOut } = fitUsers(all, { sizeOf, most: maxUsersBytes });
    for (const { client } of leftOut)
      problems.push(
        `${toClientKey(client)}: the servers' file has no room for it; declare less in '${client.namespace}'`,
      );
    const file = this.#render(users);
    if (secret.data[issuedKeys.users] !== file || !isDeepStrictEqual(before, users)) {
      const data = { [issuedKeys.users]: file, [issuedKeys.usersState]: writeUsersState(users) };
      await store.write({ namespace, name: this.#names.users }, { data }, secret);
    }
    return { users, file };
  }

  #render(users: readonly IssuedUser[]): string {
    return this.#options.issuing.render(users.map(toKnownBusUser));
  }

  async #isKnown({ problems, met, key, told, trust, id, credential }: Shown): Promise<boolean> {
    const { issuing, bus, clock, timing } = this.#options;
    const found = told?.users.flatMap(({ ids }) => ids).find((known) => known.id === id);
    if (!found) return false;
    if (found.since === null) return true;
    if (!trust) return false;
    const waitedMs = clock.now() - Date.parse(found.since);
    // to find a server away takes long, and then none but those that have waited are known
    if (met.away && waitedMs < timing.unansweredMs) return false;
    const answer = await issuing.probe(bus, { credential, ca: trust.bundle });
    if (answer === 'away') met.away = true;
    if (answer === 'refused' && waitedMs >= timing.refusedMs)
      problems.push(
        `${key}: a server refuses its new credential since ${found.since}; see in the servers' logs why they do not read their users anew`,
      );
    return answer === 'accepted' || (answer === 'away' && waitedMs >= timing.unansweredMs);
  }
}

/** What it comes to; nothing where it is a problem. */
async function attempt<T>(what: string, problems: string[], run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    problems.push(`${what}: ${describe(error)}`);
    return undefined;
  }
}
