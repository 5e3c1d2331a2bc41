import { toPath } from '../../model/event/address.ts';
import { toTriggerKey } from '../../model/trigger/trigger-name.ts';
import type { Log, LogFields } from '../support/log.ts';
import type { Observation, Subject } from '../support/observation.ts';

interface Logs {
  readonly log: Log;
  /** For what may come thousands of times a second. */
  readonly calm: Log;
}

/** Tells the log what happened: what somebody has to look at as a warning or an error, each single event at `debug`. */
export function logObservation(observation: Observation, { log, calm }: Logs): void {
  switch (observation.kind) {
    case 'listening':
      log.info('event source listens', { eventSource: observation.eventSource, where: observation.where });
      break;
    case 'sourceFailed':
      break; // whoever starts it again says so
    case 'refused':
      calm.warn('event source refused a request', { eventSource: observation.eventSource, reason: observation.reason });
      break;
    case 'circuit':
      log.warn(observation.state === 'open' ? 'trigger pauses: its target is away' : 'trigger goes on', {
        trigger: toTriggerKey(observation.trigger),
        reason: observation.reason,
      });
      break;
    case 'intake':
      if (observation.state === 'open') log.info('intake goes on', { fill: observation.fill });
      else log.warn('intake pauses: the journals are too full', { fill: observation.fill });
      break;
    case 'moving': {
      const { trigger, partition, state } = observation;
      if (state === 'leaves') break;
      const what = state === 'waits' ? 'waits until all partitions follow' : 'begins with';
      log.info(`trigger ${what} what it goes by now`, { trigger: toTriggerKey(trigger), partition });
      break;
    }
    case 'positionLost':
      log.error('events that a trigger had not seen are gone from the bus', {
        trigger: toTriggerKey(observation.trigger),
        reason: observation.reason,
      });
      break;
    case 'outcomesLost':
      calm.warn('what became of events could not be stored; eventwright why will not know', {
        trigger: toTriggerKey(observation.trigger),
        count: observation.count,
      });
      break;
    case 'deadLettered':
      calm.error('event was dead-lettered', {
        ...about(observation),
        reason: observation.reason,
        attempts: observation.attempts,
      });
      break;
    case 'retrying':
      calm.warn('attempt failed, another follows', {
        ...about(observation),
        reason: observation.reason,
        attempt: observation.attempt,
        inMs: observation.inMs,
      });
      break;
    case 'stored':
      log.debug('event was stored', { address: toPath(observation.address), id: observation.event.id });
      break;
    case 'fired':
      log.debug('trigger fired', {
        ...about(observation),
        executionId: observation.executionId,
        attempts: observation.attempts,
      });
      break;
    default:
      log.debug(`event was ${observation.kind}`, about(observation));
  }
}

function about({ trigger, address, event }: Subject): LogFields {
  return { trigger: toTriggerKey(trigger), address: toPath(address), id: event.id };
}
