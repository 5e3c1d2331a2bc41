import type { Json } from '../../model/json.ts';
import { describe } from '../support/describe.ts';
import type { KubernetesClient } from '../support/kubernetes/client.ts';
import { isBusy, isTimeout, KubernetesError } from '../support/kubernetes/error.ts';
import { orAborted } from '../support/or-aborted.ts';
import type { ActRequest, OpenTrigger, Outcome } from './contract.ts';
import { TriggerError } from './error.ts';

const keptCharacters = 1_000;

/** What a kind of trigger does with the API of Kubernetes. */
export interface KubernetesWork {
  readonly connect: () => Promise<KubernetesClient>;
  readonly act: (client: KubernetesClient, request: ActRequest<Json>) => Promise<Outcome>;
}

/** A trigger that works on the API of Kubernetes. It connects with the first execution, and again where that failed. */
export function openOnKubernetes(work: KubernetesWork): OpenTrigger<Json> {
  return new KubernetesApiTrigger(work);
}

class KubernetesApiTrigger implements OpenTrigger<Json> {
  readonly #work: KubernetesWork;
  #client: Promise<KubernetesClient> | undefined;
  #disposed = false;

  constructor(work: KubernetesWork) {
    this.#work = work;
  }

  async act(request: ActRequest<Json>): Promise<Outcome> {
    return toShort(await this.#act(request));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const client = await this.#client?.catch(() => undefined);
    await client?.[Symbol.asyncDispose]();
  }

  async #act(request: ActRequest<Json>): Promise<Outcome> {
    try {
      const client = await orAborted(this.#connected(), request.signal);
      return await this.#work.act(client, request);
    } catch (error) {
      const { aborted, reason } = request.signal;
      const isCancelled = (aborted && !isTimeout(reason)) || this.#disposed;
      return isCancelled ? { kind: 'retry', reason: describe(error) } : toOutcome(error);
    }
  }

  #connected(): Promise<KubernetesClient> {
    this.#client ??= this.#work.connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }
}

/** The reason may quote what an event holds, and goes to logs. */
function toShort(outcome: Outcome): Outcome {
  if (outcome.kind === 'done' || outcome.reason.length <= keptCharacters) return outcome;
  return { ...outcome, reason: `${outcome.reason.slice(0, keptCharacters)} ...` };
}

/** What an error means for the execution: the API server's own trouble only slows it down. */
export function toOutcome(error: unknown): Outcome {
  if (error instanceof TriggerError) return { kind: error.retryable ? 'retry' : 'failed', reason: error.message };
  if (isTimeout(error)) return { kind: 'busy', reason: `the API server: ${describe(error)}` };
  if (!(error instanceof KubernetesError)) return { kind: 'retry', reason: describe(error) };
  const { status, retryAfterMs, message } = error;
  const reason = status === undefined ? message : `the API server answered ${status}: ${message}`;
  const wait = retryAfterMs !== undefined && { afterMs: retryAfterMs };
  if (isBusy(error)) return { kind: 'busy', reason, ...wait };
  if (mayPass(error)) return { kind: 'retry', reason, ...wait };
  return { kind: 'failed', reason: `${reason}${adviceOn(error)}` };
}

/**
 * A token is renewed, another writer was faster, a namespace or a kind is not there yet, a quota is used up; or the
 * server failed, or a webhook did, which may be over one object alone.
 */
function mayPass({ status = 0, message }: KubernetesError): boolean {
  if (status === 403) return isOverQuota(message);
  return [401, 404, 408, 409, 429].includes(status) || (status >= 500 && !isForGood(message));
}

/** Of a new quota, nobody has yet counted what it holds. */
function isOverQuota(message: string): boolean {
  return /exceeded quota|status unknown for quota/.test(message);
}

/** The object is too large for etcd or none of its kind, or the patch is none: the server answers 500 all the same. */
function isForGood(message: string): boolean {
  return forGood.test(message);
}

const forGood =
  /request is too large|message larger than max|failed to create typed patch|declared merge key|unknown patch type/;

function adviceOn({ status, message }: KubernetesError): string {
  if (status === 403 && / cannot (create|get|list|update|patch|delete) resource /.test(message))
    return "; apply the worker's Role again, or grant that right to its ServiceAccount";
  if (status === 415) return "; use patchType 'merge' for a custom kind";
  return '';
}
