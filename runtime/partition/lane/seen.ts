import type { Json } from '../../../model/json.ts';
import type { TriggerName } from '../../../model/trigger/trigger-name.ts';
import { toCellPrefix } from '../cell-names.ts';

interface Named {
  readonly source: string;
  readonly id: string;
}

/** What was seen between two records. */
interface SeenCell {
  /** When the last of them was stored, in milliseconds since 1970. */
  readonly at: number;
  readonly names: readonly string[];
  /** How long before that each was; absent where all were at once. */
  readonly agesMs?: readonly number[];
}

export interface SeenOptions {
  readonly trigger: TriggerName;
  readonly windowMs: number;
  readonly cells: ReadonlyMap<string, Json>;
}

/** The events that a lane took within a window of time, by source and id. */
export class Seen {
  readonly #prefix: string;
  readonly #windowMs: number;
  readonly #times = new Map<string, number>();
  /** By the number of their cell, oldest first. */
  readonly #cells = new Map<number, SeenCell>();
  #fresh = new Map<string, number>();
  #latest = Number.NEGATIVE_INFINITY;
  #next = 0;

  constructor({ trigger, windowMs, cells }: SeenOptions) {
    this.#prefix = toCellPrefix('seen', trigger);
    this.#windowMs = windowMs;
    const found = [...cells.keys()].flatMap((key) =>
      key.startsWith(this.#prefix)
        ? [[Number(key.slice(this.#prefix.length)), cells.get(key) as unknown as SeenCell] as const]
        : [],
    );
    for (const [n, cell] of found.sort(([a], [b]) => a - b)) this.#restore(n, cell);
  }

  /** When an event of this name was taken within the window before a moment. */
  find({ source, id }: Named, at: number): number | undefined {
    const seenAt = this.#times.get(toName({ source, id }));
    return seenAt !== undefined && at - seenAt < this.#windowMs ? seenAt : undefined;
  }

  add(event: Named, at: number): void {
    const name = toName(event);
    this.#times.set(name, at);
    this.#fresh.set(name, at);
    if (at > this.#latest) this.#latest = at;
  }

  /** Adds to a record what was taken since the last, and takes out what is too old to matter. */
  collect(changes: Map<string, Json | undefined>): void {
    for (const [n, cell] of this.#cells) {
      if (this.#latest - cell.at < this.#windowMs) break;
      this.#cells.delete(n);
      for (const name of cell.names) if ((this.#times.get(name) as number) <= cell.at) this.#times.delete(name);
      changes.set(`${this.#prefix}${n}`, undefined);
    }
    if (this.#fresh.size === 0) return;
    const cell = toCell(this.#fresh);
    changes.set(`${this.#prefix}${this.#next}`, cell as unknown as Json);
    this.#cells.set(this.#next++, cell);
    this.#fresh = new Map();
  }

  #restore(n: number, cell: SeenCell): void {
    this.#cells.set(n, cell);
    this.#next = n + 1;
    this.#latest = Math.max(this.#latest, cell.at);
    for (const [i, name] of cell.names.entries()) this.#times.set(name, cell.at - (cell.agesMs?.[i] ?? 0));
  }
}

function toCell(times: ReadonlyMap<string, number>): SeenCell {
  const at = Math.max(...times.values());
  const agesMs = [...times.values()].map((time) => at - time);
  return { at, names: [...times.keys()], ...(agesMs.some((age) => age > 0) && { agesMs }) };
}

function toName({ source, id }: Named): string {
  return JSON.stringify([source, id]);
}
