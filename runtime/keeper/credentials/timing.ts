/** How long a keeper waits for what it cannot see. */
export interface IssuingTiming {
  /** Until everybody trusts a new authority: Secrets have reached the pods, and were read. */
  readonly trustMs: number;
  /** Until every client shows its new credential: as for an authority. */
  readonly overlapMs: number;
  /** Until nobody does any more what is no longer declared: a rollout is over. */
  readonly lingerMs: number;
  /** After which a server that does not answer is not asked any more whether it takes a new credential. */
  readonly unansweredMs: number;
  /** After which servers that do not take a new credential are a problem: they have had it for long. */
  readonly refusedMs: number;
}

/** The kubelet takes two minutes to renew what it has mounted, at the most. */
export const issuingTiming: IssuingTiming = {
  trustMs: 10 * 60_000,
  overlapMs: 10 * 60_000,
  lingerMs: 15 * 60_000,
  unansweredMs: 3 * 60_000,
  refusedMs: 3 * 60_000,
};
