import type { HttpResponse, HttpRoutes } from '../event-source/http-routes.ts';
import type { Readiness } from './health.ts';

/** Series in Prometheus' text format. */
interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

interface Operations {
  readonly readiness: () => Readiness;
  readonly metrics: MetricsPage;
}

/** `/livez`, `/readyz` and `/metrics`, for a server apart from the one that sources listen on. */
export function addOperations(http: HttpRoutes, { readiness, metrics }: Operations): void {
  const pages: Readonly<Record<string, () => HttpResponse | Promise<HttpResponse>>> = {
    '/livez': () => ({ status: 200, body: { live: true } }),
    '/readyz': () => {
      const body = readiness();
      return { status: body.ready ? 200 : 503, body };
    },
    '/metrics': async () => ({
      status: 200,
      headers: { 'content-type': metrics.contentType },
      body: await metrics.text(),
    }),
  };
  for (const [path, answer] of Object.entries(pages))
    http.add({ path, methods: ['GET'], maxBodyBytes: 0, owner: 'operations', handle: async () => answer() });
}
