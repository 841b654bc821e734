import { addDays, format, formatDistanceStrict, isSameDay, isSameYear, subDays } from 'date-fns';

/** `just now`, `3 minutes ago`; times are ms since 1970. */
export function relativeTime(at: number, now: number): string {
  const age = now - at;
  if (age < 10_000) return 'just now';
  return formatDistanceStrict(at, now, { addSuffix: true, roundingMethod: 'floor' });
}

/** `23 Nov 2026, 14:47:41` */
export function absoluteTime(at: number): string {
  return format(at, 'd MMM yyyy, HH:mm:ss');
}

/** `14:47` */
export function timeOfDay(at: number): string {
  return format(at, 'HH:mm');
}

/** `14:47:41` */
export function exactTimeOfDay(at: number): string {
  return format(at, 'HH:mm:ss');
}

/** `Today`, `Yesterday`, `Monday, 23 November`, with the year when it is another one. */
export function dayHeading(at: number, now: number): string {
  if (isSameDay(at, now)) return 'Today';
  if (isSameDay(at, subDays(now, 1))) return 'Yesterday';
  return format(at, isSameYear(at, now) ? 'EEEE, d MMMM' : 'EEEE, d MMMM yyyy');
}

/** `14:47` today, `23 Nov` this year, `Nov 2025` before: where there is little room. */
export function compactTime(at: number, now: number): string {
  if (isSameDay(at, now)) return timeOfDay(at);
  return format(at, isSameYear(at, now) ? 'd MMM' : 'MMM yyyy');
}

/** `14:47` today, `23 Nov 14:47` this year, `23 Nov 2025` before: for columns of times. */
export function columnTime(at: number, now: number): string {
  if (isSameDay(at, now)) return timeOfDay(at);
  return format(at, isSameYear(at, now) ? 'd MMM HH:mm' : 'd MMM yyyy');
}

/** A key that is equal for times of one local day. */
export function dayKey(at: number): string {
  return format(at, 'yyyy-MM-dd');
}

/** `today at 14:47`, `tomorrow at 14:47`, `on 25 Nov at 14:47`: when something that is to come will be. */
export function dueTime(at: number, now: number): string {
  const time = format(at, 'HH:mm');
  if (isSameDay(at, now)) return `today at ${time}`;
  if (isSameDay(at, addDays(now, 1))) return `tomorrow at ${time}`;
  return `on ${format(at, 'd MMM')} at ${time}`;
}

/** `in 3 days`; `now` for what is past or a moment away. */
export function timeAhead(at: number, now: number): string {
  if (at - now < 10_000) return 'now';
  return formatDistanceStrict(at, now, { addSuffix: true, roundingMethod: 'floor' });
}
