import {
  type Document,
  isWorkerDocument,
  type KeeperDocument,
  type WorkerDocument,
} from '../../model/document/document.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { type KeeperSpec, keeperSchema } from '../../model/keeper/keeper.ts';
import { toKeeperWorker } from '../../model/keeper/keeper-worker.ts';
import { parseSpec } from '../../model/schema.ts';
import type { DeclaredOnBus } from '../event-bus/contract.ts';
import { isOf } from './bus-view.ts';
import { readDeclared, toWorkerKey, type WorkerName } from './declared.ts';
import type { Situation } from './round.ts';

/** How a bus is kept, as documents say. */
export interface KeptBus extends Situation {
  readonly bus: EventBusSpec;
  readonly onBus: DeclaredOnBus;
  readonly spec: KeeperSpec;
  /** The keeper's name. */
  readonly keeper: string;
  /** Its own place among the workers. */
  readonly self: WorkerName;
  /** None of the documents is a keeper's: the defaults hold. */
  readonly byDefault: boolean;
}

/**
 * Throws an `InvalidSpecError` where documents are of several buses, or have several keepers. Documents that name no
 * namespace are of `namespace`. By default, they are all that every namespace has.
 */
export function readSituation(
  documents: readonly Document[],
  namespace: string,
  isComplete: Situation['isComplete'] = () => true,
): KeptBus {
  const keeper = onlyKeeper(documents);
  const spec = keeper?.spec ?? parseSpec(keeperSchema, {}, 'keeper');
  const { name = 'keeper', namespace: own = namespace } = keeper?.metadata ?? {};
  const self = { namespace: own, worker: toKeeperWorker(name) };
  const kept = documents
    .filter(isWorkerDocument)
    .filter(({ metadata }) => isKept(spec, own, metadata.namespace ?? namespace));
  const declared = readDeclared(kept, namespace);
  if (declared.workers.some((worker) => isOf(worker, self)))
    throw new InvalidSpecError(`${toWorkerKey(self)} is a worker, and where keeper '${name}' is; rename one of them`);
  const onBus = { documents: [...(keeper ? [keeper] : []), ...kept], namespace };
  return {
    bus: onlyBus(keeper, kept),
    spec,
    keeper: name,
    self,
    declared,
    onBus,
    isComplete,
    byDefault: keeper === undefined,
  };
}

/** Whoever runs the servers of a namespace has its own event sources and sensors there. */
function isKept({ namespaces, servers }: KeeperSpec, own: string, namespace: string): boolean {
  if (!namespaces || (servers && namespace === own)) return true;
  return namespaces.includes(namespace);
}

function onlyKeeper(documents: readonly Document[]): KeeperDocument | undefined {
  const [keeper, another] = documents.filter((document) => document.kind === 'Keeper');
  if (!keeper || !another) return keeper;
  throw new InvalidSpecError(
    `'${keeper.metadata.name}' and '${another.metadata.name}' are keepers; a bus has one, so give each its own folder`,
  );
}

/** The keeper connects with its own credentials; its bus is known to others by the name. */
function onlyBus(keeper: KeeperDocument | undefined, documents: readonly WorkerDocument[]): EventBusSpec {
  const buses = [keeper, ...documents].flatMap((document) => document?.bus ?? []);
  const [bus] = buses;
  if (!bus) throw new InvalidSpecError('no document names an event bus; declare a source, a sensor or a Keeper');
  const another = buses.find(({ kind, name }) => kind !== bus.kind || name !== bus.name);
  if (!another) return bus;
  throw new InvalidSpecError(`documents of the event buses '${bus.name}' and '${another.name}'; a keeper has one`);
}
