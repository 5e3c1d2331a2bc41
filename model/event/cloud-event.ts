/** A CloudEvent 1.0 as filters, transforms, keys and templates see it. */
export interface CloudEvent<Data = unknown, Meta = unknown> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  /** The payload: a request's body, a record's value, an object's notification. */
  readonly data: Data;
  /** What the source's kind adds: HTTP headers, a Kafka offset. */
  readonly meta: Meta;
  /** CloudEvents extension attributes, such as `traceparent` and `partitionkey`. */
  readonly extensions: Readonly<Record<string, string>>;
}
