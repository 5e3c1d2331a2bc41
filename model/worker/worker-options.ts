import { z } from 'zod';
import { type PodMonitorOptions, podMonitorSchema } from '../pod-monitor.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { partitionCount } from './partition-count.ts';

/** How many replicas a worker has, and how it is reached and watched. */
export interface WorkerOptions {
  /** Pods, at most 16: each takes a share of a worker's 16 partitions. With `autoscaling`, the fewest. */
  readonly replicas?: number;
  /** Lets a HorizontalPodAutoscaler decide how many replicas there are. */
  readonly autoscaling?: Autoscaling;
  /** Metadata of the Service, which there is once an event source listens. */
  readonly service?: ObjectMetadata;
  /** An Ingress in front of the Service. */
  readonly ingress?: WorkerIngress;
  /** An HTTPRoute of the Gateway API in front of the Service. */
  readonly httpRoute?: WorkerHttpRoute;
  /** A PodMonitor for the Prometheus operator, whose definitions the cluster must have; `true` is `{}`. */
  readonly podMonitor?: boolean | PodMonitorOptions;
  /** A PodDisruptionBudget that lets one replica go at a time, from two replicas on. */
  readonly pdb?: boolean;
  /** What the pods log. */
  readonly logLevel?: 'debug' | 'info' | 'warn' | 'error';
}

/** When replicas are added and taken away. */
export interface Autoscaling {
  /** At most 16. */
  readonly maxReplicas: number;
  /** The use of CPU to keep, on average, as a share of what the pods request. */
  readonly cpu?: Percentage;
  /** The use of memory to keep, on average, as a share of what the pods request. */
  readonly memory?: Percentage;
}

export type Percentage = `${number}%`;

/** Labels and annotations beside ours. */
export interface ObjectMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How an Ingress leads to a worker's webhooks: each endpoint is a path of its own, matched whole. */
export interface WorkerIngress {
  readonly className?: string;
  /** The name that senders use, or `*.` and a part of it. */
  readonly host: string;
  /** The Secret of the host's certificate, of type `kubernetes.io/tls`. */
  readonly tls?: { readonly secretName: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** How a Gateway leads to a worker's webhooks: each endpoint is a path of its own, matched whole. */
export interface WorkerHttpRoute {
  readonly parentRefs: readonly GatewayRef[];
  /** The names that senders use. Absent: those of the listeners. */
  readonly hostnames?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A Gateway, or one of its listeners. */
export interface GatewayRef {
  readonly name: string;
  /** The worker's own by default. */
  readonly namespace?: string;
  readonly sectionName?: string;
}

/** The options with their defaults. */
export interface WorkerSpec extends WorkerOptions {
  readonly replicas: number;
  readonly pdb: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly podMonitor: boolean | PodMonitorOptions;
}

const replicas = z.number().refine((count) => Number.isInteger(count) && count >= 1 && count <= partitionCount, {
  error: ({ input }) => `${show(input)} must be a whole number from 1 to ${partitionCount}`,
});

const percentage = z.string().regex(/^[1-9]\d*%$/, {
  error: ({ input }) => `${show(input)} is no percentage; write it like '70%'`,
}) as unknown as z.ZodType<Percentage, Percentage>;

const subdomain = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';

const objectName = z.string().regex(new RegExp(`^(?=.{1,253}$)${subdomain}$`), {
  error: ({ input }) => `${show(input)} cannot name a Kubernetes object`,
});

/** Neither an address nor a name in upper case is one to an Ingress or a Gateway. */
const hostName = z.string().regex(new RegExp(`^(?=.{1,253}$)(?![0-9.]+$)(\\*\\.)?${subdomain}$`), {
  error: ({ input }) => `${show(input)} is no host name; write it like 'hooks.example.com'`,
});

const texts = z.record(z.string(), z.string()).optional();

const autoscaling = z
  .strictObject({ maxReplicas: replicas, cpu: percentage.optional(), memory: percentage.optional() })
  .refine(({ cpu, memory }) => cpu ?? memory, { error: "needs 'cpu' or 'memory', for example { cpu: '70%' }" });

export const workerSchema: Schema<WorkerOptions, WorkerSpec> = toSchema(
  z
    .strictObject({
      replicas: replicas.default(2),
      autoscaling: autoscaling.optional(),
      service: z.strictObject({ labels: texts, annotations: texts }).optional(),
      ingress: z
        .strictObject({
          className: objectName.optional(),
          host: hostName,
          tls: z.strictObject({ secretName: objectName }).optional(),
          annotations: texts,
        })
        .optional(),
      httpRoute: z
        .strictObject({
          parentRefs: z
            .array(
              z.strictObject({
                name: objectName,
                namespace: objectName.optional(),
                sectionName: objectName.optional(),
              }),
            )
            .min(1),
          hostnames: z.array(hostName).min(1).optional(),
          annotations: texts,
        })
        .optional(),
      podMonitor: toZod(podMonitorSchema).default(false),
      pdb: z.boolean().default(true),
      logLevel: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    })
    .refine(({ replicas, autoscaling }) => !autoscaling || autoscaling.maxReplicas >= replicas, {
      error: "autoscaling.maxReplicas is less than 'replicas', which is the fewest",
    }),
);
