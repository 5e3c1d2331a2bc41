import type { Address } from '../../../model/event/address.ts';
import type { StartBus } from './fixture.ts';
import { event, ids, inOrder, pushed, readAll } from './log.ts';

/** What every bus does with what is published. */
export function describePublishing(start: StartBus): void {
  test('an event comes back as it was published: bytes, attributes, extensions', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const published = event('Zürich 🚲/1', {
      source: '/größe/東京?a=b c',
      subject: 'naïve "quoted" % \\ \u0001',
      datacontenttype: 'application/octet-stream',
      dataschema: 'https://example.com/schema',
      extensions: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', ewmeta: '{"é":"\n🎉"}' },
      data: Uint8Array.from({ length: 256 }, (_, byte) => byte),
    });
    await bus.publish(pushed, published);
    const [stored] = await readAll(bus);
    expect(stored && { address: stored.address, event: stored.event }).toStrictEqual({
      address: pushed,
      event: published,
    });
  });

  test('an event without data comes back without', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    await bus.publish(pushed, event('empty', { data: new Uint8Array() }));
    expect((await readAll(bus)).map((stored) => stored.event)).toStrictEqual([
      event('empty', { data: new Uint8Array() }),
    ]);
  });

  test('a payload of 8 MiB less 64 KiB comes back whole', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const data = new Uint8Array(8 * 1024 ** 2 - 64 * 1024).map((_, index) => index % 251);
    await bus.publish(pushed, event('large', { data }));
    const [stored] = await readAll(bus);
    // comparing them as values takes seconds
    expect(Buffer.compare(stored?.event.data ?? new Uint8Array(), data)).toBe(0);
  });

  test('events of one publisher keep their order, also with many in flight', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const sent = Array.from({ length: 500 }, (_, index) => `${index}`);
    await Promise.all(sent.map((id) => bus.publish(pushed, inOrder(bus, event(id)))));
    expect(ids(await readAll(bus))).toStrictEqual(sent);
  });

  test('messages of every class come back with their address', async () => {
    await using fixture = await start();
    const bus = await fixture.connect();
    const worker = { namespace: 'shop', worker: 'main' };
    const trigger = { namespace: 'shop', sensor: 'deploy', trigger: 'notify' };
    const addresses: readonly Address[] = [
      pushed,
      { class: 'note', ...worker },
      { class: 'member', ...worker },
      { class: 'deadLetter', ...trigger },
      { class: 'outcome', ...trigger },
    ];
    for (const address of addresses) await bus.publish(address, event(address.class));
    for (const address of addresses)
      expect((await readAll(bus, [address])).map((stored) => [stored.event.id, stored.address])).toStrictEqual([
        [address.class, address],
      ]);
  });
}
