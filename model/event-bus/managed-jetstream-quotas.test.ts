import type { Quantity } from '../quantity.ts';
import { toBytes } from '../quantity.ts';
import { smallestVolume, toBusQuotas, toStoreBytes } from './managed-jetstream-quotas.ts';

const maxPayload = '8Mi';

it('the quotas of a volume follow from its size', () => {
  expect(toBusQuotas({}, { volume: '20Gi', maxPayload }, 'ci/bus')).toMatchInlineSnapshot(`
{
  "deadLetters": "1392Mi",
  "events": "11837Mi",
  "journals": "2785Mi",
  "members": "16Mi",
  "notes": "64Mi",
  "outcomes": "256Mi",
}
`);
});

it.each<Quantity>([smallestVolume, '300Mi', '512Mi', '1Gi', '1.5Gi', '10G', '20Gi', '333Gi', '1Ti', '16Ti'])(
  'those of a volume of %s fit on it',
  (volume) => {
    const quotas = Object.values(toBusQuotas({}, { volume, maxPayload }, 'ci/bus'));
    const sum = quotas.reduce((bytes, quota) => bytes + toBytes(quota), 0);
    expect(sum).toBeLessThanOrEqual(toStoreBytes(volume));
    expect(Math.min(...quotas.map(toBytes))).toBeGreaterThan(0);
  },
);

it('a quota that is said stays, and the others are what they were', () => {
  const { events: _, ...others } = toBusQuotas({}, { volume: '20Gi', maxPayload }, 'ci/bus');
  expect(toBusQuotas({ events: '1Gi' }, { volume: '20Gi', maxPayload }, 'ci/bus')).toStrictEqual({
    events: '1Gi',
    ...others,
  });
});

it('quotas that are larger than the volume are refused, each named', () => {
  expect(() =>
    toBusQuotas({ events: '18Gi' }, { volume: '20Gi', maxPayload }, 'ci/bus'),
  ).toThrowErrorMatchingInlineSnapshot(
    `"ci/bus: quotas: together they are 22945Mi (events 18Gi, journals 2785Mi, notes 64Mi, members 16Mi, deadLetters 1392Mi, outcomes 256Mi), and a volume of 20Gi has room for 17408Mi; lower them, or ask for a larger volume"`,
  );
});

it('a quota with no room for one message is refused', () => {
  const check = (quotas: object) => () => toBusQuotas(quotas, { volume: '20Gi', maxPayload: '64Mi' }, 'ci/bus');
  expect(check({ deadLetters: '64Mi', notes: '1Mi' })).not.toThrow();
  expect(check({ deadLetters: '63Mi' })).toThrow(
    "ci/bus: quotas.deadLetters '63Mi' has no room for one message of 64Mi; raise it, or lower 'settings.maxPayload'",
  );
});
