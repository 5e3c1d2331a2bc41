import type { Scenario } from '../scenario.ts';
import { changes } from './changes.ts';
import { collected } from './collected.ts';
import { conditions } from './conditions.ts';
import { filtered } from './filtered.ts';
import { interruptions } from './interruptions.ts';
import { keys } from './keys.ts';
import { oneEvent } from './one-event.ts';
import { repeats } from './repeats.ts';
import { resets } from './resets.ts';
import { severalDependencies } from './several-dependencies.ts';
import { windows } from './windows.ts';

/** All of them. */
export const scenarios: readonly Scenario[] = [
  ...oneEvent,
  ...filtered,
  ...conditions,
  ...severalDependencies,
  ...collected,
  ...keys,
  ...windows,
  ...resets,
  ...repeats,
  ...interruptions,
  ...changes,
];
