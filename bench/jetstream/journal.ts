import type { Position } from '../../runtime/event-bus/contract.ts';
import { connectEventBus } from '../../runtime/event-bus/index.ts';
import { toTexts } from '../../runtime/partition/journal/cells.ts';
import { encodeRecord } from '../../runtime/partition/journal/record.ts';
import { toBusContext } from '../support/bus-context.ts';
import { compare, type Figure } from '../support/figure.ts';
import { startJetStreamServers } from '../support/jetstream-servers.ts';
import { programNamespace } from '../support/program.ts';
import { BarePublisher } from './bare/publisher.ts';
import { bareSubject, connectBare, createBareStream } from './bare/stream.ts';

const rounds = 5;
const roundMs = 500;

/** Records of many changes, one append in flight, against bare publishes of the same bytes with an expected sequence. */
export async function* journalFigures(): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const { spec } = stack.use(await startJetStreamServers(3));
  await createBareStream(spec.servers, 3);
  const bus = stack.use(await connectEventBus(spec, toBusContext('worker')));
  const nats = await connectBare(spec.servers);
  stack.defer(() => nats.close());
  const publisher = new BarePublisher(nats);

  for (const changes of [32, 256, 1_000]) {
    const journal = stack.use(await bus.journal({ namespace: programNamespace, worker: 'bench', index: changes }));
    const subject = `${bareSubject}.journal.${changes}`;
    const [entry] = encode(changes, bus.promises.maxEntryBytes) as [Uint8Array];
    let after: Position | undefined;
    let sequence = 0;
    const measured = await compare(
      rounds,
      () =>
        perSecond(changes, async () => {
          const [bytes] = encode(changes, bus.promises.maxEntryBytes) as [Uint8Array];
          after = await journal.append(bytes, after);
        }),
      () =>
        perSecond(changes, async () => {
          const headers = { 'Nats-Expected-Last-Subject-Sequence': `${sequence}` };
          sequence = await publisher.send(subject, entry, headers);
        }),
    );
    const name = `journal, R3, ${changes} changes a record`;
    yield { name, unit: 'changes/s', ...measured, goal: { of: 'ratio', atLeast: 0.7 } };
  }
}

/** About 100 bytes a change. */
function encode(changes: number, maxEntryBytes: number): readonly Uint8Array[] {
  const cell = { position: 'x'.repeat(40), attempts: 1 };
  const cells = new Map(Array.from({ length: changes }, (_, n) => [`parked/bench/deploy/${n}`, cell]));
  const head = { id: 'a', epoch: 1, owner: 'bench', n: 1, kind: 'commit' } as const;
  return Array.from(encodeRecord(head, toTexts(cells), maxEntryBytes), ({ bytes }) => bytes);
}

async function perSecond(changes: number, append: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  let appended = 0;
  for (; performance.now() - begun < roundMs; appended++) await append();
  return ((appended * changes) / (performance.now() - begun)) * 1000;
}
