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
