import type { Task } from '../tasks.ts';
import { World } from './world.ts';

describe('a task', () => {
  it('runs on one replica, and goes on where it was after a crash', async () => {
    await using world = new World();
    const log: string[] = [];
    const count = (replica: string): Task => ({
      key: 'ci/nightly',
      async run({ signal, cell }) {
        while (!signal.aborted) {
          const next = ((cell.get() as number | undefined) ?? 0) + 1;
          log.push(`${replica} ${next}`);
          await cell.set(next);
          await new Promise<void>((resolve) => {
            const timer = world.clock.schedule(1000, resolve);
            signal.addEventListener('abort', () => {
              timer[Symbol.dispose]();
              resolve();
            });
          });
        }
      },
    });
    const [a, b] = [world.replica('a', { tasks: [count('a')] }), world.replica('b', { tasks: [count('b')] })];
    await world.place(a);
    await world.until(() => log.length === 3);
    a.crash();
    log.push('crash');
    await world.place(b);
    await world.until(() => log.includes('b 5'));
    expect(log.filter((line) => !line.startsWith('a 4') && !line.startsWith('a 5'))).toStrictEqual([
      'a 1',
      'a 2',
      'a 3',
      'crash',
      'b 4',
      'b 5',
    ]);
  });

  it('that fails is run again', async () => {
    await using world = new World();
    let runs = 0;
    const failing: Task = {
      key: 'ci/failing',
      async run() {
        runs++;
        throw new Error('no');
      },
    };
    const a = world.replica('a', { tasks: [failing] });
    await world.place(a);
    await world.until(() => runs === 5);
  });
});
