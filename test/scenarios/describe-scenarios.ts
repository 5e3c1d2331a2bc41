import type { BusPromises } from '../../runtime/event-bus/contract.ts';
import { startHttpTarget } from '../../runtime/trigger/testing/http-target.ts';
import { scenarios } from './list/index.ts';
import type { Outcomes, Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { Story } from './story.ts';

export interface Bus {
  readonly name: string;
  readonly promises: BusPromises;
  /** Of another bus: what stands on these is played there. */
  readonly elsewhere?: BusPromises;
  /** For one scenario, which is played in a namespace of its own. */
  open(namespace: string): Promise<Stage>;
}

/** How many are played at once: most of them wait most of the time. */
const atOnce = 6;
const playedWithinMs = 300_000;

/** Plays every scenario on a bus, but for those that stand on what it does not promise. */
export function describeScenarios({ name, promises, elsewhere, open }: Bus): void {
  const chosen = scenarios.filter((one) => stands(one, promises) && !(elsewhere && stands(one, elsewhere)));
  const played = new Map<Scenario, PromiseSettledResult<Outcomes>>();

  // before the first test, since none may load a module while another ends
  beforeAll(async () => {
    const left = [...chosen.entries()];
    const playOn = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const [n, scenario] = next;
        const [result] = await Promise.allSettled([play(scenario, { open, namespace: `ci-${n}` })]);
        played.set(scenario, result);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, playOn));
  }, playedWithinMs);

  describe(`on ${name}`, () => {
    it.each(chosen)('$title', (scenario) => {
      const result = played.get(scenario) as PromiseSettledResult<Outcomes>;
      if (result.status === 'rejected') throw result.reason;
      expect(result.value).toStrictEqual(scenario.ends);
      for (const { told: _told, deadLetters: _letters, accepted = 0, ...settled } of Object.values(result.value))
        expect(Object.values(settled).reduce((sum, count) => sum + count, 0)).toBe(accepted);
    });
  });
}

function stands({ needs = {} }: Scenario, promises: BusPromises): boolean {
  return Object.entries(needs).every(([what, how]) => promises[what as keyof BusPromises] === how);
}

async function play(
  { declare, before, story: tell, ends }: Scenario,
  { open, namespace }: Pick<Bus, 'open'> & { readonly namespace: string },
): Promise<Outcomes> {
  await using stage = await open(namespace);
  await using target = await startHttpTarget();
  await using story = new Story({ stage, bus: await stage.connect(), target, namespace, declare });
  await before?.(story);
  await story.start();
  await tell(story);
  return await story.ends(ends);
}
