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
  /** It is asked also where nothing is wrong. */
  readonly routinely: boolean;
}

interface Sounded {
  readonly state: StreamState;
  readonly idleBeats: number;
}

const firstMs = 1_000;
const everyMs = 3_000;
const quietMs = 500;
const timeoutMs = 1_000;
/** A consumer at the leader that has said so often that it has nothing has looked at all that was stored before. */
const beatsBehind = 2;

/**
 * Asks for a stream's state when its consumer is quiet, since it may have gone with the server that led the stream; and now
 * and then, so that a reader to whom nothing is delivered knows how far it has come.
 */
export class Sounding {
  readonly #options: SoundingOptions;
  #askedAt: number;
  #asking = false;
  #sounded: Sounded | undefined;

  constructor(options: SoundingOptions) {
    this.#options = options;
    this.#askedAt = options.connection.clock.now() - everyMs + firstMs;
  }

  /**
   * Where the reader has come, if it is further than it knows; `'moved'`: the stream is led elsewhere or was cut. Throws
   * a `PositionLostError` where the reader's place is gone.
   */
  sound(place: Place, atEnd: boolean): Place | 'moved' | undefined {
    const { reading, session, routinely } = this.#options;
    if (this.#isDue()) void this.#ask();
    if (!this.#sounded) return undefined;
    const { state, idleBeats } = this.#sounded;
    if (state.leader !== reading.leader || !reading.isAtLeader || state.last < place.sequence) return 'moved';
    if (atEnd || !routinely) checkIncarnation(state, place);
    else checkKept(state, place);
    if (atEnd && session.idleBeats >= idleBeats && session.idleBeats < idleBeats + beatsBehind) return undefined;
    this.#sounded = undefined;
    const isBehind = routinely && atEnd && session.idleBeats >= idleBeats && state.last > place.sequence;
    return isBehind ? { ...place, sequence: state.last } : undefined;
  }

  #isDue(): boolean {
    const { connection, session, routinely } = this.#options;
    if (this.#asking) return false;
    const sinceMs = connection.clock.now() - this.#askedAt;
    // the system's clock was set back
    if (sinceMs < 0) return true;
    return session.isQuiet ? sinceMs >= quietMs : routinely && !this.#sounded && sinceMs >= everyMs;
  }

  async #ask(): Promise<void> {
    const { connection, stream, session } = this.#options;
    this.#askedAt = connection.clock.now();
    this.#asking = true;
    try {
      const state = await readStreamState(connection, stream, { timeoutMs });
      this.#sounded = { state, idleBeats: session.idleBeats };
      session.wake();
    } catch {
      // whoever does not answer is asked again
    }
    this.#asking = false;
  }
}
