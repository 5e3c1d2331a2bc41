import { parseArgs } from 'node:util';
import { suggest } from '../../model/suggest.ts';
import type { Command } from './command.ts';
import { usageError } from './command-error.ts';

/** Throws a usage error that names the first option or argument that the command does not take. */
export function checkArguments(command: Command, args: readonly string[]): void {
  const { tokens } = parseArgs({ args: [...args], options: command.options, strict: false, tokens: true });
  const names = Object.keys(command.options).map((name) => `--${name}`);
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = command.options[token.name];
    if (!option)
      throw usageError(`${token.rawName}: ${command.name} has no such option${suggest(token.rawName, names)}`);
    if (option.type === 'string' && token.value === undefined)
      throw usageError(`${token.rawName}: it takes a value, ${option.value}`);
    if (option.type === 'boolean' && token.value !== undefined)
      throw usageError(`${token.rawName}: it takes no value, write it alone`);
  }
  const surplus = tokens.filter((token) => token.kind === 'positional')[command.positionals];
  if (surplus) throw usageError(`${surplus.value}: one argument too many; usage: eventwright ${command.usage}`);
}
