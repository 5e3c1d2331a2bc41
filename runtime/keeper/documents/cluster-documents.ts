import { isDeepStrictEqual } from 'node:util';
import type { Document, KeeperDocument, WorkerDocument } from '../../../model/document/document.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import { documentLabels } from '../../../model/keeper/issued-secrets.ts';
import { readDocuments } from '../../process/read-documents.ts';
import { type Clock, sleep } from '../../support/clock.ts';
import { describe } from '../../support/describe.ts';
import type { KubernetesClient } from '../../support/kubernetes/client.ts';
import { type FollowedObjects, followObjects } from '../../support/kubernetes/follow-objects.ts';
import type { DocumentFeed, KnownDocuments } from './document-feed.ts';
import { type ConfigMap, type ReadConfigMapOptions, readConfigMap } from './read-config-map.ts';

export interface ClusterDocumentsOptions {
  readonly client: Pick<KubernetesClient, 'request' | 'watch'>;
  /** Holds the keeper's own document. */
  readonly folder: string;
  /** The keeper's own. */
  readonly namespace: string;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** What the first reading waits for, for half a minute at the most. */
  readonly onWait: (reason: string) => void;
}

interface Followed {
  readonly configMaps: FollowedObjects<ConfigMap>;
  /** By the ConfigMap's name: what it held when it could be read last. */
  readonly read: Map<string, ReadConfigMap>;
}

interface ReadConfigMap {
  readonly of: ConfigMap;
  readonly documents: readonly WorkerDocument[] | undefined;
  readonly problem?: string;
}

const lookAgainMs = 100;
const patienceMs = 30_000;
const longestProblem = 500;

/** The keeper's own document lies in its folder; all others are in labelled ConfigMaps, which it watches. */
export function followClusterDocuments(options: ClusterDocumentsOptions): DocumentFeed {
  const followed = new Map<string, Followed>();
  let own: KeeperDocument | undefined;
  let changed = true;
  let known: KnownDocuments | undefined;

  return {
    async read(signal) {
      const keeper = await readOwn(options.folder);
      if (JSON.stringify(keeper) !== JSON.stringify(own)) {
        own = keeper;
        changed = true;
        for (const { read } of followed.values()) read.clear();
        await follow(keeper);
      }
      if (!known) await allAsked(signal);
      if (!changed && known) return known;
      changed = false;
      known = gather(own ?? keeper);
      return known;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...followed.values()].map(({ configMaps }) => configMaps[Symbol.asyncDispose]()));
    },
  };

  async function follow({ bus, spec }: KeeperDocument): Promise<void> {
    const namespaces = new Set([options.namespace, ...(spec.namespaces ?? [])]);
    for (const [namespace, { configMaps }] of followed) {
      if (namespaces.has(namespace)) continue;
      followed.delete(namespace);
      await configMaps[Symbol.asyncDispose]();
    }
    for (const namespace of namespaces) {
      if (followed.has(namespace)) continue;
      const configMaps = followObjects<ConfigMap>({
        ...options,
        path: `/api/v1/namespaces/${namespace}/configmaps`,
        labelSelector: `${documentLabels.document} in (event-source,sensor),${documentLabels.bus}=${bus.name}`,
        onChange() {
          changed = true;
        },
      });
      followed.set(namespace, { configMaps, read: new Map() });
    }
  }

  /** Whatever the others say, a namespace that never answers is one of which nothing is known. */
  async function allAsked(signal: AbortSignal): Promise<void> {
    const untilMs = options.clock.now() + patienceMs;
    while (options.clock.now() < untilMs) {
      const missing = [...followed].find(([, { configMaps }]) => !configMaps.objects && !configMaps.refused);
      if (!missing) return;
      const [namespace, { configMaps }] = missing;
      options.onWait(`the ConfigMaps of '${namespace}' are not listed yet${toTail(configMaps.trouble)}`);
      await sleep(options.clock, lookAgainMs, signal);
    }
  }

  function gather(keeper: KeeperDocument): KnownDocuments {
    const problems: string[] = [];
    const incomplete = new Set<string>();
    const documents = [...followed].flatMap(([namespace, one]) => {
      const { configMaps } = one;
      const { objects, trouble, refused } = configMaps;
      if (trouble) problems.push(`the ConfigMaps of '${namespace}' cannot be listed${toTail(trouble)}`);
      else if (!objects) problems.push(`the ConfigMaps of '${namespace}' are not listed yet`);
      if (refused || !objects) incomplete.add(namespace);
      const read = readAll(one, { namespace, keeper, keeperNamespace: keeper.metadata.namespace ?? options.namespace });
      for (const { problem, documents: kept } of read) {
        if (problem !== undefined) problems.push(problem);
        if (kept === undefined) incomplete.add(namespace);
      }
      return read.flatMap(({ documents: kept = [] }) => kept);
    });
    const { unique, twins } = withoutTwins(documents);
    return {
      documents: [keeper, ...unique],
      isComplete: (namespace) => !incomplete.has(namespace),
      problems: [...problems, ...twins].map(shortened),
    };
  }
}

