import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Json } from '../../../model/json.ts';
import type { HttpActionSpec } from '../../../model/trigger/http.ts';
import type { ActRequest, OpenTrigger, Outcome, TriggerAdapter, TriggerContext } from '../contract.ts';
import { type Connections, createConnections } from './connections.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import { toTriggerError } from './describe-failure.ts';
import { type Answer, exchange } from './exchange.ts';
import { createHostRule, type HostRule } from './host-rule.ts';
import { createToMessage, type Message, type ToMessage } from './message.ts';
import { findRedirect, redirect } from './redirect.ts';
import { type SeenSecrets, watchSecrets } from './seen-secrets.ts';
import { createToOutcome, type ToOutcome } from './to-outcome.ts';

/** Sends an HTTP request, with the execution's id as `Idempotency-Key`. */
export const httpTrigger: TriggerAdapter<HttpActionSpec, Json> = createHttpTrigger(systemLookup);

export function createHttpTrigger(lookup: LookupFunction): TriggerAdapter<HttpActionSpec, Json> {
  return { open: async (context) => new HttpTrigger(context, lookup) };
}

class HttpTrigger implements OpenTrigger<Json> {
  readonly #spec: HttpActionSpec;
  readonly #rule: HostRule;
  readonly #secrets: SeenSecrets;
  readonly #credentials: Credentials;
  readonly #connections: Connections;
  readonly #toMessage: ToMessage;
  readonly #toOutcome: ToOutcome;

  constructor({ options: spec, secret, clock }: TriggerContext<HttpActionSpec>, lookup: LookupFunction) {
    const { origin } = new URL(spec.url);
    this.#spec = spec;
    this.#rule = createHostRule(origin, spec.allowHosts);
    this.#secrets = watchSecrets(secret);
    this.#credentials = createCredentials(spec, this.#secrets);
    this.#connections = createConnections({ origin, credentials: this.#credentials, lookup });
    this.#toMessage = createToMessage(spec, this.#rule);
    this.#toOutcome = createToOutcome(spec, clock);
  }

  async act({ template, executionId, signal }: ActRequest<Json>): Promise<Outcome> {
    let url = this.#spec.url;
    try {
      let message = this.#toMessage(template, executionId);
      for (let redirects = 0; ; redirects++) {
        url = message.origin;
        const answer = await this.#send(message, signal);
        const next = this.#spec.followRedirects > 0 ? findRedirect(answer, message) : undefined;
        if (!next) return this.#hide(this.#toOutcome(answer, hostOf(url)));
        if (redirects === this.#spec.followRedirects)
          return { kind: 'failed', reason: `${hostOf(url)} redirects, after ${redirects} redirects already` };
        message = redirect(message, { url: next, status: answer.status }, this.#rule);
      }
    } catch (error) {
      const { retryable, message: reason } = toTriggerError(error, hostOf(url));
      return this.#hide({ kind: retryable ? 'retry' : 'failed', reason });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connections[Symbol.asyncDispose]();
  }

  async #send(message: Message, signal: AbortSignal): Promise<Answer> {
    const { route, origin, path, method, body = null } = message;
    const headers: string[] = [];
    for (const [name, value] of message.headers) headers.push(name, value);
    if (route === 'own' && this.#credentials.headers) headers.push(...(await this.#credentials.headers()).flat());
    return exchange(this.#connections.by(route), { origin, path, method, headers, body }, signal);
  }

  #hide(outcome: Outcome): Outcome {
    return outcome.kind === 'done' ? outcome : { ...outcome, reason: this.#secrets.hide(outcome.reason) };
  }
}

function hostOf(url: string): string {
  return new URL(url).host;
}
