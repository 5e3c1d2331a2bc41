import type { Json } from '../../../model/json.ts';
import { until } from '../../support/testing/until.ts';
import type { OpenTrigger, Outcome } from '../contract.ts';

/** An open trigger and the target it acts on, for one test. */
export interface TriggerFixture extends AsyncDisposable {
  readonly trigger: OpenTrigger<Json>;
  /** What the target takes. */
  readonly template: Json;
  /** The execution ids that the target was given, in order; a remote one may tell of them a little later. */
  readonly executions: () => readonly string[];
}

/** The same for a kind whose target is on the network. */
export interface RemoteFixture extends TriggerFixture {
  /** Connections that the target ever had. */
  readonly connections: () => number;
  readonly openConnections: () => number;
  /** From now on the target takes requests and never answers. Resolves with each request that arrives. */
  readonly hang: () => { readonly arrived: Promise<void> };
  /** From now on the target fails in one of the ways of `failures`, or works again. */
  readonly fail: (how: string | undefined) => void | Promise<void>;
  /** A secret of the action, which the target repeats in everything it says. */
  readonly secret: string;
}

export interface RemoteKind {
  /** Each way in which the target fails, and what the outcome is then. */
  readonly failures: Readonly<Record<string, Outcome['kind']>>;
  readonly start: () => Promise<RemoteFixture>;
}

/** What holds for every kind of trigger. */
export function describeTrigger(kind: string, start: () => Promise<TriggerFixture>): void {
  describe(`the ${kind} trigger`, () => {
    it('acts once for each attempt, and tells the target the execution id', async () => {
      await using fixture = await start();
      const outcomes = [await act(fixture, { attempt: 1 }), await act(fixture, { attempt: 2 })];
      expect(outcomes).toMatchObject([{ kind: 'done' }, { kind: 'done' }]);
      await until(() => fixture.executions().length >= 2);
      expect(fixture.executions()).toStrictEqual(['first', 'first']);
    });

    it('acts for many executions at once', async () => {
      await using fixture = await start();
      const ids = Array.from({ length: 50 }, (_, i) => `execution-${i}`);
      await Promise.all(ids.map((executionId) => act(fixture, { executionId })));
      await until(() => fixture.executions().length >= ids.length);
      expect([...fixture.executions()].sort()).toStrictEqual([...ids].sort());
    });

    it('can be disposed of twice', async () => {
      await using fixture = await start();
      await act(fixture);
      await fixture.trigger[Symbol.asyncDispose]();
      await fixture.trigger[Symbol.asyncDispose]();
    });
  });
}

/** What holds, further, for every kind whose target is on the network. */
export function describeRemoteTrigger(kind: string, { failures, start }: RemoteKind): void {
  describeTrigger(kind, start);

  describe(`the ${kind} trigger's connections`, () => {
    it('are used again', async () => {
      await using fixture = await start();
      for (let i = 0; i < 20; i++) await act(fixture);
      // a client may not see a connection as free before it needs the next
      expect(fixture.connections()).toBeLessThanOrEqual(2);
    });

    it('are closed when it is disposed of', async () => {
      await using fixture = await start();
      await act(fixture);
      await until(() => fixture.openConnections() > 0);
      await fixture.trigger[Symbol.asyncDispose]();
      await until(() => fixture.openConnections() === 0);
    });

    it('do not outlive an attempt that the signal ended', async () => {
      await using fixture = await start();
      const { arrived } = fixture.hang();
      const controller = new AbortController();
      const outcome = act(fixture, { signal: controller.signal });
      await arrived;
      await until(() => fixture.openConnections() > 0);
      controller.abort(new Error('timed out after 30s'));
      await outcome;
      await until(() => fixture.openConnections() === 0);
    });

    it('end what is under way when it is disposed of', async () => {
      await using fixture = await start();
      const { arrived } = fixture.hang();
      const outcome = act(fixture);
      await arrived;
      await fixture.trigger[Symbol.asyncDispose]();
      expect(await outcome).toMatchObject({ kind: 'retry' });
    });
  });

  describe(`the ${kind} trigger's outcome`, () => {
    it('is another attempt where the signal aborts under way, and says why', async () => {
      await using fixture = await start();
      const { arrived } = fixture.hang();
      const controller = new AbortController();
      const outcome = act(fixture, { signal: controller.signal });
      await arrived;
      controller.abort(new Error('timed out after 30s'));
      expect(await outcome).toStrictEqual({ kind: 'retry', reason: expect.stringContaining('timed out after 30s') });
    });

    it('is another attempt where the signal had aborted before, and nothing was sent', async () => {
      await using fixture = await start();
      const outcome = await act(fixture, { signal: AbortSignal.abort(new Error('the worker stops')) });
      expect(outcome).toStrictEqual({ kind: 'retry', reason: expect.stringContaining('the worker stops') });
      expect(fixture.executions()).toStrictEqual([]);
    });

    it.each(Object.entries(failures))(
      'of a target with %s is "%s", and it acts when that is over',
      async (how, expected) => {
        await using fixture = await start();
        await fixture.fail(how);
        const { kind: outcome, ...said } = await act(fixture);
        expect(outcome).toBe(expected);
        expect(JSON.stringify(said)).not.toContain(fixture.secret);
        await fixture.fail(undefined);
        expect(await act(fixture)).toMatchObject({ kind: 'done' });
      },
    );
  });
}

interface Attempt {
  readonly executionId?: string;
  readonly attempt?: number;
  readonly signal?: AbortSignal;
}

function act({ trigger, template }: TriggerFixture, attempt: Attempt = {}): Promise<Outcome> {
  const signal = new AbortController().signal;
  return trigger.act({ executionId: 'first', attempt: 1, template, signal, ...attempt });
}
