import type { Document } from '../../model/document/document.ts';
import type { EventBus } from '../../runtime/event-bus/contract.ts';
import { EventBusError } from '../../runtime/event-bus/error.ts';
import { CommandError } from '../command/command-error.ts';
import { untilInterrupted } from '../command/until-interrupted.ts';
import { connectOperator } from './connect-operator.ts';
import { findBus } from './find-bus.ts';
import { findTriggers, type ProgramTrigger } from './find-triggers.ts';

export interface OperateOptions {
  /** The project's. */
  readonly folder: string;
  readonly app: string | undefined;
  readonly server: string | undefined;
  readonly secretsFolder: string;
  /** The bus of the `eventwright dev` that runs in this folder. */
  readonly dev: boolean;
  readonly sensor: string | undefined;
  readonly trigger: string | undefined;
}

/** A program's bus, reached as an operator does. */
export interface Operation {
  readonly documents: readonly Document[];
  readonly bus: EventBus;
  /** Those that the options name. */
  readonly triggers: readonly ProgramTrigger[];
  readonly signal: AbortSignal;
}

/** Finds a program's bus and does something there, until it is interrupted; resolves with the exit code. */
export function operate(options: OperateOptions, run: (operation: Operation) => Promise<number>): Promise<number> {
  return untilInterrupted(async (signal) => {
    try {
      const { documents, spec } = await findBus(options);
      const triggers = findTriggers(documents, options);
      await using bus = await connectOperator(spec(triggers), { ...options, signal });
      return await run({ documents, bus, triggers, signal });
    } catch (error) {
      if (error instanceof EventBusError) throw new CommandError(error.message, { cause: error });
      throw error;
    }
  });
}
