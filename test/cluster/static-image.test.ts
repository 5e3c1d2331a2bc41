import { describe, expect, it } from '@jest/globals';
import { toBusImages } from '../../model/event-bus/managed-jetstream-versions.ts';
import { supportedNatsServers } from '../../runtime/support/testing/go-server.ts';
import { busImages } from './static-image.ts';

describe('the images of a bus', () => {
  it.each(supportedNatsServers)('of NATS $version are those that its pods name', (server) => {
    const { server: nats, exporter, reloader } = toBusImages(server.version as '2.15.2');
    const names = [`docker.io/library/${nats}`, `docker.io/${exporter}`, `docker.io/${reloader}`];
    expect(busImages(server).map(({ name }) => name)).toStrictEqual(names);
  });
});
