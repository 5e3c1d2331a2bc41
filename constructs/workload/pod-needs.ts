/** What an event source or a trigger needs of the pods that run it, beside its secrets. */
export interface PodNeeds {
  /** Paths on which it is to be reached over HTTP; the worker gets a Service. */
  readonly endpoints?: readonly string[];
  /** What it does with the API of Kubernetes; the worker's ServiceAccount may do that and nothing else. */
  readonly access?: readonly ApiAccess[];
  /** Whom it talks to; the worker's NetworkPolicy allows that and nothing else. */
  readonly egress?: readonly Egress[];
}

/** A rule of a Role: literal resources and verbs, in one namespace. */
export interface ApiAccess {
  /** The worker's own by default. `'*'` is the cluster, for resources that have no namespace. */
  readonly namespace?: string;
  /** `''` is the core group. */
  readonly apiGroup: string;
  /** Plural, in lower case: `jobs`, `pods/log`. */
  readonly resource: string;
  readonly verbs: readonly string[];
  /** Any by default. */
  readonly names?: readonly string[];
}

/** A host, a name or an address, that pods connect to. */
export interface Egress {
  readonly host: string;
  readonly port: number;
}
