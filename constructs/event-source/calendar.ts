import type { Construct } from 'constructs';
import { type CalendarEvent, type CalendarTick, calendarEventSchema } from '../../model/event-source/calendar.ts';
import { unchecked } from '../../model/payload.ts';
import type { IEventBus } from '../event-bus/event-bus.ts';
import { EventSource, type EventSourceProps, eventSourceFromName, type IEventSource } from './event-source.ts';

/** A calendar source: its bus, its worker, and the schedules of its events. */
export interface CalendarEventSourceProps<Name extends string> extends EventSourceProps {
  /** The events by name: lower-case letters, digits and `-`. */
  readonly events: { readonly [K in Name]: CalendarEvent };
}

/** A calendar source that another program deploys. */
export interface CalendarEventSourceRefProps<Name extends string> {
  /** The bus that stores its events. */
  readonly bus: IEventBus;
  /** The namespace it is in. Default: the sensor's own. */
  readonly namespace?: string;
  /** The names of its events. */
  readonly events: readonly Name[];
}

/**
 * Makes events at the times of a schedule: exactly one for each tick, whatever replicas come and go.
 * @example
 * new CalendarEventSource(chart, 'clock', {
 *   bus,
 *   events: { nightly: { schedule: '0 3 * * *', timeZone: 'Europe/Oslo' } },
 * });
 */
export class CalendarEventSource<Name extends string> extends EventSource<Record<Name, CalendarTick>, {}> {
  constructor(scope: Construct, id: string, props: CalendarEventSourceProps<Name>) {
    super(scope, id, { ...props, kind: 'calendar', eventSchema: calendarEventSchema });
  }

  /** A calendar source that another program deploys. */
  static fromName<const Name extends string>(
    name: string,
    props: CalendarEventSourceRefProps<Name>,
  ): IEventSource<Record<Name, CalendarTick>, {}> {
    const events = Object.fromEntries(props.events.map((event) => [event, unchecked<CalendarTick>()]));
    return eventSourceFromName(name, { ...props, events: events as never });
  }
}
