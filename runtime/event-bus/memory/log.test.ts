import { Log, type LogEntry } from './log.ts';

interface Numbered extends LogEntry {
  readonly even: boolean;
}

test('a log that is trimmed as it grows keeps its sequences, its bytes and what is left', () => {
  const log = new Log<LogEntry>();
  for (let sequence = 1; sequence <= 1_000; sequence++) {
    log.append({ sequence, size: sequence });
    if (sequence > 10) log.trim(sequence - 10);
    expect(log.at(sequence)).toStrictEqual({ sequence, size: sequence });
  }
  expect([log.trimmed, log.last, log.length]).toStrictEqual([990, 1_000, 10]);
  expect(log.bytes).toBe(9_955);
  expect(log.at(990)).toBeUndefined();
  expect(log.batch(990, () => true).entries.map(({ sequence }) => sequence)).toStrictEqual(
    Array.from({ length: 10 }, (_, index) => 991 + index),
  );
});

test('trimming more than there is leaves an empty log whose sequences go on', () => {
  const log = filled(3, 1);
  log.trim(7);
  expect([log.trimmed, log.last, log.bytes]).toStrictEqual([3, 3, 0]);
  log.append({ sequence: 4, size: 1, even: true });
  expect(log.at(4)).toStrictEqual({ sequence: 4, size: 1, even: true });
});

test('a batch ends where enough entries, or enough bytes, are in it', () => {
  const many = filled(3_000, 1).batch(0, () => true);
  expect([many.entries.length, many.upTo, many.atEnd]).toStrictEqual([1_024, 1_024, false]);
  const large = filled(3, 700_000).batch(0, () => true);
  expect([large.entries.length, large.upTo, large.atEnd]).toStrictEqual([2, 2, false]);
});

test('a batch ends after a long stretch in which nothing matches', () => {
  const log = filled(20_000, 1);
  expect(log.batch(0, () => false)).toStrictEqual({ entries: [], upTo: 16_384, atEnd: false });
  expect(log.batch(16_384, () => false)).toStrictEqual({ entries: [], upTo: 20_000, atEnd: true });
  expect(log.batch(19_996, ({ even }) => even).entries.map(({ sequence }) => sequence)).toStrictEqual([19_998, 20_000]);
});

test('readers are woken once for all that was appended in a turn', async () => {
  const log = new Log<LogEntry>();
  let woken = 0;
  const woke = log.bell.next().then(() => woken++);
  expect(log.bell.next()).toBe(log.bell.next());
  for (let sequence = 1; sequence <= 3; sequence++) log.append({ sequence, size: 1 });
  await Promise.resolve();
  expect(woken).toBe(0);
  await woke;
  await new Promise(setImmediate);
  expect(woken).toBe(1);
});

function filled(count: number, size: number): Log<Numbered> {
  const log = new Log<Numbered>();
  for (let sequence = 1; sequence <= count; sequence++) log.append({ sequence, size, even: sequence % 2 === 0 });
  return log;
}
