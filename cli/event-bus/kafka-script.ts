import { toUserName, toUserVariable } from '../../model/event-bus/bus-client.ts';
import type { KafkaEventBusSpec } from '../../model/event-bus/kafka.ts';
import type { KafkaTopicSettings } from '../../model/event-bus/kafka-topic-settings.ts';
import type { KafkaGrant, KafkaResource, KafkaUser } from '../../model/event-bus/kafka-users.ts';

interface Plan {
  readonly topics: ReadonlyMap<string, KafkaTopicSettings>;
  readonly users: readonly KafkaUser[];
}

/** A script for Kafka's own tools that makes these topics, and lets in these users. It may be run again. */
export function toKafkaScript({ name, brokers }: KafkaEventBusSpec, { topics, users }: Plan): string {
  return `#!/bin/sh
# Topics and access control lists of the event bus ${name}, for the tools of Kafka. It may be run again.
# KAFKA_OPTIONS says how they connect; EW_..., whom a principal stands for where that is another name.
set -eu
KAFKA_OPTIONS="\${KAFKA_OPTIONS:---bootstrap-server ${brokers.join(',')}}"
topic() { kafka-topics.sh $KAFKA_OPTIONS --create --if-not-exists --topic "$@"; }
allow() { principal=$1; shift; kafka-acls.sh $KAFKA_OPTIONS --add --force --allow-principal "User:$principal" "$@"; }

${[...topics].map(([topic, settings]) => toTopicLine(topic, settings)).join('\n')}
${users.map(toUserLines).join('')}`;
}

function toTopicLine(topic: string, { partitions, replicationFactor, config }: KafkaTopicSettings): string {
  const configs = Object.entries(config).map(([key, value]) => `--config ${key}=${value}`);
  return ['topic', topic, `--partitions ${partitions}`, `--replication-factor ${replicationFactor}`, ...configs].join(
    ' ',
  );
}

function toUserLines({ client, grants }: KafkaUser): string {
  const { component, namespace, name } = client;
  const principal = `"\${${toUserVariable(client)}:-${toUserName(client)}}"`;
  const lines = grants.map((grant) => `allow ${principal} ${toArguments(grant)}\n`);
  return `\n# ${component} ${namespace}/${name}\n${lines.join('')}`;
}

function toArguments({ on, operations }: KafkaGrant): string {
  return [...operations.map((operation) => `--operation ${operation}`), toResource(on)].join(' ');
}

function toResource(on: KafkaResource): string {
  if ('topic' in on) return `--topic ${on.topic}`;
  return 'prefix' in on ? `--resource-pattern-type prefixed --topic ${on.prefix}` : '--cluster';
}
