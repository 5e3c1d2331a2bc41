import { request } from 'undici';
import { send } from '../bench/chaos/send.ts';
import { startSink } from '../bench/chaos/sink.ts';
import { applyPlan } from '../bench/support/apply-plan.ts';
import { toBusContext } from '../bench/support/bus-context.ts';
import { startJetStreamServers } from '../bench/support/jetstream-servers.ts';
import { writeProgram } from '../bench/support/program.ts';
import { signPush } from '../bench/support/signed-push.ts';
import { startRuntime } from '../bench/support/start-runtime.ts';
import type { EventBusSpec } from '../model/event-bus/event-bus.ts';
import type { BusAdmin } from '../runtime/event-bus/contract.ts';
import { connectBusAdmin, connectEventBus } from '../runtime/event-bus/index.ts';
import { startTrimming } from '../runtime/keeper/trim.ts';
import { systemClock } from '../runtime/support/clock.ts';
import { noLog } from '../runtime/support/log.ts';
import { freePorts } from '../runtime/support/testing/free-ports.ts';
import { until } from '../runtime/support/testing/until.ts';

const quotaBytes = 2 * 1024 ** 2;
const fillBytes = 4_096;

describe('a JetStream bus that is full', () => {
  it('of events that wait for their target refuses the producer, and loses none of what it has accepted', async () => {
    await using bus = await startJetStreamServers(1);
    await applyPlan(bus.spec, { quotas: { event: { maxBytes: quotaBytes } } });
    const [targetPort] = await freePorts(1);
    await using program = await writeProgram({
      target: `http://127.0.0.1:${targetPort}/`,
      sensors: 1,
      bus: bus.spec,
    });
    await using runtime = startRuntime(program, 'replica');
    const ports = await runtime.ready();
    await using _ = await startKeeping(bus.spec);

    const accepted: string[] = [];
    const post = async () => {
      const id = `delivery-${accepted.length}`;
      const push = signPush({ n: accepted.length, ref: 'refs/heads/main', note: 'x'.repeat(fillBytes) }, id);
      const answer = await request(`http://127.0.0.1:${ports.events}/push`, { ...push, method: 'POST' });
      await answer.body.dump();
      if (answer.statusCode === 202) accepted.push(id);
      return answer;
    };
    let answer = await post();
    while (answer.statusCode === 202) answer = await post();
    expect([429, 503]).toContain(answer.statusCode);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(accepted.length).toBeGreaterThan(100);

    await using sink = await startSink({ port: targetPort });
    await until(() => accepted.every((id) => sink.seen.has(id)), 100);
    expect([...sink.seen.values()].filter(({ keys }) => keys.size !== 1)).toStrictEqual([]);
  }, 120_000);

  it('of history goes on: what no trigger needs makes room, and nothing that one does', async () => {
    await using bus = await startJetStreamServers(1);
    await applyPlan(bus.spec, { quotas: { event: { maxBytes: quotaBytes } } });
    await using sink = await startSink();
    await using program = await writeProgram({ target: sink.url, sensors: 1, bus: bus.spec });
    await using runtime = startRuntime(program, 'replica');
    const ports = await runtime.ready();
    await using keeping = await startKeeping(bus.spec);

    const events = (4 * quotaBytes) / fillBytes;
    const { accepted, refusals } = await send({
      events,
      ratePerSecond: 100,
      urls: [`http://127.0.0.1:${ports.events}/push`],
      random: () => 0.5,
      fillBytes,
    });
    await until(() => [...accepted].every((id) => sink.seen.has(id)), 100);
    expect([accepted.size, refusals]).toStrictEqual([events, 0]);
    expect((await keeping.admin.inspect()).logs.event.bytes).toBeLessThanOrEqual(quotaBytes);
    const metrics = await (await fetch(`http://127.0.0.1:${ports.operations}/metrics`)).text();
    expect(metrics).not.toMatch(/^eventwright_trigger_positions_lost_total\{.*\} [1-9]/m);
  }, 120_000);
});

interface Keeping extends AsyncDisposable {
  readonly admin: BusAdmin;
}

/** Trims history as the keeper does, and more often. */
async function startKeeping(spec: EventBusSpec): Promise<Keeping> {
  const stack = new AsyncDisposableStack();
  const context = toBusContext('keeper');
  const admin = stack.use(await connectBusAdmin(spec, context));
  const bus = stack.use(await connectEventBus(spec, context));
  stack.use(startTrimming({ bus, admin, clock: systemClock, everyMs: 250, log: noLog }));
  return { admin, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
