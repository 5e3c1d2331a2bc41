import { type Address, toSubject } from '../../../../model/event/address.ts';

/** What a reader asks the server for, and what it keeps of what comes. */
export interface ReadingFilter {
  /** One where all addresses are of one namespace: permissions can be checked on it. */
  readonly subjects: readonly [string, ...string[]];
  /** The address of a message, unless nobody asked for it. */
  addressOf(subject: string): Address | undefined;
}

/** The fewest subjects that hold all messages of these addresses. */
export function toReadingFilter(addresses: readonly Address[]): ReadingFilter {
  const wanted = new Map(addresses.map((address) => [toSubject(address), address]));
  const known = new Map<string, Address | undefined>();
  return {
    subjects: toSubjects([...wanted.values()]),
    addressOf(subject) {
      if (!known.has(subject)) {
        if (known.size >= mostKnown) known.clear();
        known.set(subject, wanted.get(subject) ?? wanted.get(withoutSlot(subject)));
      }
      return known.get(subject);
    },
  };
}

/** Subjects that are looked up only once. */
const mostKnown = 10_000;

function withoutSlot(subject: string): string {
  return subject.slice(0, subject.lastIndexOf('.'));
}

function toSubjects(addresses: readonly Address[]): readonly [string, ...string[]] {
  const exact = toExactSubjects(addresses);
  if (exact.length === 1) return exact;
  const namespaces = new Set(addresses.map(({ namespace }) => namespace));
  return namespaces.size > 1 ? exact : [`${commonTokens(exact).join('.')}.>`];
}

/** A subject for each address, which holds all of its messages and no others. */
export function toExactSubjects(addresses: readonly Address[]): readonly [string, ...string[]] {
  const [first, ...others] = new Set(
    addresses.map((address) => (address.class === 'event' ? `${toSubject(address)}.*` : toSubject(address))),
  );
  if (first === undefined) throw new TypeError('reading a log needs at least one address');
  return [first, ...others];
}

function commonTokens(subjects: readonly string[]): readonly string[] {
  const [first = [], ...others] = subjects.map((subject) => subject.split('.'));
  const differs = first.findIndex((token, index) => others.some((other) => other[index] !== token));
  return first.slice(0, differs);
}
