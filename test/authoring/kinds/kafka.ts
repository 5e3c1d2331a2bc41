import type { Construct } from 'constructs';
import { EventSource, type EventSourceProps, type PayloadOption } from 'eventwright';

/** A source kind of a third party: options, metadata, one class. */
interface KafkaEvent<Payload> extends PayloadOption<Payload> {
  readonly topic: string;
  readonly consumerGroup: string;
}

export interface KafkaMeta {
  readonly topic: string;
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
}

export interface KafkaEventSourceProps<Events> extends EventSourceProps {
  readonly brokers: readonly `${string}:${number}`[];
  readonly events: { readonly [K in keyof Events]: KafkaEvent<Events[K]> };
}

export class KafkaEventSource<Events> extends EventSource<Events, KafkaMeta> {
  constructor(scope: Construct, id: string, props: KafkaEventSourceProps<Events>) {
    const { brokers } = props;
    super(scope, id, { ...props, kind: 'kafka', options: { brokers } });
  }
}
