import { setTimeout as delay } from 'node:timers/promises';
import { send } from '../bench/chaos/send.ts';
import { startSink } from '../bench/chaos/sink.ts';
import { startJetStreamServers } from '../bench/support/jetstream-servers.ts';
import { writeProgram } from '../bench/support/program.ts';
import { startRuntime } from '../bench/support/start-runtime.ts';
import type { NatsServer } from '../runtime/event-bus/jetstream/testing/nats-server.ts';
import { until } from '../runtime/support/testing/until.ts';

const outageMs = 60_000;
/** The limits that users are promised. */
const [unreadyWithinMs, resumedWithinMs] = [15_000, 30_000];
/** 10 s, but for the grain of a timer. */
const quietMs = 9_900;
const trafficBeforeMs = 5_000;
/** Senders go on for a while after it. */
const [ratePerSecond, trafficMs] = [2, outageMs + 15_000];

it('an outage of all servers is told within 15 s, and heals within 30 s: nothing restarted, nothing lost, no log storm', async () => {
  await using bus = await startJetStreamServers(3);
  await using sink = await startSink();
  await using program = await writeProgram({ target: sink.url, sensors: 1, bus: bus.spec });
  await using runtime = startRuntime(program, 'replica');
  const { events, operations } = await runtime.ready();
  const readiness = () => fetch(`http://127.0.0.1:${operations}/readyz`).then(({ ok }) => ok);
  const connections = await countConnections(bus.servers);

  const sending = send({
    events: (trafficMs / 1000) * ratePerSecond,
    ratePerSecond,
    urls: [`http://127.0.0.1:${events}/push`],
    random: () => 0.5,
  });
  await delay(trafficBeforeMs);
  await Promise.all(bus.servers.map((server) => server.stop()));
  const over = delay(outageMs);
  const unreadyMs = await timed(async () => !(await readiness()));
  await over;
  await Promise.all(bus.servers.map((server) => server.start()));
  const isBack = async () => (await readiness()) && (await countConnections(bus.servers)) === connections;
  const backMs = await timed(isBack);
  const { accepted, refusals } = await sending;
  const doneMs = backMs + (await timed(() => [...accepted].every((id) => sink.seen.has(id))));

  expect(accepted.size).toBe((trafficMs / 1000) * ratePerSecond);
  expect(refusals).toBeGreaterThan(0);
  expect([...sink.seen.values()].filter(({ keys }) => keys.size !== 1)).toStrictEqual([]);
  expect(unreadyMs).toBeLessThan(unreadyWithinMs);
  expect(doneMs).toBeLessThan(resumedWithinMs);
  expect(tooSoon(runtime.lines)).toStrictEqual([]);
  expect(await Promise.race([runtime.exit, 'it runs'])).toBe('it runs');
}, 240_000);

/** Waits for something; in milliseconds. */
async function timed(isSo: () => boolean | Promise<boolean>): Promise<number> {
  const begun = performance.now();
  await until(isSo, 100);
  return performance.now() - begun;
}

async function countConnections(servers: readonly NatsServer[]): Promise<number> {
  const counts = servers.map(async ({ monitor }) => {
    const answer = (await (await fetch(`${monitor}/connz`)).json()) as { num_connections: number };
    return answer.num_connections;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** The lines that came less than 10 s after another about the same trigger or, where it is about none, of the same message. */
function tooSoon(lines: readonly Record<string, unknown>[]): unknown[] {
  const lastAt = new Map<unknown, number>();
  return lines.filter(({ trigger, message, time }) => {
    const at = Date.parse(String(time));
    const since = at - (lastAt.get(trigger ?? message) ?? Number.NEGATIVE_INFINITY);
    lastAt.set(trigger ?? message, at);
    return since < quietMs;
  });
}
