import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { CloudEvent } from '../../model/event/cloud-event.ts';
import { checkEvents } from '../../model/event-source/check-events.ts';
import type { EventSourceSpec } from '../../model/event-source/event-source.ts';
import type { Bindings } from '../../model/expression/expression.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { checkName } from '../../model/names.ts';
import type { PayloadSchema } from '../../model/payload.ts';
import { type JsonSchema, parseSpec, type Schema, toJsonSchema } from '../../model/schema.ts';
import type { Collect } from '../../model/sensor/collect.ts';
import { suggest } from '../../model/suggest.ts';
import { claim } from '../claim.ts';
import { addDocument } from '../document/add-document.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { resolveWorker } from '../worker/resolve-worker.ts';
import type { Worker } from '../worker/worker.ts';
import type { PodNeeds } from '../workload/pod-needs.ts';
import { type Collected, type Dependency, type DependencyOptions, toDependency } from './dependency.ts';

/** The events of a source, by name: what a sensor needs of it, wherever it was deployed. */
export interface IEventSource<Events, Meta> {
  readonly name: string;
  /** The bus that stores its events. */
  readonly bus: IEventBus;
  /** One of its events, for a sensor to depend on. Throws an `InvalidSpecError` where an expression cannot be read. */
  event<K extends keyof Events & string, To = Events[K], Bind extends Bindings = {}, C extends Collect = 'latest'>(
    name: K,
    options?: DependencyOptions<Events[K], Meta, To, Bind, C>,
  ): Dependency<Collected<CloudEvent<To, Meta>, C>>;
}

/** What every kind of event source is given. */
export interface EventSourceProps {
  /** The bus that stores its events. */
  readonly bus: IEventBus;
  /**
   * The worker that runs it: the unit of scaling and isolation. Default: one that everything of this bus and namespace
   * shares, named as the bus is.
   */
  readonly worker?: Worker;
}

/** What a kind adds to the props of every event source. */
export interface EventSourceKindProps extends EventSourceProps {
  readonly kind: string;
  /** Each event's options; `payload` is a Standard JSON Schema. */
  readonly events: object;
  /** Checks one event's options, with `payload` as JSON Schema, and fills in their defaults. */
  readonly eventSchema?: Schema<unknown, object>;
  /** The kind's options beside `events`. */
  readonly options?: object;
  /** Checks `options`, and fills in their defaults. */
  readonly optionsSchema?: Schema<unknown, object>;
  /** What it needs of the pods that run it, told by its specification. */
  readonly needs?: (spec: EventSourceSpec) => PodNeeds;
}

/** An event source that another program deploys. */
export interface EventSourceRefProps<Events> {
  /** The bus that stores its events. */
  readonly bus: IEventBus;
  /** The namespace it is in. Default: the sensor's own. */
  readonly namespace?: string;
  /** The payload schemas it publishes: the contract that both programs import. */
  readonly events: { readonly [K in keyof Events]: PayloadSchema<Events[K]> };
}

/** The base of every kind of event source. `Events` are the payloads by event, `Meta` is what the kind adds to each. */
export abstract class EventSource<Events, Meta> extends Construct implements IEventSource<Events, Meta> {
  readonly name: string;
  readonly bus: IEventBus;
  readonly worker: Worker;
  /** Its configuration document's specification, with defaults resolved. */
  protected readonly spec: EventSourceSpec;
  readonly #events: readonly string[];

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: EventSourceKindProps) {
    super(scope, id);
    const at = this.node.path;
    const { bus, kind, optionsSchema } = props;
    checkName('an event source', id, at);
    const owner = claim(this, `event source ${id}`);
    if (owner !== undefined)
      throw new InvalidSpecError(
        `${at}: ${owner} is an event source '${id}' of this namespace already; rename one of them`,
      );
    if (!bus) throw new InvalidSpecError(`${at}: it has no bus; say which one stores its events`);
    this.name = id;
    this.bus = bus;
    const declared = Object.entries<object>({ ...props.events });
    checkEvents(
      declared.map(([name]) => name),
      at,
    );
    const events = declared.map(
      ([name, event]) => [name, toEventSpec(event, props.eventSchema, `${at}: ${kind} event '${name}'`)] as const,
    );
    if (events.length === 0) throw new InvalidSpecError(`${at}: it has no event, and does nothing; add one`);
    this.#events = events.map(([name]) => name);
    // The kinds of third parties are outside the union; a runtime that does not have them says so.
    const options = optionsSchema
      ? parseSpec(optionsSchema, { ...props.options }, `${at}: ${kind} event source`)
      : props.options;
    this.spec = { kind, ...options, events: Object.fromEntries(events) } as unknown as EventSourceSpec;
    this.worker = resolveWorker(this, { bus, worker: props.worker });
    const document = addDocument(this, {
      kind: 'EventSource',
      name: id,
      worker: this.worker,
      bus,
      spec: () => this.spec,
    });
    this.worker.addPart({ by: this, bus, document });
    if (props.needs) this.worker.addNeeds(props.needs(this.spec));
  }

  event<K extends keyof Events & string, To = Events[K], Bind extends Bindings = {}, C extends Collect = 'latest'>(
    name: K,
    options?: DependencyOptions<Events[K], Meta, To, Bind, C>,
  ): Dependency<Collected<CloudEvent<To, Meta>, C>> {
    const at = `${this.node.path}: event '${name}'`;
    if (!this.#events.includes(name))
      throw new InvalidSpecError(`${at}: there is no such event${suggest(name, this.#events)}`);
    const { namespace } = Chart.of(this);
    const source = { name: this.name, bus: this.bus, ...(namespace !== undefined && { namespace }) };
    return toDependency(source, name, { ...options, at } as never);
  }
}

/** An event source that another program deploys, by its name. Throws an `InvalidSpecError` where a name is none. */
export function eventSourceFromName<Events, Meta>(
  name: string,
  props: EventSourceRefProps<Events>,
): IEventSource<Events, Meta> {
  const { bus, namespace } = props;
  checkName('an event source', name, `event source '${name}'`);
  if (namespace !== undefined) checkName('a namespace', namespace, `event source '${name}'`);
  const source = { name, bus, ...(namespace !== undefined && { namespace }) };
  return {
    name,
    bus,
    event: (event, options) => {
      const at = `event source '${name}': event '${event}'`;
      if (!Object.hasOwn(props.events, event))
        throw new InvalidSpecError(`${at}: there is no such event${suggest(event, Object.keys(props.events))}`);
      return toDependency(source, event, { ...options, at } as never);
    },
  };
}

function toEventSpec(event: object, schema: Schema<unknown, object> | undefined, at: string): object {
  const { payload, ...options } = event as { readonly payload?: PayloadSchema<unknown> };
  const jsonSchema = payload && readPayload(payload, at);
  const checked = jsonSchema && Object.keys(jsonSchema).length > 0;
  const spec = { ...options, ...(checked && { payload: jsonSchema }) };
  return schema ? parseSpec(schema, spec, at) : spec;
}

function readPayload(payload: PayloadSchema<unknown>, at: string): JsonSchema {
  try {
    return toJsonSchema(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidSpecError(
      `${at}: payload has no JSON Schema (${reason}); describe what JSON can say, or use unchecked<T>()`,
      { cause: error },
    );
  }
}
