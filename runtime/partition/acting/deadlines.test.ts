import { ManualClock } from '../../support/testing/manual-clock.ts';
import { Deadlines } from './deadlines.ts';

describe('deadlines', () => {
  it('end what runs too long, each at its own time', async () => {
    const clock = new ManualClock();
    const ended: string[] = [];
    using deadlines = new Deadlines<{ name: string; deadline: number }>(clock, 100, ({ name }) =>
      ended.push(`${name} at ${clock.now()}`),
    );
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name, deadline: 0 }));
    deadlines.add(a as typeof a & object);
    await clock.advance(30);
    deadlines.add(b as typeof a & object);
    await clock.advance(30);
    deadlines.add(c as typeof a & object);
    deadlines.remove(b as typeof a & object);
    await clock.advance(200);
    expect(ended).toStrictEqual(['a at 100', 'c at 160']);
  });

  it('serve what is started after all others ended', async () => {
    const clock = new ManualClock();
    const ended: number[] = [];
    using deadlines = new Deadlines<{ deadline: number }>(clock, 100, () => ended.push(clock.now()));
    const first = { deadline: 0 };
    deadlines.add(first);
    deadlines.remove(first);
    await clock.advance(150);
    deadlines.add({ deadline: 0 });
    await clock.advance(150);
    expect(ended).toStrictEqual([250]);
  });
});
