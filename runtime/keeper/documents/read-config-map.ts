import { isWorkerDocument, type KeeperDocument, type WorkerDocument } from '../../../model/document/document.ts';
import { parseDocument } from '../../../model/document/parse-document.ts';
import type { EventBusSpec } from '../../../model/event-bus/event-bus.ts';
import { reachOf } from '../../../model/event-bus/reach-of.ts';
import { InvalidSpecError } from '../../../model/invalid-spec-error.ts';
import type { NamedObject } from '../../support/kubernetes/follow-objects.ts';
import { readDeclared } from '../declared.ts';
import { canBeSameServers } from './same-servers.ts';

/** As the API has it. */
export interface ConfigMap extends NamedObject {
  readonly metadata: NamedObject['metadata'] & { readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
}

export interface ReadConfigMapOptions {
  readonly namespace: string;
  readonly keeper: KeeperDocument;
  readonly keeperNamespace: string;
}

/**
 * The documents in a ConfigMap, each of its namespace whether it says so or not. Throws an `InvalidSpecError` that begins
 * with the ConfigMap's name, also where a document speaks for another namespace or bus: who may write a ConfigMap there
 * shall write nothing elsewhere. Reading is another matter: a dependency may be on the events of any namespace.
 */
export function readConfigMap(
  { metadata, data = {} }: ConfigMap,
  { namespace, keeper, keeperNamespace }: ReadConfigMapOptions,
): readonly WorkerDocument[] {
  const files = Object.keys(data).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => {
    const at = `ConfigMap ${namespace}/${metadata.name}: ${file}`;
    const document = parseDocument(data[file] ?? '', at);
    if (!isWorkerDocument(document))
      throw new InvalidSpecError(`${at}: it is a Keeper; the keeper takes its own from its folder alone`);
    const { kind, name } = document.bus;
    if (kind !== keeper.bus.kind || name !== keeper.bus.name)
      throw new InvalidSpecError(
        `${at}: it is on the event bus '${name}', and labelled for '${keeper.bus.name}'; synthesize it again`,
      );
    if (!canBeSameServers({ bus: document.bus, namespace }, { bus: keeper.bus, namespace: keeperNamespace }))
      throw new InvalidSpecError(
        `${at}: it is on another event bus '${name}', ${show(document.bus)}, and the keeper's is ${show(keeper.bus)}; give one of the two another name, or both the same servers`,
      );
    if ((document.metadata.namespace ?? namespace) !== namespace)
      throw new InvalidSpecError(
        `${at}: it is of the namespace '${document.metadata.namespace}'; apply it there, not in '${namespace}'`,
      );
    if (document.metadata.worker === keeper.metadata.name && namespace === keeperNamespace)
      throw new InvalidSpecError(`${at}: its worker is named as the keeper is; rename one of them`);
    const placed = { ...document, metadata: { ...document.metadata, namespace } };
    checkRuns(placed, { namespace, at });
    return placed;
  });
}

function show(bus: EventBusSpec): string {
  const { servers, within } = reachOf(bus);
  const named = servers.map(({ host, port }) => `${host}:${port}`).join(', ');
  return `${named || bus.kind}${within === undefined ? '' : ` (in '${within}')`}`;
}

/** One that cannot run would stand in the way of all others. */
function checkRuns(document: WorkerDocument, { namespace, at }: { readonly namespace: string; readonly at: string }) {
  try {
    readDeclared([document], namespace);
  } catch (error) {
    if (!(error instanceof InvalidSpecError)) throw error;
    throw new InvalidSpecError(`${at}: ${error.message}`, { cause: error });
  }
}
