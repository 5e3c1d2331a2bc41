import type { Json } from '../../../model/json.ts';
import { readParked, toParkedCell, toParkedKey, type Work } from './parked.ts';

const trigger = { namespace: 'ci', sensor: 'deploy', trigger: 'announce' };

describe('a parked execution', () => {
  it('is the same when it is read back, its bytes too', () => {
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
    const cell = JSON.parse(JSON.stringify(toParkedCell(work))) as Json;
    const other = toParkedKey({ ...trigger, trigger: 'announce2' }, work);
    const cells = new Map([
      [toParkedKey(trigger, work), cell],
      [other, cell],
      ['frontier', 'log:1'],
    ]);
    expect(readParked(cells, trigger)).toStrictEqual([work]);
  });
});
