import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { apiVersion, type Document } from '../../model/document/document.ts';
import { findRefs, findSecrets } from '../../model/document/find-secrets.ts';
import { minRuntime, version } from '../../model/document/version.ts';
import { documentLabels } from '../../model/keeper/issued-secrets.ts';
import type { SecretRef } from '../../model/secret-ref.ts';
import { toBusLabels } from '../event-bus/bus-labels.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';

export interface DocumentProps<Kind extends Document['kind']> {
  readonly kind: Kind;
  readonly name: string;
  /** What runs it; a keeper runs itself. */
  readonly worker?: { readonly name: string };
  readonly bus: IEventBus;
  /** Called at synthesis, when nothing can be added any more. */
  readonly spec: () => Extract<Document, { readonly kind: Kind }>['spec'];
}

/** A document in its ConfigMap. */
export interface AddedDocument {
  readonly configMap: string;
  readonly file: string;
  /** As it is now: things may be added until synthesis. */
  readonly read: () => { readonly text: string; readonly busSecrets: SecretRef[]; readonly secrets: SecretRef[] };
}

const components = { EventSource: 'event-source', Sensor: 'sensor', Keeper: 'keeper' } as const;

/** Adds the ConfigMap that holds a configuration document, to be found by its label. */
export function addDocument<Kind extends Document['kind']>(
  scope: Construct,
  { kind, name, worker, bus: of, spec }: DocumentProps<Kind>,
): AddedDocument {
  const component = components[kind];
  const configMap = `${name}-${component}`;
  const file = `${component}.json`;
  const { namespace } = Chart.of(scope);
  const metadata = { name, ...(namespace !== undefined && { namespace }), ...(worker && { worker: worker.name }) };
  const client = worker ? { component: 'worker' as const, name: worker.name } : { component: 'keeper' as const, name };
  const bus = of.configFor?.({ ...client, ...(namespace !== undefined && { namespace }) }) ?? of.config;
  const toText = (spec: unknown) =>
    `${JSON.stringify({ apiVersion, minRuntime, kind, metadata, bus, spec }, undefined, 2)}\n`;
  new ApiObject(scope, 'config-map', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: configMap,
      labels: {
        'app.kubernetes.io/name': 'eventwright',
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/component': component,
        'app.kubernetes.io/part-of': 'eventwright',
        'app.kubernetes.io/managed-by': 'eventwright',
        'app.kubernetes.io/version': version,
        [documentLabels.document]: component,
        ...toBusLabels(of),
      },
    },
    data: Lazy.any({ produce: () => ({ [file]: toText(spec()) }) }),
  });
  return {
    configMap,
    file,
    read: () => {
      const now = spec();
      return {
        text: toText(now),
        busSecrets: findRefs(bus),
        secrets: findSecrets({ kind, spec: now }).map(({ ref }) => ref),
      };
    },
  };
}
