import type { Document } from '../../model/document/document.ts';

/** What the command line knows of one kind of event bus: how people reach it, and whom it knows. */
export interface OperatedEventBus<Spec> {
  /** Where it is, in messages: `nats://nats.messaging:4222`. */
  whereIs(spec: Spec): string;
  /** The same bus, reached at another address: through a port that is forwarded, for example. Throws a usage error. */
  withServer(spec: Spec, server: string): Spec;
  /** The same bus, with the credentials of operators where a component's stand in its documents. */
  asOperator(spec: Spec): Spec;
  /** Whether other processes reach it. */
  isShared(spec: Spec): boolean;
  /** What its servers or their tools read, so that they let in whom these documents need, and nobody else. */
  toUsers(spec: Spec, documents: readonly Document[]): string;
}
