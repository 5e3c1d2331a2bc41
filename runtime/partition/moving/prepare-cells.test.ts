import type { Json } from '../../../model/json.ts';
import type { Start } from '../../event-bus/contract.ts';
import type { CompiledTrigger } from '../../sensor/compiled-trigger.ts';
import { Cells } from '../journal/cells.ts';
import { noCounts } from '../lane/ledger.ts';
import { prepareCells } from './prepare-cells.ts';

const trigger = (name: string, start: Start = 'now', formerName?: string) =>
  ({
    name: { namespace: 'ci', sensor: 's', trigger: name },
    spec: { start, formerName },
    route: 'id',
  }) as unknown as CompiledTrigger;

async function setUp(
  cells: Record<string, Json> | Cells,
  triggers: readonly CompiledTrigger[],
  told: Readonly<Record<string, string>> = {},
) {
  const asked: Start[] = [];
  const resolve = async (start: Start) => {
    asked.push(start);
    return `log:${JSON.stringify(start)}`;
  };
  const made = await prepareCells({
    cells: cells instanceof Cells ? cells : new Map(Object.entries(cells)),
    index: 3,
    count: 16,
    now: 7,
    triggers,
    addresses: [],
    bus: { resolve },
    findStart: async ({ trigger: name }) => told[name],
  });
  return { asked, made: Object.fromEntries(made) };
}

describe('a trigger that is new', () => {
  it('is given its position, and asks the bus once for all of the same start', async () => {
    const { made, asked } = await setUp({ frontier: 'log:5' }, [trigger('a'), trigger('b'), trigger('c', 'beginning')]);
    expect(made).toStrictEqual({
      'lane/ci/s/a': { counts: noCounts, position: 'log:"now"' },
      'route/ci/s/a': { route: 'id', origin: { position: 'log:"now"', at: 7 } },
      'lane/ci/s/b': { counts: noCounts, position: 'log:"now"' },
      'route/ci/s/b': { route: 'id', origin: { position: 'log:"now"', at: 7 } },
      'lane/ci/s/c': { counts: noCounts, position: 'log:"beginning"', apart: true },
      'route/ci/s/c': { route: 'id', origin: { position: 'log:"beginning"', at: 7 } },
    });
    expect(asked).toStrictEqual(['now', 'beginning']);
  });
});

describe('a trigger whose start was told', () => {
  it('begins there, and the bus is not asked', async () => {
    const { made, asked } = await setUp({}, [trigger('a'), trigger('b', 'beginning')], { a: 'log:3', b: 'log:1' });
    expect(made).toStrictEqual({
      'lane/ci/s/a': { counts: noCounts, position: 'log:3' },
      'route/ci/s/a': { route: 'id', origin: { position: 'log:3', at: 7 } },
      'lane/ci/s/b': { counts: noCounts, position: 'log:1', apart: true },
      'route/ci/s/b': { route: 'id', origin: { position: 'log:1', at: 7 } },
    });
    expect(asked).toStrictEqual([]);
  });
});

describe('a trigger that is known', () => {
  it('keeps its position, whatever its start says now', async () => {
    const cells = { frontier: 'log:5', 'lane/ci/s/a': { counts: noCounts } };
    expect((await setUp(cells, [trigger('a', 'beginning')])).made).toStrictEqual({});
  });

  it('and gone from the configuration keeps it too, apart from the frontier', async () => {
    const cells = { frontier: 'log:5', 'lane/ci/s/gone': { counts: noCounts } };
    expect((await setUp(cells, [])).made).toStrictEqual({
      'lane/ci/s/gone': { counts: noCounts, position: 'log:5', apart: true },
    });
  });
});

describe('a trigger that is renamed', () => {
  it('goes on where it stood, and no cell of others is read', async () => {
    const cells = new Cells();
    cells.change(['frontier', '"log:5"']);
    cells.change(['lane/ci/s/old', JSON.stringify({ counts: noCounts })]);
    cells.change(['task/ci/calendar', 'not to be read']);
    expect((await setUp(cells, [trigger('new', 'now', 'old')])).made).toStrictEqual({
      'lane/ci/s/old': undefined,
      'lane/ci/s/new': { counts: noCounts },
      'route/ci/s/new': { route: 'id', formerName: 'old' },
    });
  });
});
