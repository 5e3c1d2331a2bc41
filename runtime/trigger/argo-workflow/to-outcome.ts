import { describe } from '../../support/describe.ts';
import { KubernetesError } from '../../support/kubernetes/error.ts';
import type { Outcome } from '../contract.ts';
import { TriggerError } from '../error.ts';

/** What an error means for the execution: the API server's own trouble only slows it down. */
export function toOutcome(error: unknown): Outcome {
  if (error instanceof TriggerError) return { kind: error.retryable ? 'retry' : 'failed', reason: error.message };
  if (!(error instanceof KubernetesError)) return { kind: 'retry', reason: describe(error) };
  const { status, retryAfterMs, message } = error;
  const reason = status === undefined ? message : `the API server answered ${status}: ${message}`;
  const wait = retryAfterMs !== undefined && { afterMs: retryAfterMs };
  if (isBusy(error)) return { kind: 'busy', reason, ...wait };
  if (mayPass(error)) return { kind: 'retry', reason, ...wait };
  const advice = status === 403 ? "; apply the worker's Role again, or grant that right to its ServiceAccount" : '';
  return { kind: 'failed', reason: `${reason}${advice}` };
}

/** Nobody answers, or the server says that it cannot cope. A webhook that fails is about this workflow alone. */
function isBusy({ status, message }: KubernetesError): boolean {
  if (status === undefined || status === 429) return true;
  return status >= 500 && !message.includes('calling webhook');
}

/** A token is renewed, the controller was faster, a namespace is not there yet, a quota is used up. */
function mayPass({ status = 0, message }: KubernetesError): boolean {
  return (
    [401, 404, 408, 409].includes(status) || status >= 500 || (status === 403 && message.includes('exceeded quota'))
  );
}
