import { resourceOf } from './resource-of.ts';

it.each([
  ['v1', 'ConfigMap', { resource: 'configmaps', scope: 'Namespaced' }],
  ['v1', 'Endpoints', { resource: 'endpoints', scope: 'Namespaced' }],
  ['v1', 'Namespace', { resource: 'namespaces', scope: 'Cluster' }],
  ['networking.k8s.io/v1', 'NetworkPolicy', { resource: 'networkpolicies', scope: 'Namespaced' }],
  ['networking.k8s.io/v1', 'IngressClass', { resource: 'ingressclasses', scope: 'Cluster' }],
  ['argoproj.io/v1alpha1', 'Workflow', undefined],
])('%s %s is found at %j', (apiVersion, kind, resource) => {
  expect(resourceOf({ apiVersion, kind })).toStrictEqual(resource);
});
