import type { Json } from '../json.ts';

type Owned = Readonly<Record<string, string>>;

const listens = 'the construct decides where servers listen';
const certificates = "say it by 'tls'";
const users = "say who may connect by 'auth'";
const store = "the volume's size decides it";

/** What a server is told by others, and by what: `nats.conf` has several words for most things. */
const owned: Owned = {
  ...names(
    listens,
    'host',
    'net',
    'port',
    'listen',
    'client_advertise',
    'server_name',
    'pid_file',
    'pidfile',
    'ports_file_dir',
  ),
  ...names(
    listens,
    'http',
    'http_port',
    'https',
    'https_port',
    'monitor_port',
    'http_base_path',
    'log_file',
    'logfile',
  ),
  ...names(certificates, 'tls', 'allow_non_tls', 'tls_allow_non_tls'),
  ...names(users, 'authorization', 'accounts', 'operator', 'operators', 'roots', 'root', 'root_operators', 'include'),
  ...names(
    users,
    'system_account',
    'system',
    'no_auth_user',
    'resolver',
    'resolver_preload',
    'trusted',
    'trusted_keys',
  ),
  ...names(users, 'no_system_account', 'no_system', 'no_sys_acc', 'account_resolver', 'auth_callout'),
  ...names("say it by 'settings.maxPayload'", 'max_payload'),
  ...names("say it by 'settings.maxConnections'", 'max_connections', 'max_conn'),
  ...names("say it by 'settings.maxPending'", 'max_pending'),
  ...names("say it by 'settings.writeDeadline'", 'write_deadline'),
  ...names("say it by 'settings.pingInterval'", 'ping_interval'),
  ...names("say it by 'settings.maxPingsOut'", 'ping_max'),
  ...names("say it by 'settings.lameDuckDuration'", 'lame_duck_duration', 'lame_duck_grace_period'),
  ...names("say it by 'settings.debug'", 'debug'),
  ...names("say it by 'settings.trace'", 'trace'),
};

const ownedInJetStream: Owned = {
  ...names(store, 'store_dir', 'storedir', 'store', 'max_file_store', 'max_file', 'enable', 'enabled'),
  ...names("say it by 'settings.maxMemoryStore'", 'max_memory_store', 'max_mem_store', 'max_mem'),
  ...names("say it by 'settings.encryption'", 'key', 'ek', 'encryption_key', 'prev_key', 'prev_ek', 'cipher'),
  ...names("say it by 'settings.encryption'", 'prev_encryption_key', 'tpm'),
  ...names("say it by 'settings.syncInterval'", 'sync', 'sync_interval'),
};

const ownedInCluster: Owned = {
  ...names(listens, 'name', 'listen', 'host', 'net', 'port', 'routes', 'advertise', 'cluster_advertise'),
  ...names(listens, 'no_advertise', 'connect_retries'),
  ...names(certificates, 'tls', 'authorization', 'permissions'),
};

const blocks: { readonly [block in 'jetstream' | 'cluster']?: Owned } = {
  jetstream: ownedInJetStream,
  cluster: ownedInCluster,
};

/** What is wrong with a key of the raw part. */
interface RawProblem {
  readonly path: string[];
  readonly message: string;
}

/** The keys of a raw part of `nats.conf` that others decide, each with who does, and what the file cannot say. */
export function checkRaw(raw: Readonly<Record<string, Json>>): readonly RawProblem[] {
  return [...findTwins(raw), ...findOwned(raw)];
}

/** NATS' keys know no case: of two that differ in nothing else, the later would win unseen. */
function findTwins(map: Readonly<Record<string, Json>>, path: readonly string[] = []): readonly RawProblem[] {
  const seen = new Map<string, string>();
  return Object.entries(map).flatMap(([name, value]) => {
    const twin = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    const at = [...path, name];
    if (twin !== undefined) return [{ path: at, message: `is '${twin}' again, for NATS knows no case; keep one` }];
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? findTwins(value as Readonly<Record<string, Json>>, at)
      : [];
  });
}

function findOwned(raw: Readonly<Record<string, Json>>): readonly RawProblem[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    if (holdsNull(value)) return [{ path: [name], message: 'must not hold null; leave out what is not set' }];
    const block = blocks[name.toLowerCase() as keyof typeof blocks];
    if (!block) return refuse(owned, [name]);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [{ path: [name], message: "must be a map; it is merged into the construct's own" }];
    return Object.keys(value).flatMap((inner) => refuse(block, [name, inner]));
  });
}

function refuse(table: Owned, path: string[]): readonly RawProblem[] {
  const key = path.at(-1)?.toLowerCase() ?? '';
  return Object.hasOwn(table, key) ? [{ path, message: `is not yours to say here: ${table[key]}; take it out` }] : [];
}

function holdsNull(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.values<Json>(value).some(holdsNull));
}

function names(owner: string, ...keys: readonly string[]): Owned {
  return Object.fromEntries(keys.map((key) => [key, owner]));
}
