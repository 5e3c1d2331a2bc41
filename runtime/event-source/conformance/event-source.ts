import type { EventSourceSpec } from '../../../model/event-source/event-source.ts';
import type { EventSourceAdapter } from '../contract.ts';
import { type StartSourceOptions, startSource, type TestSource } from '../testing/start-source.ts';
import { TestBus } from '../testing/test-bus.ts';

/** An upstream that the suite can drive, made anew for each test. */
export interface Upstream<Spec> {
  readonly spec: Spec;
  readonly options?: StartSourceOptions;
  /** The values that must appear in no log, observation or answer. */
  readonly secrets?: readonly string[];
  /**
   * Offers a message; resolves with whether the source acknowledged it, and what it said. Offering the same number
   * again is the same message, where the upstream redelivers.
   */
  offer(source: TestSource, message: number): Promise<{ readonly acknowledged: boolean; readonly said?: string }>;
  /** Lets a source that failed try again. */
  passTime?(): Promise<void>;
}

/** What every kind of event source promises. */
export function describeEventSource<Spec extends EventSourceSpec>(
  kind: string,
  adapter: EventSourceAdapter<Spec>,
  createUpstream: () => Upstream<Spec>,
): void {
  describe(`the event source ${kind}`, () => {
    const start = (upstream: Upstream<Spec>, options: StartSourceOptions = {}) =>
      startSource(adapter, upstream.spec, { ...upstream.options, ...options });

    it('acknowledges a message once it is stored', async () => {
      const upstream = createUpstream();
      await using source = await start(upstream);
      await source.ready;
      expect(source.bus.stored).toStrictEqual([]);
      expect((await upstream.offer(source, 1)).acknowledged).toBe(true);
      expect(source.bus.stored).toHaveLength(1);
      expect(source.observed.map((observation) => observation.kind)).toStrictEqual(['listening', 'stored']);
    });

    it.each(['away', 'full'] as const)(
      'acknowledges nothing while the bus is %s, and delivers once it is back',
      async (state) => {
        const upstream = createUpstream();
        await using source = await start(upstream);
        await source.ready;
        source.bus.state = state;
        expect((await upstream.offer(source, 1)).acknowledged).toBe(false);
        expect(source.bus.stored).toStrictEqual([]);
        source.bus.state = 'up';
        await upstream.passTime?.();
        expect((await upstream.offer(source, 1)).acknowledged).toBe(true);
        expect(source.bus.stored).toHaveLength(1);
      },
    );

    it('names a message the same however often it comes', async () => {
      const upstream = createUpstream();
      const bus = new TestBus();
      for (let owner = 0; owner < 2; owner++) {
        await using source = await start(upstream, { bus, cell: structuredClone(upstream.options?.cell ?? {}) });
        await source.ready;
        await upstream.offer(source, 1);
      }
      expect(bus.stored).toHaveLength(2);
      expect(new Set(bus.ids).size).toBe(1);
    });

    it('names different messages differently', async () => {
      const upstream = createUpstream();
      await using source = await start(upstream);
      await source.ready;
      for (const message of [1, 2, 3]) await upstream.offer(source, message);
      expect(new Set(source.bus.ids).size).toBe(3);
    });

    it('emits nothing once it is told to stop, and lets go of everything', async () => {
      const upstream = createUpstream();
      await using source = await start(upstream);
      await source.ready;
      await source.stop();
      expect((await upstream.offer(source, 1)).acknowledged).toBe(false);
      await using again = await start(upstream);
      await again.ready;
      expect(source.bus.stored).toStrictEqual([]);
    });

    it('tells no secret', async () => {
      const upstream = createUpstream();
      await using source = await start(upstream);
      await source.ready;
      const said = [(await upstream.offer(source, 1)).said];
      source.bus.state = 'away';
      said.push((await upstream.offer(source, 2)).said);
      const told = JSON.stringify([said, source.logged, source.observed, source.bus.stored]);
      for (const secret of upstream.secrets ?? []) expect(told).not.toContain(secret);
    });
  });
}
