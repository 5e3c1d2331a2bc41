import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util';

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** `send <event source>/<event> [file]` */
  readonly usage: string;
  /** Paragraphs below the usage. */
  readonly details: string;
  readonly options: Readonly<Record<string, Option>>;
  /** How many positional arguments it takes at most. */
  readonly positionals: number;
  /** Resolves with the exit code. */
  run(args: readonly string[]): Promise<number>;
}

export type Option = ParseArgsOptionDescriptor & {
  /** `<folder>`; absent for a switch. */
  readonly value?: string;
  readonly help: string;
};

type Values<Options extends Readonly<Record<string, Option>>> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>['values'];

/** A command whose `run` is given its options by name, typed by what it declares. */
export function createCommand<const Options extends Readonly<Record<string, Option>>>({
  run,
  ...command
}: Omit<Command, 'run' | 'options'> & {
  readonly options: Options;
  readonly run: (values: Values<Options>, positionals: readonly string[]) => Promise<number>;
}): Command {
  return {
    ...command,
    run(args) {
      const { values, positionals } = parseArgs({ args: [...args], options: command.options, allowPositionals: true });
      return run(values as Values<Options>, positionals);
    },
  };
}
