/** Lets one thing at a time happen, in the order of asking. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as what is run does. Whoever waits behind it waits no longer than until `forfeit` resolves. */
  take(run: () => Promise<void>, forfeit?: Promise<void>): Promise<void> {
    const turn = this.#last.then(run);
    this.#last = this.#last.then(() => Promise.race(forfeit ? [turn, forfeit] : [turn])).catch(() => {});
    return turn;
  }
}
