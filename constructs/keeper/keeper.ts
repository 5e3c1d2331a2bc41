import { Construct } from 'constructs';
import { InvalidSpecError } from '../../model/invalid-spec-error.ts';
import { type KeeperOptions, keeperSchema } from '../../model/keeper/keeper.ts';
import { checkName } from '../../model/names.ts';
import { parseSpec } from '../../model/schema.ts';
import { claim } from '../claim.ts';
import { addDocument } from '../document/add-document.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';

/** Which bus is kept, and how. */
export interface KeeperProps extends KeeperOptions {
  readonly bus: IEventBus;
}

/**
 * Keeps what lives inside a bus: its stores with their quotas, the first positions of triggers, history that nobody
 * needs any more, and what is left of triggers and workers that are gone. A bus has one.
 * @example
 * new Keeper(chart, 'keeper', { bus, replicas: 3, quotas: { events: '20Gi' }, history: '7d' });
 */
export class Keeper extends Construct {
  readonly name: string;

  /** Throws an `InvalidSpecError` that names the option that is wrong. */
  constructor(scope: Construct, id: string, { bus, ...options }: KeeperProps) {
    super(scope, id);
    const at = this.node.path;
    checkName('a keeper', id, at);
    for (const namespace of options.namespaces ?? []) checkName('a namespace', namespace, `${at}: namespaces`);
    const owner = claim(this, `keeper of ${JSON.stringify(bus.config)}`);
    if (owner !== undefined)
      throw new InvalidSpecError(`${at}: ${owner} keeps event bus '${bus.name}' already; remove one of them`);
    const spec = parseSpec(keeperSchema, options, at);
    this.name = id;
    addDocument(this, { kind: 'Keeper', name: id, bus: bus.config, spec: () => spec });
  }
}
