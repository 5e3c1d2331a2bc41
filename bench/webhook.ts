import { startChild } from './support/child.ts';
import { compare, type Figure } from './support/figure.ts';
import type { Load } from './support/load.ts';
import { secret, writeProgram } from './support/program.ts';
import { signPush } from './support/signed-push.ts';
import { startRuntime } from './support/start-runtime.ts';

const push = signPush({ n: 1, ref: 'refs/heads/topic', note: 'x'.repeat(400) });
const requests = 20_000;
const rounds = 5;

/** Signed webhooks to the memory bus, against a bare server that does the least. */
export async function* webhookFigures(): AsyncIterable<Figure> {
  await using stack = new AsyncDisposableStack();
  const bare = stack.use(
    await startChild<{ port: number }>(new URL('support/bare-webhook.ts', import.meta.url), [secret]),
  );
  const program = stack.use(await writeProgram({ target: 'http://127.0.0.1:9/', sensors: 0 }));
  const ports = await stack.use(startRuntime(program, 'bench')).ready();
  const sender = stack.use(await startChild(new URL('support/load.ts', import.meta.url)));

  const post = async (port: number, connections: number): Promise<number> => {
    const load: Load = { url: `http://127.0.0.1:${port}/push`, ...push, connections, requests };
    const { perSecond, refused } = await sender.ask<{ perSecond: number; refused: number }>(load);
    if (refused > 0) throw new Error(`${refused} of ${requests} requests were refused`);
    return perSecond;
  };
  for (const connections of [1, 64]) {
    await post(ports.events, connections);
    const measured = await compare(
      rounds,
      () => post(ports.events, connections),
      () => post(bare.ready.port, connections),
    );
    yield { name: `webhook to memory bus, ${connections} connections`, unit: 'requests/s', ...measured };
  }
}
