import { absoluteTime, columnTime, compactTime, relativeTime } from '../lib/dates.ts';
import { useNow } from '../lib/use-now.ts';

interface Props {
  /** ms since 1970 */
  at: number;
  /** `relative`: 3 minutes ago; `column`: 23 Nov 14:47; `compact`: 23 Nov. */
  style?: 'relative' | 'column' | 'compact';
}

const shows = { relative: relativeTime, column: columnTime, compact: compactTime } as const;

/** A moment that stays true while it is shown; the whole time is in the tooltip. */
export function RelativeTime({ at, style = 'relative' }: Props) {
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={absoluteTime(at)}>
      {shows[style](at, now)}
    </time>
  );
}
