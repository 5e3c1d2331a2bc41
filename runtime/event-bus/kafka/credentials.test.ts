import { noLog } from '../../support/log.ts';
import { ManualClock } from '../../support/testing/manual-clock.ts';
import { createCredentials } from './credentials.ts';
import { toSpec } from './testing/bus-spec.ts';

const tls = { ca: { name: 'pki', key: 'ca' } };

it('certificates that rotate are shown at the next connection, also after some time without any', async () => {
  const values = { ca: 'old' };
  const read = async () => {
    if (values.ca === '') throw new Error('it is being written');
    return values.ca;
  };
  const clock = new ManualClock();
  const stop = new AbortController();
  const credentials = createCredentials(toSpec(['kafka:9093'], { tls }), { clock, secrets: { read } });
  await credentials.refresh();
  const keeping = credentials.keepFresh(noLog, stop.signal);
  const shown = () => ({ ...(credentials.options.tls as object) });
  for (const [ca, expected] of [
    ['old', 'old'],
    ['', 'old'],
    ['new', 'new'],
  ] as const) {
    values.ca = ca;
    await clock.advance(30_000);
    expect(shown()).toStrictEqual({ ca: expected });
  }
  stop.abort();
  await keeping;
});
