import type { SecretRef } from '../../model/secret-ref.ts';
import type { EventDraft } from '../../runtime/event-source/contract.ts';

/** What the command line knows of one kind of event source: how an event of it looks to people, and how to cause one. */
export interface LocalEventSource<Spec> {
  /** `POST http://127.0.0.1:8080/push, signed by github/secret` */
  describe(spec: Spec, event: string, context: { readonly url: string; readonly now: number }): string;
  prepare(spec: Spec, request: SendRequest): Promise<Prepared>;
}

export interface SendRequest {
  readonly event: string;
  /** The payload, as it is in the file; `undefined` where none was given. */
  readonly payload: Buffer | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly url: string;
  readonly now: number;
  readonly secret: (ref: SecretRef) => Promise<string>;
}

/** An event is caused from outside, as its sender would, or put on the bus of `eventwright dev`. */
export type Prepared =
  | {
      readonly by: 'request';
      readonly method: string;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Buffer;
    }
  | { readonly by: 'draft'; readonly draft: EventDraft };
