import type { EventBusSpec } from '../../model/event-bus/event-bus.ts';
import type { BusPlan } from '../../runtime/event-bus/contract.ts';
import { connectBusAdmin } from '../../runtime/event-bus/index.ts';
import { toBusContext } from './bus-context.ts';

/** Brings a bus to what a plan says, as the keeper would before workers start. */
export async function applyPlan(spec: EventBusSpec, plan: BusPlan): Promise<void> {
  await using admin = await connectBusAdmin(spec, toBusContext('keeper'));
  await admin.apply(plan);
}
