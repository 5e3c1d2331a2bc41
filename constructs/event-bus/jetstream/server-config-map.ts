import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { deletionGuard } from '../../workload/deletion-guard.ts';
import type { BusNames } from './names.ts';
import type { ServerConf } from './server-conf.ts';

/** What the servers read. */
export function addServerConfigMap(scope: Construct, { servers: name, labels }: BusNames, conf: ServerConf): ApiObject {
  return new ApiObject(scope, 'config-map', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, labels, annotations: deletionGuard },
    data: { [conf.key]: conf.text },
  });
}
