import { ManualClock } from '../../support/testing/manual-clock.ts';
import { BusUnavailableError } from '../error.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { Encoded } from './record.ts';

const record = (text: string): Encoded => ({ key: undefined, value: Buffer.from(text), headers: new Map() });
const texts = (records: readonly Encoded[]) => records.map(({ value }) => Buffer.from(value).toString());

function createLane(options: Partial<LaneOptions> = {}) {
  const clock = new ManualClock();
  const batches: (readonly string[])[] = [];
  const answers: PromiseWithResolvers<number>[] = [];
  const lane = new Lane({
    clock,
    lingerMs: 0,
    batchBytes: 10_000,
    send(records) {
      batches.push(texts(records));
      const answer = Promise.withResolvers<number>();
      answers.push(answer);
      return answer.promise;
    },
    ...options,
  });
  return { clock, lane, batches, answers };
}

const turn = () => new Promise(setImmediate);

it('one batch is under way at a time, and what comes meanwhile goes with the next', async () => {
  const { lane, batches, answers } = createLane();
  const first = [lane.add(record('1')), lane.add(record('2'))];
  await turn();
  const next = lane.add(record('3'));
  await turn();
  expect(batches).toStrictEqual([['1', '2']]);
  answers[0]?.resolve(7);
  expect(await Promise.all(first)).toStrictEqual([7, 8]);
  await turn();
  answers[1]?.resolve(9);
  expect(await next).toBe(9);
  expect(batches).toStrictEqual([['1', '2'], ['3']]);
});

it('a batch has as many bytes as it may, and one record at least', async () => {
  const { lane, batches, answers } = createLane({ batchBytes: 1_200 });
  const large = 'x'.repeat(2_000);
  for (const text of [large, '1', '2', '3']) void lane.add(record(text));
  for (let at = 0; at < 3; at++) {
    await turn();
    answers[at]?.resolve(2 * at);
    await turn();
  }
  expect(batches).toStrictEqual([[large], ['1', '2'], ['3']]);
});

it('a batch waits for others as long as it is told to', async () => {
  const { clock, lane, batches } = createLane({ lingerMs: 20 });
  void lane.add(record('1'));
  await clock.advance(10);
  void lane.add(record('2'));
  await clock.advance(10);
  expect(batches).toStrictEqual([['1', '2']]);
});

it('what is not acknowledged within 5 s is given up; what has not been sent never is', async () => {
  const { clock, lane, batches, answers } = createLane();
  const sent = lane.add(record('sent'));
  await turn();
  const waiting = lane.add(record('waiting'));
  const outcomes = Promise.allSettled([sent, waiting]);
  await clock.advance(5_000);
  expect((await outcomes).map(({ status }) => status)).toStrictEqual(['rejected', 'rejected']);
  answers[0]?.resolve(0);
  await turn();
  await turn();
  expect(batches).toStrictEqual([['sent']]);
});

it('a batch that fails rejects its records, and the next goes on', async () => {
  const { lane, answers } = createLane();
  const failing = lane.add(record('1'));
  await turn();
  const next = lane.add(record('2'));
  answers[0]?.reject(new BusUnavailableError('away'));
  await expect(failing).rejects.toThrow('away');
  await turn();
  answers[1]?.resolve(3);
  expect(await next).toBe(3);
});

it('a batch that was taken for an earlier one is sent again, once', async () => {
  const { lane, batches, answers } = createLane();
  const stored = [];
  for (const [at, offset] of [5, 5, 6, 0, 0].entries()) {
    if (at === 0 || at === 1 || at === 3) stored.push(lane.add(record(`${at}`)));
    await turn();
    answers[at]?.resolve(offset);
    await turn();
  }
  expect(await Promise.all(stored)).toStrictEqual([5, 6, 0]);
  expect(batches).toStrictEqual([['0'], ['1'], ['1'], ['3'], ['3']]);
});

it('it tells what the brokers have not answered, until they do', async () => {
  const { clock, lane, answers } = createLane();
  const told: (string | undefined)[] = [];
  const tell = () => void told.push(lane.failure?.reason);
  const first = lane.add(record('1')).catch(() => {});
  await turn();
  tell();
  await clock.advance(5_000);
  await first;
  tell();
  answers[0]?.reject(new BusUnavailableError('away'));
  await turn();
  tell();
  const next = lane.add(record('2'));
  await turn();
  answers[1]?.resolve(0);
  await next;
  tell();
  expect(told).toStrictEqual([undefined, expect.stringContaining('did not acknowledge'), 'away', undefined]);
});