function shortened(problem: string): string {
  return problem.length > longestProblem ? `${problem.slice(0, longestProblem)}…` : problem;
}

function toTail(trouble: string | undefined): string {
  return trouble === undefined ? '' : `: ${trouble}`;
}

async function readOwn(folder: string): Promise<KeeperDocument> {
  const [keeper, ...others] = await readDocuments(folder);
  if (keeper?.kind === 'Keeper' && others.length === 0) return keeper;
  throw new InvalidSpecError(`${folder}: holds something beside one Keeper; mount the keeper's own ConfigMap there`);
}

/** In the order of their names; one that cannot be read any more stays as it was. */
function readAll({ configMaps, read }: Followed, options: ReadConfigMapOptions): readonly ReadConfigMap[] {
  const objects = configMaps.objects ?? new Map<string, ConfigMap>();
  for (const name of read.keys()) if (!objects.has(name)) read.delete(name);
  for (const [name, of] of objects) {
    const before = read.get(name);
    if (before?.of === of) continue;
    if (!isOurs(of, options)) read.delete(name);
    else if (before && isDeepStrictEqual(before.of.data, of.data)) read.set(name, { ...before, of });
    else read.set(name, readOne(of, before, options));
  }
  return [...read].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** A bus of another namespace may have the same name. */
function isOurs({ metadata }: ConfigMap, { keeper, keeperNamespace }: ReadConfigMapOptions): boolean {
  const busNamespace = metadata.labels?.[documentLabels.busNamespace];
  return keeper.spec.servers === undefined || busNamespace === undefined || busNamespace === keeperNamespace;
}

/** Whatever is wrong with it, even that it nests too deep for whoever reads it, is wrong with it alone. */
function readOne(of: ConfigMap, before: ReadConfigMap | undefined, options: ReadConfigMapOptions): ReadConfigMap {
  try {
    return { of, documents: readConfigMap(of, options) };
  } catch (error) {
    const at = `ConfigMap ${options.namespace}/${of.metadata.name}`;
    const problem =
      error instanceof InvalidSpecError
        ? error.message
        : `${at}: it cannot be read (${describe(error)}); synthesize it again`;
    return { of, documents: before?.documents, problem };
  }
}

/** Two of one name would do everything twice: the first counts. */
function withoutTwins(documents: readonly WorkerDocument[]) {
  const unique = new Map<string, Document>();
  const twins: string[] = [];
  for (const document of documents) {
    const { kind, metadata } = document;
    const key = `${kind} '${metadata.namespace}/${metadata.name}'`;
    if (unique.has(key)) twins.push(`${key} is in two ConfigMaps; remove one of them`);
    else unique.set(key, document);
  }
  return { unique: [...unique.values()], twins };
}
