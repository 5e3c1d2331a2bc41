import { gunzipSync, gzipSync } from 'node:zlib';
import type { Nodes, Workflow, WorkflowStatus } from './workflow.ts';

/** The nodes of a workflow; `undefined` where they are in the controller's database, which only Argo itself reads. */
export function readNodes({ status }: Workflow): Nodes | undefined {
  if (status?.offloadNodeStatusVersion) return undefined;
  if (status?.compressedNodes && !status.nodes)
    return JSON.parse(gunzipSync(Buffer.from(status.compressedNodes, 'base64')).toString());
  return status?.nodes ?? {};
}

/** The status with other nodes, compressed where they were. */
export function withNodes({ status = {} }: Workflow, nodes: Nodes): WorkflowStatus {
  if (!status.compressedNodes) return { ...status, nodes };
  return { ...status, compressedNodes: gzipSync(JSON.stringify(nodes)).toString('base64') };
}

export const offloaded = 'its nodes are in the database of the Argo controller, which this trigger cannot read';
