import { createTestAuthority, type TestAuthority } from '../../support/testing/certificates.ts';
import { startHttpTarget } from '../testing/http-target.ts';
import { openHttp } from './testing/open-http.ts';

const ca = { name: 'pki', key: 'ca' };
const cert = { name: 'pki', key: 'cert' };
const key = { name: 'pki', key: 'key' };

let authority: TestAuthority;
beforeAll(() => {
  authority = createTestAuthority();
});
afterAll(() => authority[Symbol.dispose]());

describe('a TLS target', () => {
  it('is trusted by the authority that the action names', async () => {
    await using target = await startHttpTarget(authority.issue('127.0.0.1'));
    await using trigger = await openHttp(
      { url: target.origin, tls: { ca } },
      { secrets: { 'pki/ca': authority.cert } },
    );
    expect(await trigger.send()).toMatchObject({ kind: 'done' });
  });

  it('is known by the name that the action expects', async () => {
    await using target = await startHttpTarget(authority.issue('api.internal'));
    const tls = { ca, serverName: 'api.internal' };
    await using trigger = await openHttp({ url: target.origin, tls }, { secrets: { 'pki/ca': authority.cert } });
    expect(await trigger.send()).toMatchObject({ kind: 'done' });
  });

  it.each([
    ['of an authority that nobody trusts', '127.0.0.1', false, false, 'signed by nobody we trust'],
    ['that has expired', '127.0.0.1', true, true, 'its certificate has expired'],
    ['of another name', 'other.test', false, true, 'its certificate is for another name'],
  ])('with a certificate %s is tried again, and the reason says so', async (_, name, expired, trusted, reason) => {
    await using target = await startHttpTarget(authority.issue(name, { expired }));
    const tls = trusted ? { tls: { ca } } : {};
    await using trigger = await openHttp({ url: target.origin, ...tls }, { secrets: { 'pki/ca': authority.cert } });
    expect(await trigger.send()).toStrictEqual({ kind: 'retry', reason: expect.stringContaining(reason) });
    expect(target.received).toStrictEqual([]);
  });

  it('that is none is tried again, and the reason says so', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: target.origin.replace('http:', 'https:') });
    expect(await trigger.send()).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('does not speak TLS'),
    });
  });

  it('is trusted anew once the Secret has the right authority', async () => {
    await using target = await startHttpTarget(authority.issue('127.0.0.1'));
    using stranger = createTestAuthority();
    const secrets = { 'pki/ca': stranger.cert };
    await using trigger = await openHttp({ url: target.origin, tls: { ca } }, { secrets });
    expect(await trigger.send()).toMatchObject({ kind: 'retry' });
    secrets['pki/ca'] = authority.cert;
    expect(await trigger.send()).toMatchObject({ kind: 'done' });
  });

  it('is not called with a PEM that cannot be read', async () => {
    await using target = await startHttpTarget(authority.issue('127.0.0.1'));
    const secrets = { 'pki/cert': 'no PEM', 'pki/key': 'no PEM' };
    await using trigger = await openHttp({ url: target.origin, tls: { cert, key } }, { secrets });
    expect(await trigger.send()).toMatchObject({ kind: 'retry', reason: expect.stringContaining('PEM in tls') });
  });
});

describe('a client certificate', () => {
  const mutual = () => startHttpTarget({ ...authority.issue('127.0.0.1'), ca: authority.cert, requestCert: true });
  const secrets = () => {
    const client = authority.issue('eventwright');
    return { 'pki/ca': authority.cert, 'pki/cert': client.cert, 'pki/key': client.key };
  };

  it('is shown to a target that wants one', async () => {
    await using target = await mutual();
    await using trigger = await openHttp({ url: target.origin, tls: { ca, cert, key } }, { secrets: secrets() });
    expect(await trigger.send()).toMatchObject({ kind: 'done' });
  });

  it('is not shown to a host that an event chose', async () => {
    await using target = await mutual();
    const url = target.origin;
    await using trigger = await openHttp(
      { url: 'https://api.test', allowHosts: [new URL(url).host], tls: { ca, cert, key } },
      { secrets: secrets() },
    );
    expect(await trigger.send({ url })).toMatchObject({ kind: 'retry' });
    expect(target.received).toStrictEqual([]);
  });
});
