import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { show, toSchema } from '../to-schema.ts';

/** The images of a bus's pods. */
export interface BusImages {
  readonly server: string;
  readonly reloader: string;
  readonly exporter: string;
}

const tools = {
  reloader: 'natsio/nats-server-config-reloader:0.23.0',
  exporter: 'natsio/prometheus-nats-exporter:0.20.1',
};

/** The supported versions of NATS, the newest first. */
const images = {
  '2.15.2': { server: 'nats:2.15.2', ...tools },
  '2.14.9': { server: 'nats:2.14.9', ...tools },
  '2.12.15': { server: 'nats:2.12.15', ...tools },
} as const satisfies Readonly<Record<string, BusImages>>;

/** A version of NATS that a bus can be deployed with. */
export type NatsVersion = keyof typeof images;

export const natsVersions: readonly NatsVersion[] = Object.keys(images) as NatsVersion[];

export const natsVersionSchema: Schema<NatsVersion> = toSchema(
  z.enum(natsVersions, { error: ({ input }) => (input === undefined ? undefined : notSupported(input)) }),
);

export function toBusImages(version: NatsVersion): BusImages {
  return images[version];
}

function notSupported(version: unknown): string {
  const supported = natsVersions.map((known) => `'${known}'`).join(', ');
  return version === 'latest'
    ? `'latest' is another server tomorrow; pin one: ${supported}`
    : `${show(version)} is not supported; use one of ${supported}`;
}
