import type { CalendarEventSourceSpec } from './calendar.ts';
import type { WebhookEventSourceSpec } from './webhook.ts';

/** An event source as a document holds it: its kind, and the kind's options with their defaults resolved. */
export type EventSourceSpec = WebhookEventSourceSpec | CalendarEventSourceSpec;
export type EventSourceKind = EventSourceSpec['kind'];
