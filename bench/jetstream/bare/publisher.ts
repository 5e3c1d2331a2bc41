import { createInbox, headers, type Msg, type MsgHdrs, type NatsConnection } from '@nats-io/nats-core';

/** A message on its way. */
interface Sent {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly headers: MsgHdrs;
  readonly reply: string;
}

/** The least that publishing takes: acknowledgements that are matched by their subject, no time-outs, nothing repeated. */
export class BarePublisher {
  readonly #nats: NatsConnection;
  readonly #inbox = createInbox();
  readonly #open = new Map<string, PromiseWithResolvers<number>>();
  #turn: Sent[] = [];
  #sent = 0;

  constructor(nats: NatsConnection) {
    this.#nats = nats;
    nats.subscribe(`${this.#inbox}.*`, { callback: (_, message) => this.#acknowledged(message) });
  }

  /** Writes it at once; resolves to its sequence. */
  send(subject: string, payload: Uint8Array, fields: Readonly<Record<string, string>>): Promise<number> {
    const { sent, stored } = this.#prepare(subject, payload, fields);
    this.#write(sent);
    return stored;
  }

  /** Writes it together with all others of this turn of the event loop. */
  sendWithTurn(subject: string, payload: Uint8Array, fields: Readonly<Record<string, string>>): Promise<number> {
    const { sent, stored } = this.#prepare(subject, payload, fields);
    if (this.#turn.push(sent) === 1) setImmediate(() => this.#flush());
    return stored;
  }

  #prepare(subject: string, payload: Uint8Array, fields: Readonly<Record<string, string>>) {
    const all = headers();
    for (const name in fields) all.append(name, fields[name] as string);
    const reply = `${this.#inbox}.${this.#sent++}`;
    const stored = Promise.withResolvers<number>();
    this.#open.set(reply, stored);
    return { sent: { subject, payload, headers: all, reply }, stored: stored.promise };
  }

  #flush(): void {
    const turn = this.#turn;
    this.#turn = [];
    for (const sent of turn) this.#write(sent);
  }

  #write({ subject, payload, ...options }: Sent): void {
    this.#nats.publish(subject, payload, options);
  }

  #acknowledged(message: Msg): void {
    const stored = this.#open.get(message.subject);
    this.#open.delete(message.subject);
    const { seq, error } = message.json<{ seq: number; error?: { description: string } }>();
    if (error) stored?.reject(new Error(error.description));
    else stored?.resolve(seq);
  }
}
