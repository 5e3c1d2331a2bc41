import type { Action } from 'eventwright';

interface ObjectMeta {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly backoffLimit?: number;
    readonly template: { readonly spec?: { readonly containers: readonly { readonly name: string }[] } };
  };
}

interface BuiltIn {
  readonly 'batch/v1/Job': Job;
}

interface KubernetesObject {
  readonly metadata?: ObjectMeta;
  readonly [field: string]: unknown;
}

type Manifest<A extends string, K extends string> = `${A}/${K}` extends keyof BuiltIn
  ? BuiltIn[`${A}/${K}`]
  : KubernetesObject;

/** A trigger kind whose template depends on its options. */
export const kubernetes = {
  create: <A extends string, K extends string>(object: {
    readonly apiVersion: A;
    readonly kind: K;
  }): Action<Manifest<A, K>> => ({ kind: 'kubernetes', options: { operation: 'create', object } }),
};
