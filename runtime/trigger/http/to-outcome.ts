import type { HttpActionSpec } from '../../../model/trigger/http.ts';
import type { Clock } from '../../support/clock.ts';
import type { Outcome } from '../contract.ts';
import type { Answer } from './exchange.ts';
import { parseRetryAfter } from './retry-after.ts';
import { createStatusRule } from './status-rule.ts';

export type ToOutcome = (answer: Answer, host: string) => Outcome;

/** What an answer means for the execution: its status decides, and `Retry-After` where another attempt may follow. */
export function createToOutcome({ expect, retryOn }: HttpActionSpec, clock: Clock): ToOutcome {
  const isExpected = createStatusRule(expect);
  const isRetryable = createStatusRule(retryOn);
  return (answer, host) => {
    const { status, headers } = answer;
    if (isExpected(status)) return { kind: 'done', detail: `HTTP ${status}` };
    const reason = describeAnswer(answer, host);
    if (!isRetryable(status)) return { kind: 'failed', reason };
    const afterMs = parseRetryAfter(headers['retry-after'], clock.now());
    return { kind: 'retry', reason, ...(afterMs !== undefined && { afterMs }) };
  };
}

/** `api.example.com answered 422: name is missing` */
function describeAnswer({ status, text }: Answer, host: string): string {
  const said = text()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a log line must not hold
    .replace(/[\s\x00-\x1f\x7f]+/g, ' ')
    .trim();
  return `${host} answered ${status}${said === '' ? '' : `: ${said}`}`;
}
