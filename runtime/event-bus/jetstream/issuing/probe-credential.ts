import { nkeyAuthenticator } from '@nats-io/nats-core';
import { connect } from '@nats-io/transport-node';
import type { JetStreamEventBusSpec } from '../../../../model/event-bus/jetstream.ts';
import type { BusCredential } from '../../contract.ts';
import { isRefusal } from '../establish.ts';
import { createTls, toLiveOptions } from '../tls.ts';

const timeoutMs = 5_000;
const shownCa = { name: 'shown', key: 'ca.crt' };

type Answer = 'accepted' | 'refused' | 'away';

/** Asks each server of a bus by itself, for each learns of a new client in its own time. */
export async function probeCredential(spec: JetStreamEventBusSpec, shown: BusCredential): Promise<Answer> {
  const answers = await Promise.all(spec.servers.map((server) => probe({ ...spec, servers: [server] }, shown)));
  return (['refused', 'away'] as const).find((answer) => answers.includes(answer)) ?? 'accepted';
}

async function probe(spec: JetStreamEventBusSpec, { credential, ca }: BusCredential): Promise<Answer> {
  const names = spec.tls?.serverName === undefined ? {} : { serverName: spec.tls.serverName };
  const isSecure = spec.tls !== undefined || spec.servers.some((server) => server.startsWith('tls:'));
  // whomever the keeper's own client trusts: it may not have heard of this authority yet
  const trusted = isSecure ? { ...spec, tls: { ...names, ca: shownCa } } : spec;
  const tls = createTls(trusted, { read: async () => ca });
  await tls?.refresh();
  const [server = ''] = spec.servers;
  const { hostname } = new URL(server.replace(/^\w+:/, 'http:'));
  try {
    const nats = await connect({
      servers: server,
      name: 'keeper: are the servers told?',
      authenticator: nkeyAuthenticator(Buffer.from(credential)),
      ...(tls && { tls: toLiveOptions(() => tls.toSettings(hostname)) }),
      reconnect: false,
      ignoreClusterUpdates: true,
      noAsyncTraces: true,
      timeout: timeoutMs,
    });
    await nats.close();
    return 'accepted';
  } catch (error) {
    return isRefusal(error as Error) ? 'refused' : 'away';
  }
}
