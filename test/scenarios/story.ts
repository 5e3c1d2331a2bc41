import { isDeepStrictEqual } from 'node:util';
import { findTriggers } from '../../cli/bus-connection/find-triggers.ts';
import { readLetters } from '../../cli/dlq/read-letters.ts';
import { redrive } from '../../cli/dlq/redrive.ts';
import type { WorkerDocument } from '../../model/document/document.ts';
import type { Event } from '../../model/event/event.ts';
import { type TriggerName, toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import type { HttpTarget } from '../../runtime/trigger/testing/http-target.ts';
import { readDeadLetters } from './dead-letters.ts';
import { type Line, type Replica, startReplica } from './replica.ts';
import type { Counts, Declare, Outcome, Outcomes } from './scenario.ts';
import type { Stage } from './stage.ts';
import { synthesize } from './synthesize.ts';

/** How often it is looked whether something has come true. */
const stepMs = 25;
/** The longest that anything is waited for. */
const patienceMs = 25_000;
/** For how long nothing may change at the end. */
const quietMs = 250;

export interface StoryOptions {
  readonly stage: Stage;
  /** A client for those who tell it. */
  readonly bus: EventBus;
  readonly target: HttpTarget;
  readonly namespace: string;
  readonly declare: Declare;
}

/** A scenario under way: one worker of one or more replicas, and everybody who does something to it. */
export class Story implements AsyncDisposable {
  readonly #options: StoryOptions;
  readonly #beganAt: number;
  readonly #lines: Line[] = [];
  readonly #published = new Map<string, number>();
  /** Those that run, the oldest first. */
  readonly #replicas: Replica[] = [];
  #declare: Declare;
  #starts = 0;
  #status = 204;

  constructor(options: StoryOptions) {
    const { target, declare, stage } = options;
    this.#options = options;
    this.#declare = declare;
    this.#beganAt = Math.ceil(stage.clock.now() / 1000) * 1000;
    target.answer = (response, { path, headers, body }) => {
      const executionId = String(headers['idempotency-key']);
      this.#lines.push({ trigger: path, executionId, message: (JSON.parse(body) as { told: string }).told });
      response.writeHead(this.#status).end();
    };
  }

  /** Starts a replica, of what is declared now where something is; resolves once it is ready. */
  async start(declare = this.#declare): Promise<void> {
    const { stage, namespace } = this.#options;
    this.#declare = declare;
    const replica = await startReplica({
      documents: this.#documents(),
      bus: await stage.connect(),
      clock: stage.clock,
      namespace,
      replica: `replica-${this.#starts++}`,
      told: (line) => this.#lines.push(line),
    });
    this.#replicas.push(replica);
    await this.#until(
      () => replica.worker.readiness().ready,
      () => 'the worker is ready',
    );
  }

  /** The oldest replica is told to end: it drains, and hands over. */
  async stop(): Promise<void> {
    const replica = this.#replicas.shift();
    let stopped = false;
    const stop = async () => {
      try {
        await replica?.worker[Symbol.asyncDispose]();
      } finally {
        stopped = true;
      }
    };
    const stopping = stop();
    await this.#until(
      () => stopped,
      () => 'the worker ends',
    );
    await stopping;
  }

  /** `kill -9` for the oldest replica. */
  crash(): void {
    this.#replicas.shift()?.crash();
  }

  /**
   * Publishes an event of the source `git`, or of another: `mirror/push`. Where its attributes do not say otherwise its
   * id is its name with how many of that source there were, which is `data.n`: `push-1`.
   */
  async publish(name: string, data: object = {}, attributes: Partial<Omit<Event, 'data'>> = {}): Promise<void> {
    const { bus, namespace, stage } = this.#options;
    const [event, eventSource] = name.split('/').reverse() as [string, string?];
    const n = (this.#published.get(name) ?? 0) + 1;
    this.#published.set(name, n);
    const address = { class: 'event', namespace, eventSource: eventSource ?? 'git', event } as const;
    await bus.publish(address, {
      id: `${event}-${n}`,
      source: `/${address.namespace}/${address.eventSource}`,
      type: 'eventwright.webhook',
      subject: event,
      time: new Date(stage.clock.now()).toISOString(),
      datacontenttype: 'application/json',
      data: Buffer.from(JSON.stringify({ n, ...data })),
      ...attributes,
    });
  }

  /** What the target answers from now on; 204 at first. */
  answer(status: number): void {
    this.#status = status;
  }

  /** Gives back every dead letter, as `eventwright dlq redrive --all` does. */
  async redrive(): Promise<void> {
    const { bus, stage } = this.#options;
    const { signal } = new AbortController();
    const triggers = findTriggers(this.#documents(), {});
    await redrive(await readLetters(bus, { triggers: triggers.map(({ name }) => name), signal }), {
      bus,
      triggers,
      signal,
      now: () => stage.clock.now(),
      progress() {},
    });
  }

  /** Lets so many seconds pass. */
  async pass(seconds: number): Promise<void> {
    await this.#options.stage.pass(seconds * 1000);
  }

  /** Lets time pass until so many seconds after the story began. */
  async passTo(seconds: number): Promise<void> {
    const ms = this.#beganAt + seconds * 1000 - this.#options.stage.clock.now();
    if (ms > 0) await this.#options.stage.pass(ms);
  }

  /** Waits until what has come of triggers is this much at least. */
  async until(reached: Readonly<Record<string, Counts>>): Promise<void> {
    await this.#until(
      () => {
        const counts = this.#counts();
        return Object.entries(reached).every(([trigger, least]) => isAtLeast(counts[trigger] ?? {}, least));
      },
      () => `${JSON.stringify(reached)}, only ${JSON.stringify(this.#counts())}`,
    );
  }

  /** What has come of each trigger: as soon as it is what was expected and stays so, else after a long time. */
  async ends(expected: Outcomes): Promise<Outcomes> {
    for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += quietMs) {
      const before = await this.#outcomes();
      await this.#options.stage.pass(quietMs);
      const outcomes = await this.#outcomes();
      if (isDeepStrictEqual(before, expected) && isDeepStrictEqual(outcomes, expected)) return outcomes;
    }
    return this.#outcomes();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#replicas.length > 0) await this.stop();
  }

  #documents(): readonly WorkerDocument[] {
    const { namespace, target } = this.#options;
    return synthesize(this.#declare, { namespace, target: target.origin, beganAt: this.#beganAt });
  }

  #names(): readonly TriggerName[] {
    return this.#replicas[0]?.worker.counts().map(({ trigger }) => trigger) ?? [];
  }

  #counts(): Readonly<Record<string, Counts>> {
    const sums: Record<string, Record<string, number>> = {};
    for (const { trigger, ...counts } of this.#replicas.flatMap(({ worker }) => worker.counts())) {
      const sum = sums[trigger.trigger] ?? {};
      sums[trigger.trigger] = sum;
      for (const [name, count] of Object.entries(counts)) if (count > 0) sum[name] = (sum[name] ?? 0) + count;
    }
    return sums;
  }

  async #outcomes(): Promise<Outcomes> {
    const { bus, target } = this.#options;
    const counts = this.#counts();
    const outcomes = this.#names().map(async (name): Promise<[string, Outcome]> => {
      const told = this.#told(name);
      const letters = await readDeadLetters(bus, name);
      // it listens where there was room
      const deadLetters = letters.map((letter) => letter.replaceAll(new URL(target.origin).host, 'the target'));
      const lists = { ...(told.length > 0 && { told }), ...(deadLetters.length > 0 && { deadLetters }) };
      return [name.trigger, { ...lists, ...counts[name.trigger] }];
    });
    return Object.fromEntries(await Promise.all(outcomes));
  }

  #told(name: TriggerName): readonly string[] {
    const told = this.#lines.filter(({ trigger }) => [toTriggerKey(name), `/${name.trigger}`].includes(trigger));
    return [...new Map(told.map(({ executionId, message }) => [executionId, message])).values()];
  }

  async #until(holds: () => boolean, what: () => string): Promise<void> {
    for (let waitedMs = 0; !holds(); waitedMs += stepMs) {
      if (waitedMs > patienceMs) throw new Error(`it never came true: ${what()}`);
      await this.#options.stage.pass(stepMs);
    }
  }
}

function isAtLeast(counts: Counts, least: Counts): boolean {
  return Object.entries(least).every(([name, count]) => (counts[name as keyof Counts] ?? 0) >= count);
}
