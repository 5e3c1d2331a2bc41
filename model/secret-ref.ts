/** A key of a Kubernetes Secret, in the worker's namespace. The value itself never reaches a manifest. */
export interface SecretRef {
  readonly name: string;
  readonly key: string;
}
