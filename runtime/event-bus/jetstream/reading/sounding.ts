import type { JetStreamConnection } from '../connection.ts';
import type { Place } from '../position.ts';
import type { Reading } from './open-reading.ts';
import type { PullSession } from './pull-session.ts';
import { checkIncarnation, checkKept, readStreamState, type StreamState } from './stream-state.ts';

export interface SoundingOptions {
  readonly connection: JetStreamConnection;
  readonly stream: string;
  readonly session: PullSession;
  readonly reading: Reading;
}

interface Sounded {
  readonly state: StreamState;
  readonly idleBeats: number;
}

const firstMs = 1_000;
const everyMs = 3_000;
const timeoutMs = 2_000;
/** A consumer at the leader that has said so often that it has nothing has looked at all that was stored before. */
const beatsBehind = 2;

/** Asks now and then where a stream ends, so that a reader to whom nothing is delivered knows how far it has come. */
export class Sounding {
  readonly #options: SoundingOptions;
  #askAt: number;
  #asking = false;
  #sounded: Sounded | undefined;

  constructor(options: SoundingOptions) {
    this.#options = options;
    this.#askAt = options.connection.clock.now() + firstMs;
  }

  /**
   * Where the reader has come, if it is further than it knows; `'moved'`: the stream is led elsewhere or was cut. Throws
   * a `PositionLostError` where the reader's place is gone.
   */
  sound(place: Place, atEnd: boolean): Place | 'moved' | undefined {
    const { connection, reading, session } = this.#options;
    if (!this.#asking && !this.#sounded && connection.clock.now() >= this.#askAt) void this.#ask();
    if (!this.#sounded) return undefined;
    const { state, idleBeats } = this.#sounded;
    if (state.leader !== reading.leader || !reading.isAtLeader || state.last < place.sequence) return 'moved';
    if (atEnd) checkIncarnation(state, place);
    else checkKept(state, place);
    if (atEnd && session.idleBeats >= idleBeats && session.idleBeats < idleBeats + beatsBehind) return undefined;
    this.#sounded = undefined;
    const isBehind = atEnd && session.idleBeats >= idleBeats && state.last > place.sequence;
    return isBehind ? { ...place, sequence: state.last } : undefined;
  }

  async #ask(): Promise<void> {
    const { connection, stream, session } = this.#options;
    this.#asking = true;
    try {
      const state = await readStreamState(connection, stream, { timeoutMs });
      this.#sounded = { state, idleBeats: session.idleBeats };
      session.wake();
    } catch {
      // whoever does not answer is asked again
    }
    this.#asking = false;
    this.#askAt = connection.clock.now() + everyMs;
  }
}
