import type { Absences } from '../../runtime/keeper/absences.ts';
import type { BusView } from '../../runtime/keeper/bus-view.ts';
import { findKeeperCell } from '../../runtime/keeper/keeper-cell.ts';
import { measureLag, type TriggerLag } from '../../runtime/keeper/lag.ts';
import { findOldest } from '../../runtime/keeper/retention.ts';
import type { KeeperSession } from './connect-keeper.ts';

/** How a bus is, as far as a program is concerned. */
export interface Survey {
  readonly view: BusView;
  readonly lags: readonly MeasuredLag[];
  /** What nobody declares any more, as the keeper of the bus knows; absent where it has none. */
  readonly absent: Absences | undefined;
}

export interface MeasuredLag extends TriggerLag {
  /** When the bus stored the oldest event that may be pending. */
  readonly oldestAt: number | undefined;
}

export async function survey(session: KeeperSession): Promise<Survey> {
  const view = await session.readView();
  const lags: MeasuredLag[] = [];
  if (view.state.logs.event.exists)
    for (const declared of session.kept.declared.triggers) {
      const lag = await measureLag(declared, { ...session, view });
      lags.push({ ...lag, oldestAt: lag.pending ? await findOldest(lag, session) : undefined });
    }
  return { view, lags, absent: findAbsent(view) };
}

/** A keeper that has only claimed its partition has found nothing yet. */
function findAbsent({ keepers }: BusView): Absences | undefined {
  if (keepers.length === 0) return undefined;
  return keepers.map(findKeeperCell).find((cell) => cell !== undefined)?.absent ?? {};
}
