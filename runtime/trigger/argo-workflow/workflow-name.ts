const longest = 63;

/** A name of at most 63 characters, since pods carry it in a label; the same for every attempt of an execution. */
export function toWorkflowName(prefix: string, executionId: string): string {
  const begin = prefix.slice(0, longest - 1 - executionId.length).replace(/[-.]+$/, '');
  return begin === '' ? executionId : `${begin}-${executionId}`;
}
