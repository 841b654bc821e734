import { AreaChart } from '@mantine/charts';
import { Text } from '@mantine/core';
import { useMemo } from 'react';
import { absoluteTime, compactTime, exactTimeOfDay, timeOfDay } from '../../lib/dates.ts';
import { formatAdded, formatBytes } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import styles from './Growth.module.css';
import { growthOf, growthSentence } from './selectors.ts';
import type { GrowthPoint } from './selectors.ts';
import type { UsageView } from './store.ts';

const minute = 60_000;
const day = 1_440 * minute;

/** How an artifact grew: what all versions up to each moment cost together. */
export function Growth({ artifact, versions }: { artifact: string; versions: UsageView['versions'] }) {
  const points = useMemo(() => growthOf(versions), [versions]);
  const now = useNow();
  const data = upToNow(points, now);
  const span = (data.at(-1)?.at ?? 0) - (data[0]?.at ?? 0);
  const tick = (at: number): string => (span < 5 * minute ? exactTimeOfDay(at) : span < day ? timeOfDay(at) : compactTime(at, now));
  return (
    <figure className={styles['root']} role="img" aria-label={growthSentence(artifact, points)}>
      <Text size="xs" c="dimmed" component="figcaption" mb={4}>
        Cost of all versions, as they came
      </Text>
      <AreaChart
        h={150}
        data={data}
        dataKey="at"
        series={[{ name: 'sum', label: 'Cost', color: 'strata.6' }]}
        curveType="stepAfter"
        withDots={false}
        strokeWidth={2}
        fillOpacity={0.25}
        gridAxis="x"
        tickLine="none"
        valueFormatter={formatBytes}
        xAxisProps={{ type: 'number', scale: 'time', domain: ['dataMin', 'dataMax'], tickFormatter: tick, minTickGap: 40, interval: 'preserveStartEnd' }}
        yAxisProps={{ width: 62, tickCount: 4 }}
        // The whole is one picture with a sentence; the table beside it has the figures.
        areaChartProps={{ accessibilityLayer: false, margin: { left: 0, right: 12, top: 6 } }}
        areaProps={{ isAnimationActive: false }}
        tooltipAnimationDuration={0}
        tooltipProps={{ content: ({ payload }) => <Moment point={payload[0]?.payload as GrowthPoint | undefined} /> }}
      />
    </figure>
  );
}

/** Goes on to the present moment, and a bit beyond a version that has just come, so that the last step is seen as one. */
function upToNow(points: readonly GrowthPoint[], now: number): GrowthPoint[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [...points, { ...last, at: Math.max(now, last.at + Math.round((last.at - first.at) / 20)) }];
}

function Moment({ point }: { point: GrowthPoint | undefined }) {
  if (point === undefined) return null;
  return (
    <div className={styles['moment']}>
      <strong>{point.ref}</strong> {absoluteTime(point.at)}
      <div>
        {formatBytes(point.sum)} in all, {formatAdded(point.cost)} with this version
      </div>
    </div>
  );
}
