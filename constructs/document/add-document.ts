import { ApiObject, Chart, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { apiVersion, type Document } from '../../model/document/document.ts';
import { minRuntime, version } from '../../model/document/version.ts';
import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';

export interface DocumentProps<Kind extends Document['kind']> {
  readonly kind: Kind;
  readonly name: string;
  /** The worker that runs it; a keeper has none. */
  readonly worker?: string;
  readonly bus: EventBusSpec;
  /** Called at synthesis, when nothing can be added any more. */
  readonly spec: () => Extract<Document, { readonly kind: Kind }>['spec'];
}

const components = { EventSource: 'event-source', Sensor: 'sensor', Keeper: 'keeper' } as const;

/** Adds the ConfigMap that holds a configuration document, to be found by its label. */
export function addDocument<Kind extends Document['kind']>(scope: Construct, props: DocumentProps<Kind>): void {
  const { kind, name, worker, bus, spec } = props;
  const component = components[kind];
  const { namespace } = Chart.of(scope);
  const metadata = { name, ...(namespace !== undefined && { namespace }), ...(worker !== undefined && { worker }) };
  const toText = () => JSON.stringify({ apiVersion, minRuntime, kind, metadata, bus, spec: spec() }, undefined, 2);
  new ApiObject(scope, 'config-map', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: `${name}-${component}`,
      labels: {
        'app.kubernetes.io/name': 'eventwright',
        'app.kubernetes.io/instance': name,
        'app.kubernetes.io/component': component,
        'app.kubernetes.io/part-of': 'eventwright',
        'app.kubernetes.io/managed-by': 'eventwright',
        'app.kubernetes.io/version': version,
        'eventwright.dev/document': component,
      },
    },
    data: Lazy.any({ produce: () => ({ [`${component}.json`]: `${toText()}\n` }) }),
  });
}
