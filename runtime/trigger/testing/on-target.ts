import type { RemoteFixture, RemoteKind } from '../conformance/trigger.ts';
import type { Outcome } from '../contract.ts';
import type { HttpTarget } from './http-target.ts';

/** What the outcome is where a target answers so, by what that is. */
export type Failures = Readonly<Record<string, readonly [expected: Outcome['kind'], answer: HttpTarget['answer']]>>;

interface Opened extends Pick<RemoteFixture, 'trigger' | 'template' | 'secret' | 'executions'> {
  readonly target: HttpTarget;
}

/** A kind of trigger that calls a target which a test lets fail. */
export function onTarget(failures: Failures, open: () => Promise<Opened>): RemoteKind {
  return {
    failures: Object.fromEntries(Object.entries(failures).map(([how, [expected]]) => [how, expected])),
    start: async () => toFixture(await open(), failures),
  };
}

function toFixture({ target, trigger, ...opened }: Opened, failures: Failures): RemoteFixture {
  const works = target.answer;
  return {
    ...opened,
    trigger,
    connections: () => target.connections,
    openConnections: () => target.openConnections,
    hang() {
      const { promise, resolve } = Promise.withResolvers<void>();
      target.answer = () => resolve();
      return { arrived: promise };
    },
    fail(how) {
      target.answer = (how === undefined ? undefined : failures[how]?.[1]) ?? works;
    },
    async [Symbol.asyncDispose]() {
      await trigger[Symbol.asyncDispose]();
      await target[Symbol.asyncDispose]();
    },
  };
}
