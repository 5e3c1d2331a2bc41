import type { Json } from '../../../model/json.ts';

/** A cell as it is written, its value as JSON; without one, it is deleted. */
export type CellText = readonly [key: string, json: string | undefined];

/** What is read of cells. */
export type ReadonlyCells = ReadonlyMap<string, Json> & Pick<Cells, 'texts'>;

/** The cells of a partition. They are held as they are written: a million are few objects, and read one at a time. */
export class Cells implements ReadonlyMap<string, Json> {
  readonly #texts = new Map<string, string>();

  get size(): number {
    return this.#texts.size;
  }

  has(key: string): boolean {
    return this.#texts.has(key);
  }

  get(key: string): Json | undefined {
    const json = this.#texts.get(key);
    return json === undefined ? undefined : JSON.parse(json);
  }

  keys(): MapIterator<string> {
    return this.#texts.keys();
  }

  *values(): MapIterator<Json> {
    for (const json of this.#texts.values()) yield JSON.parse(json);
  }

  /** Reads every cell; who looks for a few goes through the keys. */
  *entries(): MapIterator<[string, Json]> {
    for (const [key, json] of this.#texts) yield [key, JSON.parse(json)];
  }

  [Symbol.iterator](): MapIterator<[string, Json]> {
    return this.entries();
  }

  forEach(run: (value: Json, key: string, cells: ReadonlyMap<string, Json>) => void): void {
    for (const [key, value] of this) run(value, key, this);
  }

  /** As they are held. */
  texts(): MapIterator<[string, string]> {
    return this.#texts.entries();
  }

  change([key, json]: CellText): void {
    if (json === undefined) this.#texts.delete(key);
    else this.#texts.set(key, json);
  }
}

/** Puts and deletes as they are written. */
export function toTexts(changes: ReadonlyMap<string, Json | undefined>): readonly CellText[] {
  return Array.from(changes, ([key, value]) => [key, value === undefined ? undefined : JSON.stringify(value)]);
}
