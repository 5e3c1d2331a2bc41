import { ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { HTTPIngressPath } from 'kubernetes-types/networking/v1.js';
import type { WorkerHttpRoute, WorkerIngress, WorkerSpec } from '../../model/worker/worker-options.ts';
import type { Workload } from '../workload/workload.ts';

/** What leads requests from outside to a worker. */
export interface Exposure {
  readonly service: ApiObject;
  readonly ingress?: ApiObject;
  readonly httpRoute?: ApiObject;
}

const servicePort = 80;

/** What is wrong with what is wanted in front of a worker with so many endpoints. */
export function checkExposure({ ingress, httpRoute }: WorkerSpec, endpoints: number, at: string): string[] {
  const wanted = ingress ? 'ingress' : 'httpRoute';
  if ((ingress ?? httpRoute) && endpoints === 0)
    return [`${at}: ${wanted}: none of its event sources listens; give it one that does, or take '${wanted}' out`];
  if (!httpRoute || endpoints <= mostOfRoute) return [];
  return [
    `${at}: httpRoute: there are ${endpoints} endpoints, and an HTTPRoute takes ${mostOfRoute}; give some event sources another worker`,
  ];
}

/** Adds the Service, and what is wanted in front of it. `endpoints` is called at synthesis. */
export function addExposure(
  scope: Construct,
  workload: Workload,
  { spec, endpoints }: { readonly spec: WorkerSpec; readonly endpoints: () => readonly string[] },
): Exposure {
  const { ingress, httpRoute } = spec;
  return {
    service: addService(scope, workload, spec),
    ...(ingress && { ingress: addIngress(scope, workload, { ingress, endpoints }) }),
    ...(httpRoute && { httpRoute: addHttpRoute(scope, workload, { httpRoute, endpoints }) }),
  };
}

function addService(scope: Construct, { name, labels, selector }: Workload, { service }: WorkerSpec): ApiObject {
  return new ApiObject(scope, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      labels: { ...service?.labels, ...labels },
      ...(service?.annotations && { annotations: { ...service.annotations } }),
    },
    spec: {
      selector: { ...selector },
      ports: [{ name: 'http', port: servicePort, protocol: 'TCP', targetPort: 'http' }],
    },
  });
}

interface IngressProps {
  readonly ingress: WorkerIngress;
  readonly endpoints: () => readonly string[];
}

function addIngress(scope: Construct, { name, labels }: Workload, { ingress, endpoints }: IngressProps): ApiObject {
  const { className, host, tls, annotations } = ingress;
  const toPath = (path: string): HTTPIngressPath => ({
    path,
    pathType: 'Exact',
    backend: { service: { name, port: { name: 'http' } } },
  });
  return new ApiObject(scope, 'ingress', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, labels: { ...labels }, ...(annotations && { annotations: { ...annotations } }) },
    spec: {
      ...(className !== undefined && { ingressClassName: className }),
      rules: [{ host, http: { paths: Lazy.any({ produce: () => endpoints().map(toPath) }) } }],
      ...(tls && { tls: [{ hosts: [host], secretName: tls.secretName }] }),
    },
  });
}

interface HttpRouteProps {
  readonly httpRoute: WorkerHttpRoute;
  readonly endpoints: () => readonly string[];
}

/** The Gateway API takes this many matches in a rule, and in all rules of a route. */
const mostMatches = 64;
const mostOfRoute = 128;

function addHttpRoute(
  scope: Construct,
  { name, labels }: Workload,
  { httpRoute, endpoints }: HttpRouteProps,
): ApiObject {
  const { parentRefs, hostnames, annotations } = httpRoute;
  const toRule = (paths: readonly string[]) => ({
    matches: paths.map((value) => ({ path: { type: 'Exact', value } })),
    backendRefs: [{ name, port: servicePort }],
  });
  return new ApiObject(scope, 'http-route', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name, labels: { ...labels }, ...(annotations && { annotations: { ...annotations } }) },
    spec: {
      parentRefs: parentRefs.map((ref) => ({ ...ref })),
      ...(hostnames && { hostnames: [...hostnames] }),
      rules: Lazy.any({ produce: () => inGroups(endpoints(), mostMatches).map(toRule) }),
    },
  });
}

function inGroups<T>(items: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
}
