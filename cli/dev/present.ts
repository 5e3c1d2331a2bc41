import type { TriggerName } from '../../model/trigger/trigger-name.ts';
import type { Observation, Subject } from '../../runtime/support/observation.ts';
import { toPrintable } from '../command/printable.ts';
import type { Paint } from './paint.ts';

/** Why a trigger did not fire: the terms that were false, each with the values it met. */
export type Explain = (subject: Subject) => readonly string[];

/** What a person sees of an observation: lines for a terminal. */
export function present(observation: Observation, paint: Paint, explain: Explain): string[] {
  switch (observation.kind) {
    case 'stored': {
      const { address, event } = observation;
      return ['', `${paint('cyan', '→')} ${address.eventSource}/${address.event} ${paint('dim', shorten(event.id))}`];
    }
    case 'fired': {
      const { attempts, detail } = observation;
      const more = [...(detail === undefined ? [] : [detail]), ...(attempts > 1 ? [`${attempts} attempts`] : [])];
      return [line(observation, paint('green', 'fired'), more.join(', '), paint)];
    }
    case 'filtered':
      if (observation.by === 'condition')
        return [
          line(observation, paint('yellow', 'filtered'), `${observation.dependency}: the condition is false`, paint),
        ];
      return explain(observation).map((why) => line(observation, paint('yellow', 'filtered'), why, paint));
    case 'joined':
      return [line(observation, paint('green', 'joined'), '', paint)];
    case 'superseded': {
      const { trigger, event, by } = observation;
      const gone = paint('dim', shorten(event.id));
      return [`  ${nameOf(trigger)} ${paint('yellow', 'superseded')} ${gone}, by ${shorten(by.id)}`];
    }
    case 'duplicate':
      return [line(observation, paint('yellow', 'duplicate'), '', paint)];
    case 'expired':
      return [line(observation, paint('yellow', 'expired'), `as ${observation.dependency}`, paint)];
    case 'reset':
      return [line(observation, paint('yellow', 'let go'), `as ${observation.dependency}, by a reset`, paint)];
    case 'deadLettered': {
      const { reason, attempts } = observation;
      const after = attempts > 0 ? `after ${count(attempts, 'attempt')}: ` : '';
      return [line(observation, paint('red', 'dead-lettered'), `${after}${reason}`, paint)];
    }
    case 'retrying': {
      const { reason, attempt, inMs } = observation;
      const why = `attempt ${attempt}: ${reason}; again in ${seconds(inMs)}`;
      return [line(observation, paint('magenta', 'retrying'), why, paint)];
    }
    case 'circuit': {
      const { trigger, state, reason } = observation;
      const what =
        state === 'open' ? `pauses, its target is away${reason ? `: ${toPrintable(reason)}` : ''}` : 'goes on';
      return [`  ${nameOf(trigger)} ${paint('magenta', what)}`];
    }
    case 'intake':
      return [
        paint('yellow', observation.state === 'open' ? 'intake goes on' : 'intake pauses: the journals are full'),
      ];
    case 'positionLost':
      return [`  ${nameOf(observation.trigger)} ${paint('red', 'lost events')} ${toPrintable(observation.reason)}`];
    case 'refused':
      return ['', `${paint('red', '✗')} ${observation.eventSource} refused: ${toPrintable(observation.reason)}`];
    case 'sourceFailed': {
      const { eventSource, error, retryInMs } = observation;
      return [
        `${paint('red', '✗')} ${eventSource} failed: ${toPrintable(error.message)}; again in ${seconds(retryInMs)}`,
      ];
    }
    case 'moving': {
      const { trigger, partition, state } = observation;
      if (state !== 'waits') return [];
      return [
        `  ${nameOf(trigger)} ${paint('yellow', 'waits')} in partition ${partition}, until all partitions follow`,
      ];
    }
    case 'outcomesLost': {
      const { trigger, count: lost } = observation;
      const what = `lost ${count(lost, 'record')}`;
      return [`  ${nameOf(trigger)} ${paint('yellow', what)} of what became of events`];
    }
    // where sources listen is listed, and of what is accepted there follows what becomes of it
    case 'listening':
    case 'accepted':
      return [];
  }
}

function line({ trigger, event }: Subject, what: string, why: string, paint: Paint): string {
  return `  ${nameOf(trigger)} ${what}${why && ` ${toPrintable(why)}`} ${paint('dim', shorten(event.id))}`;
}

function nameOf({ sensor, trigger }: TriggerName): string {
  return `${sensor}/${trigger}`;
}

/** The beginning of an id that only machines read. */
function shorten(id: string): string {
  return toPrintable(id.length > 28 ? `${id.slice(0, 8)}…` : id);
}

function seconds(ms: number): string {
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
