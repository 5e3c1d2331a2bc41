import { KubernetesError } from './error.ts';

/** What the server answers instead of an object. */
interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: {
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string }[];
  };
}

interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}

const keptCharacters = 500;
/** Beyond this nothing is looked at. */
const readCharacters = 20_000;
/** A value that a message quotes; of one that is not in quotes nobody knows where it ends. */
const quotedValue = /((?:Invalid|Unsupported|Duplicate) value): (?:"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?=: )|.*)/gs;
const gotValue = /(: expected \w+), got .*/s;
const quotedPatch = /\bmap: map\[.*\]/s;

/** The error of an answer that is none of 2xx: what its Status says, or the beginning of its text where it has none. */
export function toKubernetesError({ status, body, retryAfter }: Refusal): KubernetesError {
  const { message, reason, details } = parseStatus(body);
  const seconds =
    retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : details?.retryAfterSeconds;
  return new KubernetesError(toText(message || body) || `the API server answered ${status}`, {
    status,
    ...(reason && { reason }),
    ...(seconds !== undefined && { retryAfterMs: seconds * 1000 }),
    ...(details?.causes && { causes: details.causes.flatMap((cause) => cause.reason ?? []) }),
  });
}

/** The beginning of what was said, without the values in it: they may be those of a Secret. */
function toText(said: string): string {
  const text = said
    .slice(0, readCharacters)
    .replace(quotedValue, '$1')
    .replace(gotValue, '$1')
    .replace(quotedPatch, 'map')
    .trim();
  return text.length > keptCharacters ? `${text.slice(0, keptCharacters)} ...` : text;
}

function parseStatus(body: string): Status {
  try {
    const parsed: (Status & { readonly kind?: string }) | null = JSON.parse(body);
    return parsed?.kind === 'Status' ? parsed : {};
  } catch {
    return {};
  }
}
