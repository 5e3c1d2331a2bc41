/** Which trigger of which sensor. */
export interface TriggerName {
  readonly namespace: string;
  readonly sensor: string;
  readonly trigger: string;
}

/** The name of a trigger in cells, ids and log lines: `ci/deploy/announce`. */
export function toTriggerKey({ namespace, sensor, trigger }: TriggerName): string {
  return `${namespace}/${sensor}/${trigger}`;
}

/** The name of a trigger's sensor: `ci/deploy`. */
export function toSensorKey({ namespace, sensor }: Omit<TriggerName, 'trigger'>): string {
  return `${namespace}/${sensor}`;
}
