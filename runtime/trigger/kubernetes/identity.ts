import type { Json } from '../../../model/json.ts';
import {
  type ExecutionIdentity,
  executionAnnotation,
  toExecutionAnnotations,
} from '../../../model/trigger/execution-identity.ts';

export type JsonObject = { readonly [key: string]: Json };

const longestName = 63;
const longestManager = 128;

/** The name of an execution's object, the same on every attempt: the trigger's name and the execution's id. */
export function toObjectName({ at, executionId }: ExecutionIdentity): string {
  const prefix = triggerOf(at).slice(0, longestName - executionId.length - 1);
  return `${prefix.replace(/-+$/, '')}-${executionId}`;
}

/** What says on an object which sensor made it, and for which execution. */
export function withIdentity(metadata: JsonObject, identity: ExecutionIdentity): JsonObject {
  return {
    ...metadata,
    labels: { ...toObject(metadata.labels), 'app.kubernetes.io/managed-by': 'eventwright' },
    annotations: { ...toObject(metadata.annotations), ...toExecutionAnnotations(identity) },
  };
}

/** The execution that an object was made for. */
export function executionOf(object: JsonObject): string | undefined {
  const execution = toObject(toObject(object.metadata).annotations)[executionAnnotation];
  return typeof execution === 'string' ? execution : undefined;
}

/** Who sets fields, as the API server remembers it: one for each sensor. */
export function toFieldManager(at: string): string {
  return `eventwright:${at.split('/').slice(0, 2).join('/')}`.slice(0, longestManager);
}

/** What is no object holds nothing. */
export function toObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function triggerOf(at: string): string {
  return at.split('/').at(-1) ?? '';
}
