import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { secret, signedPush } from '../../bench/support/program.ts';
import { http, JetStreamEventBus, kubernetes, Sensor, WebhookEventSource, Worker } from '../../constructs/index.ts';
import { natsServer } from '../../runtime/support/testing/go-server.ts';
import { writeKustomization } from '../../stacks/kustomization.ts';

export interface ClusterProgramOptions {
  readonly namespace: string;
  /** The runtime's. */
  readonly image: string;
  /** Where the trigger posts to. */
  readonly target: string;
}

/** The manifests of a program, for `kubectl apply -k`. */
export interface ClusterProgram extends AsyncDisposable {
  readonly folder: string;
}

/**
 * Three bus servers, two workers `hooks` with a webhook at `/push`, signed as GitHub does, and a sensor that posts each
 * push to main, and makes a ConfigMap of each to `release`.
 */
export async function writeClusterProgram(options: ClusterProgramOptions): Promise<ClusterProgram> {
  const { namespace, image, target } = options;
  const folder = await mkdtemp(join(tmpdir(), 'eventwright-manifests-'));
  const app = new App({ outdir: folder, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
  const chart = new Chart(app, 'hooks', { namespace });
  addNamespace(new Chart(app, 'namespace'), namespace);
  addSecret(chart);
  const bus = new JetStreamEventBus(chart, 'bus', {
    version: natsServer.version as '2.15.2',
    image,
    persistence: { size: '1Gi' },
  });
  const worker = new Worker(chart, 'hooks', { bus });
  const github = new WebhookEventSource(chart, 'github', { bus, worker, events: { push: signedPush } });
  new Sensor(chart, 'deploy', {
    worker,
    dependencies: { push: github.event('push', { filter: ({ data }) => data.ref === 'refs/heads/main' }) },
    triggers: {
      announce: {
        start: 'beginning',
        action: http.post({ url: target }),
        template: ({ push }) => ({ body: { id: push.id, n: push.data.n } }),
        retry: { steps: 20, duration: '1s', cap: '5s' },
      },
    },
  });
  new Sensor(chart, 'release', {
    worker,
    dependencies: { push: github.event('push', { filter: ({ data }) => data.ref === 'refs/heads/release' }) },
    triggers: {
      note: {
        start: 'beginning',
        action: kubernetes.create({ apiVersion: 'v1', kind: 'ConfigMap' }),
        template: ({ push }) => ({ metadata: { labels: { delivery: push.id } }, data: { n: `${push.data.n}` } }),
      },
    },
  });
  app.synth();
  writeKustomization(folder);
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

/** In a chart of its own: it lies in no namespace. */
function addNamespace(chart: Chart, name: string): void {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}

/** What its owner brings: the Secret of the webhook. */
function addSecret(chart: Chart): void {
  const metadata = { name: 'github' };
  new ApiObject(chart, 'secret', { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { secret } });
}
