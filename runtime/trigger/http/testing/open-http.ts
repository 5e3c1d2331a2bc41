import type { LookupFunction } from 'node:net';
import type { Json } from '../../../../model/json.ts';
import { parseSpec } from '../../../../model/schema.ts';
import { type HttpOptions, httpActionSchema } from '../../../../model/trigger/http.ts';
import type { OpenTrigger, Outcome } from '../../contract.ts';
import { createTestContext } from '../../testing/trigger-context.ts';
import { createHttpTrigger } from '../adapter.ts';

export interface TestHttpTrigger extends OpenTrigger<Json> {
  /** Acts once, as execution `abc`. */
  send(template?: Json, signal?: AbortSignal): Promise<Outcome>;
}

interface OpenHttpOptions {
  readonly method?: string;
  /** Values by `<name>/<key>`; may be changed. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** What DNS answers for a name; 127.0.0.1 for one that is not here. May be changed. */
  readonly names?: Readonly<Record<string, string>>;
  /** The code with which DNS fails. */
  readonly dnsError?: string;
  /** DNS does not answer before. */
  readonly dnsAnswers?: Promise<void>;
}

/** An open HTTP trigger; a POST unless it is said otherwise. */
export async function openHttp(
  options: HttpOptions,
  { method = 'POST', secrets = {}, names = {}, dnsError, dnsAnswers = Promise.resolve() }: OpenHttpOptions = {},
): Promise<TestHttpTrigger> {
  const spec = parseSpec(httpActionSchema, { kind: 'http', method, ...options }, 'test');
  const lookup: LookupFunction = (hostname, { all }, callback) => {
    if (dnsError !== undefined) return callback(Object.assign(new Error(dnsError), { code: dnsError }), []);
    const address = names[hostname] ?? '127.0.0.1';
    const family = address.includes(':') ? 6 : 4;
    void dnsAnswers.then(() => (all ? callback(null, [{ address, family }]) : callback(null, address, family)));
  };
  const trigger = await createHttpTrigger(lookup).open(createTestContext(spec, secrets));
  return {
    act: (request) => trigger.act(request),
    send: (template = {}, signal = new AbortController().signal) =>
      trigger.act({ executionId: 'abc', attempt: 1, template, signal }),
    [Symbol.asyncDispose]: () => trigger[Symbol.asyncDispose](),
  };
}
