import type { Container, PodSpec } from 'kubernetes-types/core/v1.js';

/** A part of a PodTemplateSpec, with fields of any version of Kubernetes. */
export interface PodTemplatePatch {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string | null>>;
    readonly annotations?: Readonly<Record<string, string | null>>;
  };
  readonly spec?: FieldsPatch<Omit<PodSpec, 'containers' | 'initContainers'>> & {
    readonly containers?: readonly ContainerPatch[];
    readonly initContainers?: readonly ContainerPatch[];
  };
}

/** A part of the container of that name; of a new one, all. */
export type ContainerPatch = FieldsPatch<Container> & { readonly name: string };

/** Some fields, at any depth: `null` for those to take out, and any that the type does not know. */
export type FieldsPatch<T> = T extends readonly (infer E)[]
  ? readonly FieldsPatch<E>[]
  : T extends object
    ? { readonly [K in keyof T]?: FieldsPatch<T[K]> | null } & AnyField
    : T;

/** All fields, at any depth, and any that the type does not know. */
export type Fields<T> = T extends readonly (infer E)[]
  ? Fields<E>[]
  : T extends object
    ? { [K in keyof T]: Fields<T[K]> } & AnyField
    : T;

/** Fields of a version of Kubernetes that the types do not know. */
// biome-ignore lint/suspicious/noExplicitAny: of `unknown`, no value of an interface like Container would be taken
export type AnyField = Readonly<Record<string, any>>;
