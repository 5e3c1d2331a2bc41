/** Wakes everybody who waits, once a turn of the event loop, however often it is rung in that turn. */
export class Bell {
  #rung: PromiseWithResolvers<void> | undefined;
  #due = false;

  next(): Promise<void> {
    this.#rung ??= Promise.withResolvers<void>();
    return this.#rung.promise;
  }

  ring(): void {
    if (!this.#rung || this.#due) return;
    this.#due = true;
    setImmediate(() => {
      const rung = this.#rung;
      this.#due = false;
      this.#rung = undefined;
      rung?.resolve();
    });
  }
}
