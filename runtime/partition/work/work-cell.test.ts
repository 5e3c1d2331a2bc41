import fc from 'fast-check';
import type { Json } from '../../../model/json.ts';
import { anyJoined } from '../dead-letter/testing/any-joined.ts';
import type { Work } from './work.ts';
import { isWorkKey, readWork, toWorkCell, toWorkKey } from './work-cell.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };
const work: Work = {
  offset: '17',
  address: { class: 'event', namespace: 'ci', eventSource: 'web', event: 'push' },
  event: { id: 'x', source: 's', type: 't', time: '2026-01-01T00:00:00Z', data: Buffer.from([0, 255, 128, 10]) },
  storedAt: 5,
  executionId: 'e',
  template: { text: 'hello' },
  attempts: 6,
  notBefore: 99,
};

/** As a journal gives it back. */
function stored(one: Work): Json {
  return JSON.parse(JSON.stringify(toWorkCell(one))) as Json;
}

describe('a parked execution', () => {
  it('is the same when it is read back, its bytes too', () => {
    const other = toWorkKey({ ...trigger, trigger: 'announce2' }, work);
    const cells = new Map([
      [toWorkKey(trigger, work), stored(work)],
      [other, stored(work)],
      ['frontier', 'log:1'],
    ]);
    expect(readWork(cells, trigger)).toStrictEqual([work]);
  });

  it('of several events is the same too, each of them once', () => {
    fc.assert(
      fc.property(anyJoined, fc.boolean(), ({ joined, completing }, redriven) => {
        const several: Work = { ...work, ...completing, joined, ...(redriven && { redriven }) };
        const cells = new Map([[toWorkKey(trigger, several), stored(several)]]);
        expect(readWork(cells, trigger)).toStrictEqual([several]);
      }),
    );
  });

  it('stands in a cell of its own: by the event, or by the execution where it has several', () => {
    const joined = { key: 'k', executionId: 'abc', events: { push: [work] } };
    const works: readonly Work[] = [
      work,
      { ...work, redriven: true },
      { ...work, joined, executionId: '' },
      { ...work, joined, redriven: true },
    ];
    const keys = works.map((one) => toWorkKey(trigger, one));
    expect(keys).toStrictEqual([
      'parked/ci/deploy/announce/17',
      'redriven/ci/deploy/announce/17',
      'firing/ci/deploy/announce/abc/17',
      'redriven/ci/deploy/announce/abc',
    ]);
    expect(keys.map((key) => isWorkKey(key, trigger))).toStrictEqual([true, true, true, true]);
    expect(isWorkKey('held/ci/deploy/announce/-/k/push/17', trigger)).toBe(false);
  });
});
