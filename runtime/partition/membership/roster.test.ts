import { type Announcement, Roster } from './roster.ts';

const announced = (replica: string, more: Partial<Announcement> = {}): Announcement => ({
  replica,
  configHash: 'one',
  startedAt: 0,
  ready: true,
  leaving: false,
  ...more,
});

function hear(...log: [at: number, announcement: Announcement][]): Roster {
  const roster = new Roster({ announceMs: 2_000, silenceMs: 10_000 });
  for (const [at, announcement] of log) roster.hear(announcement, at);
  return roster;
}

const every2s = (replica: string, from: number, to: number) =>
  Array.from({ length: (to - from) / 2_000 + 1 }, (_, i): [number, Announcement] => [
    from + 2_000 * i,
    announced(replica),
  ]);

describe('a roster', () => {
  it('takes who is silent for dead, while others are heard', () => {
    const log: [number, Announcement][] = [[0, announced('b')], ...every2s('a', 0, 8_000)];
    expect(hear(...log).isLive('b')).toBe(true);
    expect(hear(...log, ...every2s('a', 10_000, 10_000)).isLive('b')).toBe(false);
  });

  it('takes nobody for dead after an outage in which nobody was heard', () => {
    const roster = hear(
      [0, announced('a')],
      [1_000, announced('b')],
      [600_000, announced('a')],
      [602_000, announced('a')],
    );
    expect(roster.isLive('b')).toBe(true);
    expect(hear([0, announced('b')], ...every2s('a', 600_000, 608_000)).isLive('b')).toBe(false);
  });

  it('goes on where the clock of the bus is set back', () => {
    const roster = hear([100_000, announced('b')], ...every2s('a', 50_000, 60_000));
    expect(roster.isLive('b')).toBe(false);
  });

  it('places nothing with who has left, even where an announcement comes late', () => {
    const roster = hear([0, announced('a')], [1, announced('a', { leaving: true })], [2, announced('a')]);
    expect({ live: roster.isLive('a'), placeable: roster.placeable() }).toStrictEqual({ live: false, placeable: [] });
  });

  it('places nothing with who is not ready', () => {
    expect(hear([0, announced('a', { ready: false })], [0, announced('b')]).placeable()).toStrictEqual(['b']);
  });

  it('places with those who have the configuration of the youngest, once that is ready', () => {
    const old = announced('old', { startedAt: 1 });
    const young = (ready: boolean) => announced('young', { startedAt: 2, configHash: 'two', ready });
    expect(hear([0, old], [0, young(false)]).placeable()).toStrictEqual(['old']);
    expect(hear([0, old], [0, young(true)]).placeable()).toStrictEqual(['young']);
    expect(hear([0, young(true)], [0, old]).placeable()).toStrictEqual(['young']);
  });
});
