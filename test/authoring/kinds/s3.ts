import type { Construct } from 'constructs';
import { EventSource, type EventSourceProps } from 'eventwright';

/** A source kind that knows its payload: its events need no schema. */
export interface S3Notification {
  readonly bucket: string;
  readonly key: string;
  readonly size: number;
}

export interface S3EventSourceProps<Name extends string> extends EventSourceProps {
  readonly endpoint: string;
  readonly events: { readonly [K in Name]: { readonly bucket: string; readonly on: readonly 'ObjectCreated'[] } };
}

export class S3EventSource<Name extends string> extends EventSource<Record<Name, S3Notification>, {}> {
  constructor(scope: Construct, id: string, props: S3EventSourceProps<Name>) {
    const { endpoint } = props;
    super(scope, id, { ...props, kind: 's3', options: { endpoint } });
  }
}
