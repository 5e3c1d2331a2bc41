import { toText } from '../convert.ts';
import type { Run } from '../run.ts';

export function parseJson(run: Run, value: unknown): unknown {
  const text = toText(run, value);
  run.allowText(text.length);
  run.spend(1 + (text.length >>> 4));
  return JSON.parse(text);
}

/** Measures the value before it writes it; `space` as JavaScript takes it. */
export function stringifyJson(run: Run, value: unknown, space: unknown): string | undefined {
  const indent = typeof space === 'number' || typeof space === 'string' ? space : undefined;
  const width = typeof indent === 'string' ? Math.min(10, indent.length) : Math.max(0, Math.min(10, indent ?? 0));
  measure(run, value, width);
  const text: string | undefined = JSON.stringify(value, undefined, indent);
  if (text !== undefined) run.reserveText(text.length);
  return text;
}

function measure(run: Run, value: unknown, width: number): void {
  let length = 0;
  const add = (more: number): void => {
    length += more;
    run.allowText(length);
  };
  const visit = (item: unknown, depth: number): void => {
    run.enter(depth);
    add(1 + width * depth);
    if (typeof item === 'string') add(item.length);
    else if (Array.isArray(item)) for (const element of item) visit(element, depth + 1);
    else if (typeof item === 'object' && item !== null)
      for (const [key, element] of Object.entries(item)) {
        add(key.length);
        visit(element, depth + 1);
      }
  };
  visit(value, 0);
}
