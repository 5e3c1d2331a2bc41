import { startHttpTarget } from '../testing/http-target.ts';
import { openHttp } from './testing/open-http.ts';

describe('a host in the options', () => {
  it('is trusted where its address is private', async () => {
    await using target = await startHttpTarget();
    await using trigger = await openHttp({ url: `http://api.test:${target.port}` });
    expect(await trigger.send()).toMatchObject({ kind: 'done' });
  });

  it.each(['169.254.169.254', 'fd00:ec2::254', '::ffff:169.254.169.254', '100.100.100.200'])(
    'is not called where its name has the address %s',
    async (address) => {
      await using trigger = await openHttp({ url: 'http://api.test' }, { names: { 'api.test': address } });
      expect(await trigger.send()).toStrictEqual({
        kind: 'failed',
        reason: `'api.test' has the address ${address}, a metadata or link-local one, which is never called`,
      });
    },
  );

  it.each(['http://169.254.169.254', 'http://0xa9fea9fe', 'http://0251.0376.0251.0376', 'http://[fe80::1]'])(
    'is not called where it is %s',
    async (url) => {
      await using trigger = await openHttp({ url });
      expect(await trigger.send()).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('metadata or link-local one, which is never called'),
      });
    },
  );

  it('is not called where it is the name of a metadata service', async () => {
    await using trigger = await openHttp({ url: 'http://metadata.google.internal' });
    expect(await trigger.send()).toStrictEqual({
      kind: 'failed',
      reason: "'metadata.google.internal' is a metadata service, which is never called",
    });
  });
});

describe('a host that an event chose', () => {
  it('may have a private address where allowHosts names it', async () => {
    await using target = await startHttpTarget();
    const allowHosts = [`hooks.test:${target.port}`];
    await using trigger = await openHttp({ url: 'http://api.test', allowHosts });
    expect(await trigger.send({ url: `http://hooks.test:${target.port}/x` })).toMatchObject({ kind: 'done' });
  });

  it.each(['127.0.0.1', '10.96.0.1', '::1', '::ffff:127.0.0.1', '0.0.0.0'])(
    'must not have the address %s where allowHosts only matches it',
    async (address) => {
      await using target = await startHttpTarget();
      const names = { 'a.hooks.test': address };
      await using trigger = await openHttp(
        { url: 'http://api.test', allowHosts: [`*.hooks.test:${target.port}`] },
        { names },
      );
      expect(await trigger.send({ url: `http://a.hooks.test:${target.port}/x` })).toStrictEqual({
        kind: 'failed',
        reason: `'a.hooks.test' has the address ${address}, a private one, which an event may choose only where allowHosts names that very host`,
      });
      expect(target.connections).toBe(0);
    },
  );

  it('gains nothing by changing its address', async () => {
    await using target = await startHttpTarget();
    const names = { 'hooks.test': '127.0.0.1' };
    const host = `hooks.test:${target.port}`;
    await using trigger = await openHttp({ url: 'http://api.test', allowHosts: [host] }, { names });
    target.answer = (response) => response.writeHead(204, { connection: 'close' }).end();
    expect(await trigger.send({ url: `http://${host}` })).toMatchObject({ kind: 'done' });
    names['hooks.test'] = '169.254.169.254';
    expect(await trigger.send({ url: `http://${host}` })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining("'hooks.test' has the address 169.254.169.254"),
    });
  });

  it('gets no credentials of the action', async () => {
    await using target = await startHttpTarget();
    const bearer = { name: 'api', key: 'token' };
    const host = `hooks.test:${target.port}`;
    await using trigger = await openHttp(
      { url: 'http://api.test', allowHosts: [host], bearer },
      { secrets: { 'api/token': 't0ken' } },
    );
    await trigger.send({ url: `http://${host}` });
    expect(target.received[0]?.headers.authorization).toBeUndefined();
  });
});
