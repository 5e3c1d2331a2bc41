/** Whether a list of statuses and classes of statuses, such as `[200, '5xx']`, names a status. */
export type StatusRule = (status: number) => boolean;

export function createStatusRule(statuses: readonly (number | `${number}xx`)[]): StatusRule {
  const named = new Set(statuses.map((entry) => (typeof entry === 'number' ? entry : Number.parseInt(entry, 10))));
  return (status) => named.has(status) || named.has(Math.floor(status / 100));
}
