import type { Duration } from '../duration.ts';

export type CalendarEventSpec =
  | {
      readonly schedule: string;
      readonly timeZone: string;
      readonly exclusions: readonly string[];
      readonly catchUp: { readonly ticks: 'none' | 'last' | 'all'; readonly maxAge: Duration };
    }
  | {
      readonly interval: Duration;
      readonly catchUp: { readonly ticks: 'none' | 'last' | 'all'; readonly maxAge: Duration };
    };

export interface CalendarEventSourceSpec {
  readonly kind: 'calendar';
  readonly events: Readonly<Record<string, CalendarEventSpec>>;
}
