import { KubernetesError } from './error.ts';

/** What the server answers instead of an object. */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly retryAfterSeconds?: number };
}

interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}

const keptCharacters = 500;

/** The error of an answer that is none of 2xx: what its Status says, or the beginning of its text where it has none. */
export function toKubernetesError({ status, body, retryAfter }: Refusal): KubernetesError {
  const { message, reason, details } = parseStatus(body);
  const seconds =
    retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : details?.retryAfterSeconds;
  return new KubernetesError(message || body.slice(0, keptCharacters).trim() || `the API server answered ${status}`, {
    status,
    ...(reason && { reason }),
    ...(seconds !== undefined && { retryAfterMs: seconds * 1000 }),
  });
}

function parseStatus(body: string): Status {
  try {
    const parsed: (Status & { readonly kind?: string }) | null = JSON.parse(body);
    return parsed?.kind === 'Status' ? parsed : {};
  } catch {
    return {};
  }
}
