import type { Json } from '../../../model/json.ts';
import type { Lane } from '../lane/lane.ts';
import type { Note } from '../notes/note.ts';
import type { Intake } from '../reading/intake.ts';
import type { Moves } from './moves.ts';
import { type MovedCell, readMovedCell, readTold, toMovedKey, uniteFormer } from './route-cell.ts';

/** A partition that is told how far another has come with a trigger; `lane` is absent where it has not the trigger. */
export interface LearnContext {
  readonly lane: Lane | undefined;
  /** How many partitions the worker's work has. */
  readonly count: number;
  readonly intake: Pick<Intake, 'resume'>;
  readonly moves: Pick<Moves, 'tell' | 'begun'>;
  /** A cell as it will be once all that was put is stored. */
  get(key: string): Json | undefined;
  put(key: string, value: Json | undefined): void;
}

type MovedNote = Note & { readonly kind: 'moved' };

/** Takes up what a partition tells of its route. A lane that waits begins once all have told that they follow its own. */
export function learn({ trigger, ...note }: MovedNote, context: LearnContext): void {
  const { lane, count, get, put } = context;
  const key = toMovedKey(trigger, note.index);
  if (lane) answer(lane, note, context);
  if (lane && !lane.route.waits && note.route === lane.route.name) {
    // before it waits for this route again, all will have left it and told of it anew
    if (get(key) !== undefined) put(key, undefined);
    return;
  }
  // what was handled stays handled, whatever was told since
  const former = uniteFormer(readMovedCell(get(key))?.former, note.former);
  put(key, { route: note.route, former } satisfies MovedCell as unknown as Json);
  if (!lane?.route.waits) return;
  const told = readTold(context, trigger, count);
  if (!told.every((one) => one?.route === lane.route.name)) return;
  lane.begin(told.flatMap((one) => one?.former ?? []));
  for (let index = 0; index < count; index++) put(toMovedKey(trigger, index), undefined);
  context.moves.begun(lane);
  context.intake.resume(lane);
}

function answer(lane: Lane, { index, route }: Omit<MovedNote, 'trigger'>, { moves }: LearnContext): void {
  const isSame = route === lane.route.name;
  if (index !== lane.home.index) {
    if (isSame && lane.route.isUnheard) moves.tell(lane);
  } else if (isSame) lane.route.setUntold(false);
  // a former owner's word came late
  else moves.tell(lane);
}
