import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { eventPromisesOf } from '../../model/event-bus/promises-of.ts';
import type { Bindings } from '../../model/expression/expression.ts';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { checkDependencyName, checkName } from '../../model/names.ts';
import { checkReliance } from '../../model/sensor/check-reliance.ts';
import type { CorrelationSpec } from '../../model/sensor/correlation.ts';
import { problemsOf } from '../../model/sensor/problems-of.ts';
import type { DependencySpec, SensorSpec } from '../../model/sensor/sensor.ts';
import type { TriggerSpec } from '../../model/trigger/trigger.ts';
import { claim } from '../claim.ts';
import { addDocument } from '../document/add-document.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import type { Dependency } from '../event-source/dependency.ts';
import { type AnyTrigger, toTriggerSpec } from '../trigger/to-trigger-spec.ts';
import type { Trigger, Triggers } from '../trigger/trigger.ts';
import { resolveWorker } from '../worker/resolve-worker.ts';
import type { Worker } from '../worker/worker.ts';
import { type AnyCorrelation, type Correlation, toCorrelationSpec } from './correlation.ts';

/** The dependencies of a sensor whose events, by name, are `E`. */
export type Dependencies<E> = { readonly [K in keyof E]: Dependency<E[K]> };

/** What a sensor waits for, and what it does then. */
export interface SensorProps<E, When = {}, Template = {}, Bind = {}, KeyBind = {}> {
  /** The events it waits for, each under the name that conditions and templates use. All are of one bus. */
  readonly dependencies: Dependencies<E>;
  /**
   * Which events of a joined condition belong together, and how long they wait. Without it all belong together, and wait
   * without an end.
   */
  readonly correlate?: Correlation<NoInfer<E>, KeyBind>;
  /** What it does, by name: lower-case letters, digits and `-`. */
  readonly triggers?: Triggers<When, Template, Bind, E>;
  /**
   * The worker that runs it: the unit of scaling and isolation. Default: one that everything of this bus and namespace
   * shares, named as the bus is.
   */
  readonly worker?: Worker;
}

/** Anything at all; `string` is named so that a literal stays one. */
export type Literal = string | {} | null | undefined;

/**
 * Waits for events and runs triggers. `E` are its events by name; `KeyBind` is inferred from `correlate`, the other
 * parameters from `triggers`, each entry for itself.
 * @example
 * new Sensor(chart, 'deploy', {
 *   dependencies: { push: github.event('push', { filter: ({ data }) => data.ref === 'refs/heads/main' }) },
 *   triggers: { note: { action: log(), template: ({ push }) => push.data.after } },
 * });
 */
export class Sensor<
  E,
  When extends Record<string, Literal> = {},
  Template = {},
  Bind = {},
  KeyBind = {},
> extends Construct {
  readonly name: string;
  readonly worker: Worker;
  readonly #bus: IEventBus;
  readonly #dependencies: Readonly<Record<string, DependencySpec>>;
  readonly #correlate: CorrelationSpec | undefined;
  readonly #triggers = new Map<string, TriggerSpec>();

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, props: SensorProps<E, When, Template, Bind, KeyBind>) {
    super(scope, id);
    const at = this.node.path;
    const { correlate, triggers } = props;
    const dependencies = Object.entries<Dependency<unknown>>({ ...props.dependencies });
    checkName('a sensor', id, at);
    const owner = claim(this, `sensor ${id}`);
    if (owner !== undefined)
      throw new InvalidSpecError(`${at}: ${owner} is a sensor '${id}' of this namespace already; rename one of them`);
    this.name = id;
    const bus = oneBus(dependencies, at);
    this.#bus = bus;
    this.#dependencies = toDependencySpecs(dependencies, this);
    this.#correlate =
      correlate &&
      toCorrelationSpec(correlate as unknown as AnyCorrelation, Object.keys(this.#dependencies), `${at}: correlate`);
    this.worker = resolveWorker(this, { bus, worker: props.worker });
    const document = addDocument(this, {
      kind: 'Sensor',
      name: id,
      worker: this.worker,
      bus,
      spec: () => this.#spec(),
    });
    this.worker.addPart({ by: this, bus, document });
    for (const [name, trigger] of Object.entries({ ...triggers })) this.#add(name, trigger as unknown as AnyTrigger);
    this.node.addValidation({ validate: () => this.#problems().map((problem) => `${at}: ${problem}`) });
  }

  /** Adds one trigger: for those that a program computes. Throws as the constructor does. */
  addTrigger<W extends Literal = unknown, T = never, B extends Bindings = {}>(
    name: string,
    trigger: Trigger<W, T, B, E>,
  ): this {
    this.#add(name, trigger as unknown as AnyTrigger);
    return this;
  }

  #add(name: string, trigger: AnyTrigger): void {
    const at = `${this.node.path}: trigger '${name}'`;
    checkName('a trigger', name, at);
    if (this.#triggers.has(name)) throw new InvalidSpecError(`${at}: there is one already; rename one of them`);
    const sensor = this.#spec();
    const spec = toTriggerSpec(trigger, sensor, { name, at });
    checkReliance(spec, sensor, { at, bus: { name: this.#bus.name, promises: eventPromisesOf(this.#bus.config) } });
    this.#triggers.set(name, spec);
    if (trigger.action.needs) this.worker.addNeeds(trigger.action.needs);
  }

  #spec(): SensorSpec {
    return {
      dependencies: this.#dependencies,
      ...(this.#correlate && { correlate: this.#correlate }),
      triggers: Object.fromEntries(this.#triggers),
    };
  }

  // Triggers may be added until synthesis.
  #problems(): readonly string[] {
    return this.#triggers.size === 0 ? ['it has no trigger, and does nothing; add one'] : problemsOf(this.#spec());
  }
}

type Entries = readonly (readonly [string, Dependency<unknown>])[];

function oneBus(dependencies: Entries, at: string): IEventBus {
  const buses = new Map(dependencies.map(([, { bus }]) => [JSON.stringify(bus.config), bus]));
  const [first, ...others] = buses.values();
  if (!first) throw new InvalidSpecError(`${at}: it has no dependencies; name the events it waits for`);
  if (others.length === 0) return first;
  const list = dependencies.map(([name, { bus }]) => `'${name}' on '${bus.name}'`).join(', ');
  throw new InvalidSpecError(`${at}: its dependencies are on ${buses.size} buses (${list}); a sensor reads one`);
}

function toDependencySpecs(dependencies: Entries, sensor: Construct): Readonly<Record<string, DependencySpec>> {
  const own = Chart.of(sensor).namespace;
  return Object.fromEntries(
    dependencies.map(([name, { spec }]) => {
      checkDependencyName(name, `${sensor.node.path}: dependency '${name}'`);
      const { namespace, ...here } = spec;
      return [name, namespace === own ? here : spec];
    }),
  );
}
