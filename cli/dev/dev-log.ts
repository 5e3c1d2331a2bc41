import type { Log, LogFields } from '../../runtime/support/log.ts';
import { toPrintable, toPrintableLines } from '../command/printable.ts';
import type { Paint } from './paint.ts';

interface DevLogOptions {
  readonly say: (line: string) => void;
  readonly paint: Paint;
}

/** Shows what triggers log, and the worker's warnings and errors; what a line is about stands behind it. */
export function createDevLog({ say, paint }: DevLogOptions, fields: LogFields = {}): Log {
  const show = (style: 'yellow' | 'red' | undefined) => (message: string, more?: LogFields) => {
    const { trigger, executionId: _, error, ...rest } = { ...fields, ...more };
    const about = Object.keys(rest).length > 0 ? ` ${toPrintable(JSON.stringify(rest))}` : '';
    const cause = error instanceof Error ? `: ${error.message}` : '';
    const text = `${toPrintableLines(`${message}${cause}`).join('\n    ')}${paint('dim', about)}`;
    say(`    ${trigger ? paint('dim', `${trigger}: `) : ''}${style ? paint(style, text) : text}`);
  };
  return {
    debug() {},
    info: fields.trigger === undefined ? () => {} : show(undefined),
    warn: show('yellow'),
    error: show('red'),
    with: (more) => createDevLog({ say, paint }, { ...fields, ...more }),
  };
}
