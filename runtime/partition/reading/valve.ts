import { Gate } from '../../support/gate.ts';

const closesAt = 0.4;
const opensBelow = 0.35;

/**
 * Holds intake up while the journals fill: what is under way ends, and owners still find room to store what came of it,
 * and to write the bases by which journals are trimmed.
 */
export class Valve {
  readonly #gate = new Gate();
  #open = true;

  get isOpen(): boolean {
    return this.#open;
  }

  /** Is told how full the journals are, from 0 to 1; tells whether that opened or closed it. */
  tell(fill: number): boolean {
    const open = this.#open ? fill < closesAt : fill < opensBelow;
    const changed = open !== this.#open;
    this.#open = open;
    if (open) this.#gate.open();
    return changed;
  }

  /** Lets everything through, until it is told otherwise. */
  open(): void {
    this.#open = true;
    this.#gate.open();
  }

  async passes(): Promise<void> {
    while (!this.#open) await this.#gate.wait();
  }
}
