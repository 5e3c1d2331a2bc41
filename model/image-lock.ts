import { z } from 'zod';
import type { Schema } from './schema.ts';
import { toSchema } from './to-schema.ts';

/** The name of the file, in a project's folder. */
export const imageLockFile = 'eventwright.lock';

/** Which image runs what a project declares: written by `eventwright image --push`, read at synthesis. */
export interface ImageLock {
  /** By digest: `registry.example.com/team/eventwright:1@sha256:…`. */
  readonly image: string;
  /** The version of the runtime in it. */
  readonly runtime: string;
}

export const imageLockSchema: Schema<ImageLock> = toSchema(
  z.strictObject({
    image: z
      .string()
      .regex(/@sha256:[0-9a-f]{64}$/, { error: 'must end in a digest, @sha256:<64 hexadecimal digits>' }),
    runtime: z.string().regex(/^\d+\.\d+\.\d+/, { error: "must be a version, for example '0.1.0'" }),
  }),
);
