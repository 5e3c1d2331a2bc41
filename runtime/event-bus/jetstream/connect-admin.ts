import { JetStreamApiError, type StreamInfo } from '@nats-io/jetstream';
import type { BusAdmin, StoreName } from '../contract.ts';
import type { JetStreamConnection } from './connection.ts';
import { toStreamSettings } from './stream-settings.ts';

const stores: readonly StoreName[] = ['event', 'journal', 'note', 'member', 'deadLetter', 'outcome'];

/** What the keeper does at servers with JetStream. Disposing it closes the connection. */
export function connectAdmin(connection: JetStreamConnection): BusAdmin {
  return {
    async apply(plan) {
      const changes: string[] = [];
      for (const store of stores) {
        const { name, ...settings } = toStreamSettings(store, plan);
        const info = await connection.request<StreamInfo>(`STREAM.INFO.${name}`).catch((error: unknown) => {
          if (error instanceof JetStreamApiError && error.code === 10059) return undefined;
          throw error;
        });
        const wanted = toStreamSettings(store, plan, info?.config);
        if (!info) await connection.request(`STREAM.CREATE.${name}`, { name, ...settings });
        else if (info.config.max_bytes === wanted.max_bytes && info.config.num_replicas === wanted.num_replicas)
          continue;
        else await connection.request(`STREAM.UPDATE.${name}`, wanted);
        changes.push(`${name}: ${info ? 'changed' : 'created'}`);
      }
      return changes;
    },
    inspect: async () => Promise.reject(new Error('not yet')),
    pending: async () => Promise.reject(new Error('not yet')),
    trim: async () => Promise.reject(new Error('not yet')),
    remove: async () => Promise.reject(new Error('not yet')),
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}
