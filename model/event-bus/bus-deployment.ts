import { z } from 'zod';
import type { Schema } from '../schema.ts';
import { toSchema } from '../to-schema.ts';

/** What the constructs around a bus need to know of one that a cluster runs. */
export interface EventBusDeployment {
  /** The namespace of its pods; the chart's own where it is absent. */
  readonly namespace?: string;
  /** The namespaces whose workers may use it, beside its own. */
  readonly allowNamespaces: readonly string[];
  /** Labels of its pods, and the port on which they listen for clients: for network policies. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly clientPort: number;
  /** The ServiceAccount of its keeper, which writes the Secrets of its clients. */
  readonly keeperServiceAccount: string;
  /** The image of its keeper, which its workers run too unless they say otherwise. */
  readonly image?: string;
}

export const eventBusDeploymentSchema: Schema<EventBusDeployment> = toSchema(
  z.strictObject({
    namespace: z.string().optional(),
    allowNamespaces: z.array(z.string()),
    podLabels: z.record(z.string(), z.string()),
    clientPort: z.int(),
    keeperServiceAccount: z.string(),
    image: z.string().optional(),
  }),
);
