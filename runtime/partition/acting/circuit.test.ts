import { ManualClock } from '../../support/testing/manual-clock.ts';
import { Circuit } from './circuit.ts';

function setUp() {
  const clock = new ManualClock();
  const heard: string[] = [];
  const circuit = new Circuit({
    clock,
    changed: (state, reason) => heard.push(`${clock.now()} ${state} ${reason ?? ''}`.trim()),
    probe: () => {
      heard.push(`${clock.now()} probe`);
      circuit.probing();
    },
  });
  const fail = (times: number) => {
    for (let n = 0; n < times; n++) circuit.failed('away', false);
  };
  return { clock, heard, circuit, fail };
}

describe('a circuit', () => {
  it('opens after ten failures in a row, with no answer between', () => {
    const { circuit, heard, fail } = setUp();
    fail(9);
    circuit.answered();
    fail(9);
    expect(circuit.open).toBe(false);
    circuit.failed('504', false);
    expect([circuit.open, heard]).toStrictEqual([true, ['0 open 504']]);
  });

  it('probes with a growing delay, at most every 30 s, and closes at an answer', async () => {
    const { circuit, heard, clock, fail } = setUp();
    fail(10);
    for (const delayMs of [1000, 2000, 4000, 8000, 16000, 30000, 30000]) {
      await clock.advance(delayMs);
      circuit.failed('away', true);
    }
    await clock.advance(30000);
    circuit.answered();
    expect(heard).toStrictEqual([
      '0 open away',
      '1000 probe',
      '3000 probe',
      '7000 probe',
      '15000 probe',
      '31000 probe',
      '61000 probe',
      '91000 probe',
      '121000 probe',
      '121000 closed',
    ]);
  });

  it('is not kept open longer by stragglers', async () => {
    const { heard, clock, fail } = setUp();
    fail(20);
    await clock.advance(1000);
    expect(heard).toStrictEqual(['0 open away', '1000 probe']);
  });

  it('probes again where a probe came to nothing', async () => {
    const { circuit, heard, clock, fail } = setUp();
    fail(10);
    await clock.advance(1000);
    circuit.abandoned();
    await clock.advance(1000);
    expect(heard).toStrictEqual(['0 open away', '1000 probe', '2000 probe']);
  });
});
