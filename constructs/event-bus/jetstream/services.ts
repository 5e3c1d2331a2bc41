import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Service, ServicePort } from 'kubernetes-types/core/v1.js';
import { deletionGuard } from '../../workload/deletion-guard.ts';
import { type BusNames, ports } from './names.ts';

export interface BusServices {
  /** One name for all servers. */
  readonly client: ApiObject;
  /** A name for each server. */
  readonly headless: ApiObject;
}

export function addServices(scope: Construct, names: BusNames): BusServices {
  // server-first protocols are told apart by it in a mesh
  const port = (name: 'client' | 'cluster'): ServicePort => ({ name, port: ports[name], appProtocol: 'tcp' });
  const add = (id: string, name: string, spec: Service['spec']) =>
    new ApiObject(scope, id, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, labels: names.labels, annotations: deletionGuard },
      spec: { selector: names.selector, ...spec },
    });
  return {
    client: add('service', names.servers, { ports: [port('client')] }),
    headless: add('headless-service', names.headlessService, {
      clusterIP: 'None',
      // servers find each other before they are ready
      publishNotReadyAddresses: true,
      ports: [port('client'), port('cluster')],
    }),
  };
}
