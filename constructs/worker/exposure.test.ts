import { WebhookEventSource } from '../event-source/webhook.ts';
import { bus, find, newChart, push } from './testing/worker-chart.ts';
import { Worker, type WorkerProps } from './worker.ts';

describe('a worker that listens', () => {
  const listen = (props: Partial<WorkerProps>) => {
    const chart = newChart();
    const worker = new Worker(chart, 'main', { bus, ...props });
    new WebhookEventSource(chart, 'github', { bus, worker, events: { push } });
    new WebhookEventSource(chart, 'gitea', { bus, worker, events: { push: { ...push, endpoint: '/gitea' } } });
    return chart;
  };

  it('has a Service', () => {
    const chart = listen({ service: { annotations: { cloud: 'internal' } } });
    expect(find(chart, 'Service').metadata).toMatchObject({ annotations: { cloud: 'internal' } });
    expect(find(chart, 'Service').spec.ports).toStrictEqual([
      { name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' },
    ]);
  });

  it('is reached through an Ingress by its endpoints alone', () => {
    const chart = listen({
      ingress: {
        className: 'nginx',
        host: 'hooks.example.com',
        tls: { secretName: 'hooks-tls' },
        annotations: { 'cert-manager.io/cluster-issuer': 'main' },
      },
    });
    const backend = { service: { name: 'main-worker', port: { name: 'http' } } };
    expect(find(chart, 'Ingress').metadata).toMatchObject({
      annotations: { 'cert-manager.io/cluster-issuer': 'main' },
    });
    expect(find(chart, 'Ingress').spec).toStrictEqual({
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'hooks.example.com',
          http: { paths: ['/gitea', '/push'].map((path) => ({ path, pathType: 'Exact', backend })) },
        },
      ],
      tls: [{ hosts: ['hooks.example.com'], secretName: 'hooks-tls' }],
    });
  });

  it('is reached through a Gateway by its endpoints alone', () => {
    const chart = listen({
      httpRoute: { parentRefs: [{ name: 'edge', namespace: 'gateways' }], hostnames: ['a.example'] },
    });
    expect(find(chart, 'HTTPRoute').spec).toStrictEqual({
      parentRefs: [{ name: 'edge', namespace: 'gateways' }],
      hostnames: ['a.example'],
      rules: [
        {
          matches: ['/gitea', '/push'].map((value) => ({ path: { type: 'Exact', value } })),
          backendRefs: [{ name: 'main-worker', port: 80 }],
        },
      ],
    });
  });
});
