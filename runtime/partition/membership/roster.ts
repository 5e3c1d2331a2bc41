/** What a replica says of itself. */
export interface Announcement {
  /** Unique per start of a process. */
  readonly replica: string;
  readonly configHash: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** It can work. */
  readonly ready: boolean;
  /** Its last words. */
  readonly leaving: boolean;
}

interface Member extends Announcement {
  /** When it was heard of last, in the roster's time. */
  readonly heardAt: number;
}

/**
 * Who is there, by what the log of announcements says. Its time is the log's, and stands still while nobody's
 * announcements are stored: so an outage of the bus kills nobody, and all who read the log agree.
 */
export class Roster {
  readonly #silenceMs: number;
  readonly #longestStepMs: number;
  readonly #members = new Map<string, Member>();
  #nowMs = 0;
  #storedAt: number | undefined;

  constructor({ announceMs, silenceMs }: { readonly announceMs: number; readonly silenceMs: number }) {
    this.#silenceMs = silenceMs;
    this.#longestStepMs = 2 * announceMs;
  }

  /** Takes the next announcement of the log, and when the bus stored it. */
  hear(announcement: Announcement, storedAt: number): void {
    const stepMs = storedAt - (this.#storedAt ?? storedAt);
    this.#storedAt = storedAt;
    this.#nowMs += Math.min(Math.max(stepMs, 0), this.#longestStepMs);
    const leaving = announcement.leaving || this.#members.get(announcement.replica)?.leaving === true;
    this.#members.set(announcement.replica, { ...announcement, leaving, heardAt: this.#nowMs });
    for (const { replica, heardAt } of this.#members.values()) {
      if (this.#nowMs - heardAt >= this.#silenceMs) this.#members.delete(replica);
    }
  }

  isLive(replica: string): boolean {
    return this.#members.get(replica)?.leaving === false;
  }

  /** Over whom partitions are placed: who is ready and has the configuration of the youngest of them. */
  placeable(): readonly string[] {
    const ready = [...this.#members.values()].filter(({ ready, leaving }) => ready && !leaving);
    const youngest = ready.reduce<Member | undefined>((a, b) => (a && !isYounger(b, a) ? a : b), undefined);
    return ready.filter(({ configHash }) => configHash === youngest?.configHash).map(({ replica }) => replica);
  }
}

function isYounger(a: Member, b: Member): boolean {
  return a.startedAt === b.startedAt ? a.replica > b.replica : a.startedAt > b.startedAt;
}
