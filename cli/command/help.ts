import type { Command } from './command.ts';

export function helpOfAll(commands: readonly Command[]): string {
  return [
    'Event-driven automation for Kubernetes, declared in TypeScript.',
    '',
    'Usage: eventwright <command> [options]',
    '',
    'Commands:',
    ...table(commands.map(({ name, summary }) => [name, summary])),
    '',
    ...table([
      ['<command> --help', 'what a command does, and its options'],
      ['--version', 'the version'],
    ]),
    '',
  ].join('\n');
}

export function helpOf({ usage, summary, details, options }: Command): string {
  const rows = Object.entries(options).map(([name, { short, value, help, default: byDefault }]) => [
    `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`,
    byDefault === undefined ? help : `${help} (default: ${byDefault})`,
  ]);
  const text = [`Usage: eventwright ${usage}`, '', summary, '', details.trim(), '', 'Options:', ...table(rows), ''];
  return text.join('\n');
}

function table(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
}
