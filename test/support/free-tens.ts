import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to connections, so that none is taken while nobody listens there for a moment. */
const range = { from: 1_100, to: 3_200 };

/** Ten ports each on which nobody listens, told as what they begin with: `1910` for 19100 to 19109. */
export async function freeTens(count: number): Promise<readonly string[]> {
  const found = new Set<string>();
  while (found.size < count) {
    const ten = `${range.from + Math.floor(Math.random() * (range.to - range.from))}`;
    const free = await Promise.all(Array.from({ length: 10 }, (_, digit) => isFree(Number(`${ten}${digit}`))));
    if (!free.includes(false)) found.add(ten);
  }
  return [...found];
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port);
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await once(server.close(), 'close');
  return true;
}
