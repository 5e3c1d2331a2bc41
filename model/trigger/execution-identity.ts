/** Which execution of which trigger works on an object. */
export interface ExecutionIdentity {
  /** `ci/deploy/announce` */
  readonly at: string;
  readonly executionId: string;
}

/** The annotation of an object with the execution that it was made for, by which a repeated attempt knows it. */
export const executionAnnotation = 'eventwright.dev/execution';

/** What says on an object which sensor and trigger made it, and for which execution. */
export function toExecutionAnnotations({ at, executionId }: ExecutionIdentity): Readonly<Record<string, string>> {
  const [, sensor = '', trigger = ''] = at.split('/');
  return {
    'eventwright.dev/sensor': sensor,
    'eventwright.dev/trigger': trigger,
    [executionAnnotation]: executionId,
  };
}
