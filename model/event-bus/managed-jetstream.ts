import { z } from 'zod';
import { type Duration, durationSchema, isDuration, toMs } from '../duration.ts';
import { isPinned } from '../image-ref.ts';
import { type KeeperQuotas, keptForSchema } from '../keeper/keeper.ts';
import { type PodMonitorOptions, podMonitorSchema } from '../pod-monitor.ts';
import { isQuantity, type Quantity, quantitySchema, toBytes } from '../quantity.ts';
import type { Schema } from '../schema.ts';
import { show, toSchema, toZod } from '../to-schema.ts';
import { type JetStreamAuth, jetStreamAuthSchema } from './jetstream-auth.ts';
import { busQuotasSchema, smallestVolume } from './managed-jetstream-quotas.ts';
import {
  type JetStreamServerSettings,
  type JetStreamServerSettingsSpec,
  jetStreamServerSettingsSchema,
} from './managed-jetstream-settings.ts';
import { type NatsVersion, natsVersionSchema } from './managed-jetstream-versions.ts';

/** The NATS servers of a bus, and what they store. */
export interface ManagedJetStreamOptions {
  /** The version of NATS, one of those that are supported. `latest` is refused. */
  readonly version: NatsVersion;
  /** How many servers: 1, or an odd number from 3 on. */
  readonly replicas?: number;
  /** How many of them hold a copy of everything that is stored. Absent: as many as there are, five at the most. */
  readonly copies?: 1 | 3 | 5;
  /** The volume of each server. This, or `ephemeral`. */
  readonly persistence?: BusPersistence;
  /** Without volumes: what is stored is lost with its pods. `true` is 2Gi of the node's disk for each server. */
  readonly ephemeral?: true | EphemeralStorage;
  /** Whether two servers may share a node if there are too few. */
  readonly spread?: 'required' | 'preferred';
  /** Whether servers are spread over zones: wherever possible, evenly or not at all, or without regard to zones. */
  readonly zones?: 'preferred' | 'required' | 'ignored';
  /** How much each store may hold, all together no more than 85 % of the volume. Absent: parts of the volume. */
  readonly quotas?: KeeperQuotas;
  /** How long events are kept that every trigger is done with. Absent: until their store is four fifths full. */
  readonly history?: Duration;
  /** How long a trigger or worker that nobody declares any more keeps its place and its state. Absent: the keeper's, `'7d'`. */
  readonly grace?: Duration;
  /** What the servers are told beside that. */
  readonly settings?: JetStreamServerSettings;
  /** Who makes the servers' certificates. */
  readonly tls?: BusCertificates;
  /** Users of your own, instead of one that the keeper makes for each component with the rights that follow from it. */
  readonly auth?: BusUsers;
  /** Namespaces whose workers may use the bus, beside its own. */
  readonly allowNamespaces?: readonly string[];
  /** Other images than the version's: a mirror, a digest. */
  readonly images?: BusImageOptions;
  /**
   * Whether a sidecar has the server read changed configuration and rotated Secrets at once. `false` needs `auth` and a
   * `tls` that is not the keeper's, and somebody who restarts the servers when these change.
   */
  readonly reloader?: boolean;
  /** Whether a sidecar tells Prometheus of the server, on port 7777. */
  readonly exporter?: boolean;
  /** PodMonitors of the Prometheus Operator for the servers and the keeper; `true` is `{}`. */
  readonly podMonitor?: boolean | PodMonitorOptions;
}

/** The volume of each server. It cannot be changed in place; the documentation says how it is done. */
export interface BusPersistence {
  readonly size: Quantity;
  /** Absent: the cluster's default. */
  readonly storageClassName?: string;
  readonly accessModes?: readonly ('ReadWriteOnce' | 'ReadWriteOncePod')[];
}

/** Room on the disk of a node. */
export interface EphemeralStorage {
  readonly size: Quantity;
}

