/**
 * Which of a trigger's connections a request takes: the action's own, which alone carry its credentials; those to hosts
 * that `allowHosts` names, which may be private; those to hosts that only a pattern matches, which may not.
 */
export type Route = 'own' | 'named' | 'matched';

/** The route to a URL that an event chose; none where it must not go there. */
export type HostRule = (url: URL) => Route | undefined;

const schemePorts: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/**
 * The rule that `allowHosts` states: `hooks.example.com` names a host, `*.example.com` matches every name below it; with
 * a port, that port, otherwise the one of the URL's scheme. The action's own origin is always allowed.
 */
export function createHostRule(ownOrigin: string, allowHosts: readonly string[]): HostRule {
  const entries = allowHosts.map(parseEntry);
  return (url) => {
    if (url.origin === ownOrigin) return 'own';
    const schemePort = schemePorts[url.protocol];
    if (schemePort === undefined) return undefined;
    const routes = entries
      .filter(({ fits, port }) => fits(url.hostname) && (url.port || schemePort) === (port || schemePort))
      .map(({ route }) => route);
    return routes.includes('named') ? 'named' : routes[0];
  };
}

interface Entry {
  readonly route: 'named' | 'matched';
  /** Empty for the scheme's. */
  readonly port: string;
  readonly fits: (hostname: string) => boolean;
}

function parseEntry(text: string): Entry {
  const [, wildcard, host = '', port = ''] = /^(\*\.)?(.+?)(?::(\d+))?$/.exec(text) ?? [];
  // as a URL would write it: `127.1` is 127.0.0.1
  const hostname = URL.parse(`http://${host}`)?.hostname ?? host;
  return wildcard
    ? { route: 'matched', port, fits: (other) => other.endsWith(`.${hostname}`) }
    : { route: 'named', port, fits: (other) => other === hostname };
}
