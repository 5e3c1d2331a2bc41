import { type TriggerName, toTriggerKey } from '../../model/trigger/trigger-name.ts';

/** The cells that are a trigger's own: `<kind>/<namespace>/<sensor>/<trigger>/...`. */
export const triggerCells = [
  'lane',
  'route',
  'moved',
  'parked',
  'redriven',
  'firing',
  'held',
  'seen',
  'suspended',
] as const;

type TriggerCell = (typeof triggerCells)[number];

const kinds: ReadonlySet<string> = new Set(triggerCells);

/** The cell of the position at which all lanes stand whose own cell names none. */
export const frontierKey = 'frontier';

/** The cell of how far a partition has read its notes. */
export const notesKey = 'notes';

/** The cell of the input that a partition takes with care. */
export const tryingKey = 'trying';

/** The cell of what a task remembers. */
export function toTaskKey(task: string): string {
  return `task/${task}`;
}

/** The name of a trigger's only cell of a kind, or of one of several. */
export function toCellName(kind: TriggerCell, trigger: TriggerName, rest?: string): string {
  return rest === undefined ? `${kind}/${toTriggerKey(trigger)}` : `${kind}/${toTriggerKey(trigger)}/${rest}`;
}

/** With what the names of a trigger's several cells of a kind begin. */
export function toCellPrefix(kind: TriggerCell, trigger: TriggerName): string {
  return `${kind}/${toTriggerKey(trigger)}/`;
}

export function isOfKind(kind: TriggerCell, name: string): boolean {
  return name.startsWith(`${kind}/`);
}

export function isOfTrigger(name: string, trigger: TriggerName): boolean {
  return toOwner(name) === toTriggerKey(trigger);
}

/** The key of the trigger that a cell is of; absent where it is no trigger's. */
export function toOwner(name: string): string | undefined {
  const [kind = '', namespace, sensor, trigger] = name.split('/', 4);
  return kinds.has(kind) && trigger !== undefined ? `${namespace}/${sensor}/${trigger}` : undefined;
}

/** The trigger that a trigger's cell is of. */
export function readOwner(name: string): TriggerName {
  const [, namespace = '', sensor = '', trigger = ''] = name.split('/', 4);
  return { namespace, sensor, trigger };
}

/** The name of a trigger's cell as it is for another. */
export function renameCell(name: string, to: TriggerName): string {
  const [kind, , , , ...rest] = name.split('/');
  return [kind, toTriggerKey(to), ...rest].join('/');
}
