import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ApiClient } from './api-client.ts';
import { enterNode } from './cluster-network.ts';
import type { ClusterNode } from './cluster-node.ts';
import { type NetworkState, toNftables } from './network-policy.ts';

/** Keeps the network policies of a cluster enforced on its nodes. */
export interface PolicyEnforcer extends AsyncDisposable {
  /** Resolves once all that the API server knows now is enforced. */
  settle(): Promise<void>;
}

const kinds = {
  policies: '/apis/networking.k8s.io/v1/networkpolicies',
  pods: '/api/v1/pods',
  namespaces: '/api/v1/namespaces',
} as const;

export function enforcePolicies(api: ApiClient, nodes: readonly ClusterNode[]): PolicyEnforcer {
  const stop = new AbortController();
  let next: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();

  async function enforce(): Promise<void> {
    const rules = toNftables(await readState(api));
    await Promise.all(nodes.filter((node) => node.runs).map((node) => setRules(node, rules)));
  }

  /** Whoever asks while one is under way shares the one after it. */
  function settle(): Promise<void> {
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        running = enforce();
        return running;
      });
    return next;
  }

  async function follow(path: string): Promise<void> {
    try {
      // the next change asks again where this one found a node on its way out
      for await (const _ of api.watch(path, stop.signal)) void settle().catch(() => undefined);
    } catch (error) {
      if (!stop.signal.aborted) throw error;
    }
  }

  const following = Promise.all(Object.values(kinds).map(follow));
  return {
    settle,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await following;
      await running.catch(() => undefined);
    },
  };
}

async function readState(api: ApiClient): Promise<NetworkState> {
  const lists = Object.entries(kinds).map(async ([name, path]) => {
    const { items } = await api.get<{ readonly items: unknown }>(path);
    return [name, items];
  });
  return Object.fromEntries(await Promise.all(lists));
}

async function setRules(node: ClusterNode, rules: string): Promise<void> {
  const [command, ...args] = [...enterNode(node.number), 'nft', '-f', '-'];
  const nft = spawn(command as string, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  nft.stdin.end(rules);
  const [complaint] = await Promise.all([text(nft.stderr), once(nft, 'exit')]);
  if (nft.exitCode !== 0) throw new Error(`${node.name}: nft ended with ${nft.exitCode}: ${complaint}\n${rules}`);
}
