import { describeEventBus } from '../../runtime/event-bus/conformance/event-bus.ts';

/** What every event bus is tested for: the title of one test. */
export interface Claim {
  readonly suite: string;
  readonly title: string;
}

/** The claims of the suites, in their order; none of their tests is run. */
export function readClaims(): readonly Claim[] {
  const claims: Claim[] = [];
  let suite = '';
  const recorder = {
    describe(name: string, body: () => void) {
      suite = fromDescription(name).suite;
      body();
    },
    test: (title: string) => void claims.push({ suite, title }),
  };
  const { describe, test } = globalThis;
  Object.assign(globalThis, recorder);
  try {
    describeEventBus('a bus', () => Promise.reject(new Error('only the titles are read')));
  } finally {
    Object.assign(globalThis, { describe, test });
  }
  return claims;
}

/** The parts of what a suite calls itself on a bus: `memory over a socket: publishing`. */
export function fromDescription(text: string): { readonly bus: string; readonly suite: string } {
  const at = text.lastIndexOf(': ');
  return { bus: text.slice(0, at), suite: text.slice(at + 2) };
}
