// A sender: on each message `{ url, headers, body, connections, requests }` it posts that often and answers with requests a second.
import { Pool } from 'undici';

export interface Load {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly connections: number;
  readonly requests: number;
}

process.on('message', async ({ url, headers, body, connections, requests }: Load) => {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  let left = requests;
  let refused = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
        if (answer.statusCode >= 300) refused++;
        await answer.body.dump();
      }
    }),
  );
  const perSecond = (requests / (performance.now() - begun)) * 1000;
  await pool.close();
  process.send?.({ perSecond, refused });
});
process.on('disconnect', () => process.exit());
process.send?.({});