/** Who makes the certificates: the keeper with an authority of its own, the owner of a Secret, or cert-manager. */
export type BusCertificates =
  | { readonly issuer: 'keeper'; readonly lifetime?: Duration }
  | {
      readonly issuer: 'secret';
      /** A Secret with `tls.crt`, `tls.key` and `ca.crt`, in the namespace of the bus. */
      readonly secret: string;
    }
  | {
      readonly issuer: 'cert-manager';
      readonly issuerRef: CertificateIssuer;
      readonly lifetime?: Duration;
    };

/** An issuer of cert-manager. */
export interface CertificateIssuer {
  readonly name: string;
  readonly kind?: 'Issuer' | 'ClusterIssuer';
  readonly group?: string;
}

/** Users that somebody else writes. */
export interface BusUsers {
  /** A Secret in the namespace of the bus whose key `auth.conf` is included in `nats.conf`: `authorization` or `accounts`. */
  readonly secret: string;
  /** Who the keeper and all workers are. Its Secret is in each of their namespaces. */
  readonly client: JetStreamAuth;
}

/** Where images come from. */
export interface BusImageOptions {
  /** Put before each image of the version: `registry.example.com/mirror`. */
  readonly registry?: string;
  /** Instead of the version's; with `nats-server` in its `PATH`, and as its entry point. */
  readonly server?: string;
  readonly reloader?: string;
  readonly exporter?: string;
}

/** The options with their defaults. */
export interface ManagedJetStreamSpec extends Omit<ManagedJetStreamOptions, 'settings' | 'tls' | 'persistence'> {
  readonly replicas: number;
  readonly persistence?: Required<Pick<BusPersistence, 'accessModes'>> & BusPersistence;
  readonly spread: 'required' | 'preferred';
  readonly zones: 'preferred' | 'required' | 'ignored';
  readonly quotas: KeeperQuotas;
  readonly settings: JetStreamServerSettingsSpec;
  readonly tls: BusCertificatesSpec;
  readonly allowNamespaces: readonly string[];
  readonly images: BusImageOptions;
  readonly reloader: boolean;
  readonly exporter: boolean;
  readonly podMonitor: boolean | PodMonitorOptions;
}

export type BusCertificatesSpec =
  | { readonly issuer: 'keeper'; readonly lifetime: Duration }
  | { readonly issuer: 'secret'; readonly secret: string }
  | {
      readonly issuer: 'cert-manager';
      readonly issuerRef: Required<CertificateIssuer>;
      readonly lifetime: Duration;
    };

const objectName = z.string().regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, {
  error: ({ input }) => `${show(input)} cannot name a Kubernetes object`,
});

const volume = toZod(quantitySchema).refine((size) => !isQuantity(size) || toBytes(size) >= toBytes(smallestVolume), {
  error: ({ input }) => `${show(input)} is too small for a bus; it is '${smallestVolume}' at least`,
});

const lifetime = toZod(durationSchema)
  .refine((time) => !isDuration(time) || toMs(time) >= 3_600_000, {
    error: ({ input }) => `${show(input)} is too short for a certificate; it is '1h' at least`,
  })
  .default('90d');

const image = z.string().refine(isPinned, {
  error: ({ input }) => `${show(input)} must be pinned: a tag other than 'latest', or a digest`,
});

const tls = z.discriminatedUnion(
  'issuer',
  [
    z.strictObject({ issuer: z.literal('keeper'), lifetime }),
    z.strictObject({ issuer: z.literal('secret'), secret: objectName }),
    z.strictObject({
      issuer: z.literal('cert-manager'),
      issuerRef: z.strictObject({
        name: objectName,
        kind: z.enum(['Issuer', 'ClusterIssuer']).default('Issuer'),
        group: z.string().default('cert-manager.io'),
      }),
      lifetime,
    }),
  ],
  { error: "must name its issuer: 'keeper', 'secret' or 'cert-manager'" },
);

