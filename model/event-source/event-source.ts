import type { Schema } from '../schema.ts';
import { oneOfKind } from '../to-schema.ts';
import { type CalendarEventSourceSpec, calendarEventSourceSchema } from './calendar.ts';
import { type WebhookEventSourceSpec, webhookEventSourceSchema } from './webhook.ts';

/** An event source as a document holds it: its kind, and the kind's options with their defaults resolved. */
export type EventSourceSpec = WebhookEventSourceSpec | CalendarEventSourceSpec;
export type EventSourceKind = EventSourceSpec['kind'];

export const eventSourceSchema: Schema<unknown, EventSourceSpec> = oneOfKind<EventSourceSpec>({
  webhook: webhookEventSourceSchema,
  calendar: calendarEventSourceSchema,
});
