import type { TimeOfDay } from '../../model/sensor/time-of-day.ts';

/** Whether a moment, in milliseconds since 1970, lies in a part of the day. */
export type During = (at: number) => boolean;

export function compileDuring({ start, stop, timeZone }: Required<TimeOfDay>): During {
  const from = toSeconds(start);
  const to = toSeconds(stop);
  const clock = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const time = toSeconds(clock.format(at));
    return from < to ? from <= time && time < to : from <= time || time < to;
  };
}

function toSeconds(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60 + seconds;
}