const replicas = z
  .int()
  .refine((count) => count === 1 || (count >= 3 && count % 2 === 1), {
    error: ({ input }) => `${show(input)} ${whyNot(Number(input))}`,
  })
  .default(3);

export const managedJetStreamSchema: Schema<ManagedJetStreamOptions, ManagedJetStreamSpec> = toSchema(
  z
    .strictObject({
      version: toZod(natsVersionSchema),
      replicas,
      copies: z
        .union([z.literal(1), z.literal(3), z.literal(5)], {
          error: ({ input }) => `${show(input)} is no number of copies; use 1, 3 or 5`,
        })
        .optional(),
      persistence: z
        .strictObject({
          size: volume,
          storageClassName: objectName.optional(),
          accessModes: z
            .array(z.enum(['ReadWriteOnce', 'ReadWriteOncePod']))
            .length(1)
            .default(['ReadWriteOnce']),
        })
        .optional(),
      ephemeral: z
        .union([z.literal(true), z.strictObject({ size: volume })], {
          error: ({ input }) => `${show(input)} must be true, or a size: { size: '2Gi' }`,
        })
        .optional(),
      spread: z.enum(['required', 'preferred']).default('required'),
      zones: z.enum(['preferred', 'required', 'ignored']).default('preferred'),
      quotas: toZod(busQuotasSchema).default({}),
      history: toZod(keptForSchema).optional(),
      grace: toZod(keptForSchema).optional(),
      settings: toZod(jetStreamServerSettingsSchema).prefault({}),
      tls: tls.prefault({ issuer: 'keeper' }),
      auth: z.strictObject({ secret: objectName, client: toZod(jetStreamAuthSchema) }).optional(),
      allowNamespaces: z.array(z.string()).default([]),
      images: z
        .strictObject({
          registry: z
            .string()
            .regex(/^[^\s/:]+(:\d+)?(\/[^\s/:]+)*$/, {
              error: ({ input }) => `${show(input)} is no registry; write it like 'registry.example.com/mirror'`,
            })
            .optional(),
          server: image.optional(),
          reloader: image.optional(),
          exporter: image.optional(),
        })
        .default({}),
      reloader: z.boolean().default(true),
      exporter: z.boolean().default(true),
      podMonitor: toZod(podMonitorSchema).default(false),
    })
    .check(({ value, issues }) => {
      const problem = whatIsWrong(value);
      if (problem) issues.push({ code: 'custom', input: undefined, message: problem });
    }),
);

function whatIsWrong(options: {
  readonly persistence?: unknown;
  readonly ephemeral?: unknown;
  readonly replicas: number;
  readonly copies?: number | undefined;
  readonly exporter: boolean;
  readonly podMonitor: unknown;
  readonly reloader: boolean;
  readonly tls: { readonly issuer: string };
  readonly auth?: unknown;
}): string | undefined {
  const { persistence, ephemeral, replicas, copies = 0 } = options;
  if (persistence && ephemeral) return "'persistence' and 'ephemeral' exclude each other; keep one";
  if (!persistence && !ephemeral)
    return "it has no volumes; write persistence: { size: '20Gi' }, or ephemeral: true where nothing needs to be kept";
  if (replicas > 0 && copies > replicas)
    return `copies: ${copies} copies need as many servers, and there are ${replicas}`;
  if (options.podMonitor && !options.exporter) return "podMonitor: there is nothing to scrape without 'exporter'";
  if (!options.reloader && (!options.auth || options.tls.issuer === 'keeper'))
    return "reloader: without it no server hears of the users and certificates that the keeper makes; take it out, or bring both: 'auth', and a 'tls' of issuer 'secret'";
  return undefined;
}

function whyNot(replicas: number): string {
  if (replicas < 1) return 'must be 1, 3 or a larger odd number';
  if (replicas === 2) return 'is even: where one of two servers is away, the other stops too; use 1 or 3';
  return `is even: it bears no more failures than ${replicas - 1}; use ${replicas - 1} or ${replicas + 1}`;
}
