import type { BusAdmin, EventBus } from '../contract.ts';

/** A bus of one driver, empty, as the suites need it. */
export interface BusFixture extends AsyncDisposable {
  /** A client of its own each time; the fixture disposes it. */
  connect(): Promise<EventBus>;
  connectAdmin(): Promise<BusAdmin>;
  /** Takes the bus away from its clients. What it has stored stays. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Of the next append, the answer is lost: it is stored, and rejects. */
  loseNextAnswer(): Promise<void>;
}

/** Starts a bus for one test. */
export type StartBus = () => Promise<BusFixture>;
