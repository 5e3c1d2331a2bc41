const essence = /^\s*([!#$%&'*+\-.^_`|~\w]+\/[!#$%&'*+\-.^_`|~\w]+)\s*(?:;|$)/;
const charsetParameter = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i;

/** A media type in lower case, and the charset that goes with it. */
export interface MediaType {
  readonly type: string;
  readonly charset?: string;
}

/** `undefined` where the text is no media type (RFC 2045). */
export function parseMediaType(text: string): MediaType | undefined {
  const type = essence.exec(text)?.[1]?.toLowerCase();
  if (type === undefined) return undefined;
  const [, quoted, token] = charsetParameter.exec(text) ?? [];
  const charset = (quoted ?? token)?.toLowerCase();
  return { type, ...(charset && { charset }) };
}
