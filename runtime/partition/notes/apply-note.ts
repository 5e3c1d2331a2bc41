import type { Json } from '../../../model/json.ts';
import { toTriggerKey } from '../../../model/trigger/trigger-name.ts';
import type { Log } from '../../support/log.ts';
import type { TriggerRunner } from '../acting/trigger-runner.ts';
import { isOfTrigger, toCellName } from '../cell-names.ts';
import type { Lane } from '../lane/lane.ts';
import { type LearnContext, learn } from '../moving/learn.ts';
import type { Intake } from '../reading/intake.ts';
import type { Work } from '../work/work.ts';
import { toWorkCell, toWorkKey } from '../work/work-cell.ts';
import type { Note } from './note.ts';

/** Whom a note is for: a partition, and its lane of the trigger; absent where the configuration has none. */
export interface NoteContext extends Omit<LearnContext, 'lane'> {
  readonly cells: ReadonlyMap<string, Json>;
  readonly here: { readonly lane: Lane; readonly runner: TriggerRunner } | undefined;
  readonly intake: Pick<Intake, 'suspend' | 'resume'>;
  readonly log: Log;
}

/** Does what a note says; the changes of cells stand in the record that remembers the note as read. */
export function applyNote(note: Note, storedAt: number, context: NoteContext): void {
  switch (note.kind) {
    case 'suspend':
    case 'resume':
      setSuspended(note, context);
      break;
    case 'forget':
      forget(note, context);
      break;
    case 'redrive':
      redrive({ ...note.letter, storedAt, redriven: true, executionId: '', template: null, attempts: 0, notBefore: 0 });
      break;
    case 'moved':
      learn(note, { ...context, lane: context.here?.lane });
      break;
    case 'start':
      break; // read when a partition is claimed that does not know the trigger
  }

  function redrive(work: Work): void {
    const { here, log, put } = context;
    if (here) {
      here.runner.redrive(here.lane, work);
      return;
    }
    const trigger = toTriggerKey(note.trigger);
    log.warn('an event is redriven, but its trigger is not here; it waits for it', { trigger, id: work.event.id });
    put(toWorkKey(note.trigger, work), toWorkCell({ ...work, uncounted: true }));
  }
}

function setSuspended({ trigger, kind }: Note, { here, intake, put }: NoteContext): void {
  put(toCellName('suspended', trigger), kind === 'suspend' ? true : undefined);
  if (!here) return;
  const { lane, runner } = here;
  lane.suspended = kind === 'suspend' || runner.trigger.spec.suspended;
  if (lane.suspended) intake.suspend(lane);
  else {
    intake.resume(lane);
    runner.resume(lane);
  }
}

function forget({ trigger }: Note, { here, cells, log, put }: NoteContext): void {
  if (here) {
    log.warn('a trigger is to be forgotten, but it is here; it is kept', { trigger: toTriggerKey(trigger) });
    return;
  }
  for (const key of cells.keys()) if (isOfTrigger(key, trigger)) put(key, undefined);
}
