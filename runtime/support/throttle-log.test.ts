import { createLog, type LogFields } from './log.ts';
import { ManualClock } from './testing/manual-clock.ts';
import { throttleLog } from './throttle-log.ts';

function setUp() {
  const clock = new ManualClock();
  const lines: object[] = [];
  const log = createLog((line) => {
    const { time: _, ...rest } = JSON.parse(line);
    lines.push(rest);
  }, 'debug');
  const subjectOf = (message: string, { trigger }: LogFields) => String(trigger ?? message);
  return { clock, lines, log: throttleLog(log, { clock, subjectOf }) };
}

describe('a throttled log', () => {
  it('writes the first line of a subject at once, and then the last in 10 s with the number of the others', async () => {
    const { clock, lines, log } = setUp();
    for (let n = 1; n <= 100; n++) log.warn('failed', { trigger: 'a', n });
    expect(lines).toStrictEqual([{ level: 'warn', message: 'failed', trigger: 'a', n: 1 }]);
    await clock.advance(10_000);
    expect(lines.slice(1)).toStrictEqual([{ level: 'warn', message: 'failed', trigger: 'a', n: 100, leftOut: 98 }]);
    await clock.advance(9_999);
    log.warn('failed', { trigger: 'a', n: 101 });
    expect(lines).toHaveLength(2);
    await clock.advance(1);
    expect(lines.slice(2)).toStrictEqual([{ level: 'warn', message: 'failed', trigger: 'a', n: 101 }]);
  });

  it('writes at once again what has been quiet for 10 s', async () => {
    const { clock, lines, log } = setUp();
    log.warn('failed', { trigger: 'a' });
    await clock.advance(10_000);
    log.warn('failed', { trigger: 'a' });
    expect(lines).toHaveLength(2);
  });

  it('holds up nobody else, and no other lines than warnings and errors', async () => {
    const { lines, log } = setUp();
    const about = log.with({ trigger: 'a' });
    for (const { warn, info, debug } of [log, log]) for (const say of [warn, info, debug]) say('one', { trigger: 'b' });
    for (let n = 0; n < 2; n++) about.warn('one');
    log.warn('one');
    expect(lines).toHaveLength(1 + 4 + 1 + 1);
  });

  it('lets an error through before a warning that came later', async () => {
    const { clock, lines, log } = setUp();
    log.warn('failed', { trigger: 'a' });
    log.error('given up', { trigger: 'a' });
    log.warn('failed', { trigger: 'a' });
    await clock.advance(10_000);
    expect(lines.slice(1)).toStrictEqual([{ level: 'error', message: 'given up', trigger: 'a', leftOut: 1 }]);
  });

  it('leaves out a warning that it holds when the subject is told to be well, and no error', async () => {
    const { clock, lines, log } = setUp();
    for (const trigger of ['a', 'b']) log.warn('is away', { trigger });
    log.warn('is away still', { trigger: 'a' });
    log.error('given up', { trigger: 'b' });
    for (const trigger of ['a', 'b']) log.info('is back', { trigger });
    expect(lines).toHaveLength(4);
    await clock.advance(10_000);
    expect(lines.slice(4)).toStrictEqual([{ level: 'error', message: 'given up', trigger: 'b' }]);
    log.warn('is away', { trigger: 'a' });
    expect(lines).toHaveLength(6);
  });

  it('holds nothing back when it is disposed', () => {
    const { lines, log } = setUp();
    log.warn('failed', { trigger: 'a', n: 1 });
    log.warn('failed', { trigger: 'a', n: 2 });
    log[Symbol.dispose]();
    expect(lines).toHaveLength(2);
  });
});
