import { systemClock } from '../clock.ts';
import { findAccess } from './find-access.ts';

it('what kubectl happens to be pointed at is not taken', async () => {
  await expect(findAccess({ KUBECONFIG: '/etc/production', HOME: '/root' }, systemClock)).rejects.toThrow(
    'there is no cluster here; name the kubeconfig of one that may be changed in EVENTWRIGHT_KUBECONFIG',
  );
});
