/** The attributes that an event may go without. */
export const optionalAttributes = ['subject', 'datacontenttype', 'dataschema'] as const;

export type OptionalAttributes = { [Name in (typeof optionalAttributes)[number]]?: string };

/**
 * A CloudEvent 1.0 as the bus carries it: its attributes beside the payload's bytes, which nobody rewrites
 * (the binary content mode of the CloudEvents protocol bindings).
 */
export interface Event extends Readonly<OptionalAttributes> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339. */
  readonly time: string;
  /** CloudEvents extension attributes: lower-case letters and digits, values as text. */
  readonly extensions?: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
}

/** The extension that holds, as JSON, what the source's kind says about an event: a request's headers, a tick's zone. */
export const metaExtension = 'ewmeta';
