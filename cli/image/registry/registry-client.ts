import { type Dispatcher, request } from 'undici';
import { CommandError } from '../../command/command-error.ts';
import { authorize } from './authorize.ts';
import { findCredentials } from './credentials.ts';
import { type ImageName, showImageName } from './image-name.ts';
import { isLoopback } from './is-loopback.ts';

interface Ask {
  readonly method: Dispatcher.HttpMethod;
  /** Below `/v2/<repository>/`, or whole. */
  readonly path: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Made anew for each attempt. */
  readonly body?: () => Dispatcher.DispatchOptions['body'];
  /** What it may be answered with. */
  readonly expect: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly location: URL | undefined;
}

/** Asks a registry about one repository (OCI distribution specification), with what is stored for it on this machine. */
export class RegistryClient {
  readonly #name: ImageName;
  readonly #base: URL;
  #authorization: string | undefined;

  constructor(name: ImageName) {
    this.#name = name;
    const host = name.registry === 'docker.io' ? 'registry-1.docker.io' : name.registry;
    this.#base = new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${name.repository}/`);
  }

  async ask(what: Ask): Promise<Answer> {
    const url = new URL(what.path, this.#base);
    let answer = await this.#send(what, url);
    if (answer.statusCode === 401 && this.#isOwn(url)) {
      this.#authorization = await this.#authorize(answer);
      answer = await this.#send(what, url);
    }
    const text = await answer.body.text();
    const { statusCode: status, headers } = answer;
    if (what.expect.includes(status))
      return { status, location: headers.location === undefined ? undefined : new URL(`${headers.location}`, url) };
    throw new CommandError(`${what.method} ${url.origin}${url.pathname}: ${this.#explain(url, status, text)}`);
  }

  async #send({ method, headers, body }: Ask, url: URL): Promise<Dispatcher.ResponseData> {
    const authorization = this.#isOwn(url) ? this.#authorization : undefined;
    return request(url, {
      method,
      headers: { ...headers, ...(authorization && { authorization }) },
      body: body?.() ?? null,
    }).catch((error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      throw new CommandError(`${url.origin} cannot be reached (${reason}); is the registry's name right?`, {
        cause: error,
      });
    });
  }

  /** A registry may hand uploads to a store elsewhere, which is neither to see its credentials nor to say who may. */
  #isOwn(url: URL): boolean {
    return url.origin === this.#base.origin;
  }

  async #authorize(answer: Dispatcher.ResponseData): Promise<string> {
    await answer.body.dump();
    const { registry, repository } = this.#name;
    return authorize(`${answer.headers['www-authenticate'] ?? ''}`, {
      registry,
      scope: `repository:${repository}:pull,push`,
      credentials: await findCredentials(this.#name),
    });
  }

  #explain(url: URL, status: number, text: string): string {
    const { registry } = this.#name;
    const said = text.trim().slice(0, 300);
    if (!this.#isOwn(url)) return `the store that ${registry} uploads to answered ${status}${said && `: ${said}`}`;
    if (status === 401 || status === 403)
      return `${registry} does not let you push ${showImageName(this.#name)} (${status}${said && `, ${said}`}); log in with an account that may: podman login ${registry}, or docker login ${registry}`;
    return `the registry answered ${status}${said && `: ${said}`}`;
  }
}
