import type { JetStreamEventBusProps, WorkerProps } from 'eventwright';

/** What differs between the clusters that the example is deployed to. */
export interface Environment {
  readonly bus: JetStreamEventBusProps;
  readonly worker: Omit<WorkerProps, 'bus'>;
  /** The branch whose pushes are deployed. */
  readonly branch: string;
  /** Where deployments are announced. */
  readonly deploysUrl: string;
  /** Whether a push also starts a Job that tests it. */
  readonly jobs: boolean;
}

// Your own: what `eventwright image --push` built.
const image = 'registry.example.com/platform/eventwright:0.1.0';

const version = '2.15.2';

/** A laptop or a small cluster: one server that may lose what it holds. */
const dev: Environment = {
  bus: { version, image, replicas: 1, ephemeral: true },
  worker: { replicas: 1 },
  branch: process.env.BRANCH ?? 'master',
  deploysUrl: process.env.DEPLOYS_URL ?? 'http://127.0.0.1:9090/deploys',
  jobs: false,
};

/** As production, but small. */
const staging: Environment = {
  bus: { version, image, replicas: 3, persistence: { size: '5Gi' }, history: '1d' },
  worker: { replicas: 2, ingress: { className: 'nginx', host: 'hooks.staging.example.com' } },
  branch: 'main',
  deploysUrl: 'https://deploys.staging.example.com/v1',
  jobs: true,
};

const prod: Environment = {
  bus: {
    version,
    image,
    replicas: 3,
    persistence: { size: '50Gi', storageClassName: 'gp3' },
    history: '7d',
    priorityClassName: 'system-cluster-critical',
    podMonitor: {},
  },
  worker: {
    replicas: 3,
    autoscaling: { maxReplicas: 8, cpu: '70%' },
    ingress: {
      className: 'nginx',
      host: 'hooks.example.com',
      tls: { secretName: 'hooks-tls' },
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    },
    podMonitor: true,
  },
  branch: 'main',
  deploysUrl: 'https://deploys.example.com/v1',
  jobs: true,
};

export const environments = { dev, staging, prod };
