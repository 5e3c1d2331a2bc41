import type { BusPlan, Quota, StoreName } from '../contract.ts';
import { EventBusError } from '../error.ts';

export type Quotas = Readonly<Record<StoreName, Quota>>;

const mebibyte = 1024 ** 2;

/** What each log holds unless a plan says otherwise; all journals share one. */
export const defaultQuotas: Quotas = {
  event: { maxBytes: 512 * mebibyte },
  note: { maxBytes: 16 * mebibyte },
  member: { maxBytes: mebibyte / 4 },
  deadLetter: { maxBytes: 128 * mebibyte },
  outcome: { maxBytes: 32 * mebibyte },
  journal: { maxBytes: 128 * mebibyte },
};

/** The quotas under a plan, and a sentence for each that it changes. */
export function applyPlan(quotas: Quotas, plan: BusPlan): { quotas: Quotas; changes: readonly string[] } {
  if (plan.replicas !== undefined && plan.replicas !== 1)
    throw new EventBusError('planRefused', `a memory store is one copy, not ${plan.replicas}; ask for 1 replica`);
  const changes = Object.entries(plan.quotas).flatMap(([name, { maxBytes }]) => {
    const before = quotas[name as keyof Quotas].maxBytes;
    return before === maxBytes ? [] : [`${name}: maxBytes ${before} is now ${maxBytes}`];
  });
  return { quotas: { ...quotas, ...plan.quotas }, changes };
}
