/** The worker that a keeper is on its bus, with a journal, notes and members: named as its objects are, as no other is. */
export function toKeeperWorker(keeper: string): string {
  return `${keeper}-keeper`;
}
